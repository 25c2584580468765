import type { UploadRequest } from '../label-model.ts';
import type { Layout } from '../layout.ts';
import { type Failure, later, progress, type Script, scripted, wait, write } from '../script.ts';
import type { Outcome, Session, SessionAction } from '../session.ts';
import * as frames from './frames.ts';
import { encodeImage } from './image.ts';
import type { GiciskyModel } from './model.ts';

/** How long a label may take to answer. Source: hassg: custom_components/gicisky/gicisky_ble/writer.py. */
const replyTimeoutMs = 5_000;
/** A frame or its answer may be lost: it is sent again after these waits, then the label counts as silent. */
const resendAfterMs = [800, 1_600, 3_200, replyTimeoutMs] as const;
/** Bytes of the part number before a part's data. */
const partHeaderBytes = 4;
/** The label asking this often for one part means that it never takes it. */
const maxAsksPerPart = 3;
/** Notifications that fit nowhere; more of them means that this is no such label. */
const maxStrays = 32;

/**
 * Puts a picture on a Gicisky label. The label decides which part comes next; only its own "complete", or its asking
 * beyond the last part, counts, and only once every part has been sent. No authentication exists: the outcome is
 * `acknowledged` at best.
 */
export function upload(request: UploadRequest & { readonly model: GiciskyModel }): Session {
  return scripted(mtu => transfer(request, mtu));
}

function* transfer(request: UploadRequest & { readonly model: GiciskyModel }, mtu: number): Script {
  const picture = encodeImage(request.image, request.model);
  const link = createDialogue(request.attempt);

  const block = yield* link.ask('command', frames.blockSizeRequest.encode({}), frames.blockSizeReply);
  if ('ok' in block) return block;
  if (block.bytes <= partHeaderBytes)
    return later('device.unexpected', `The label takes frames of ${block.bytes} bytes.`);
  if (block.bytes > mtu - 3) {
    return later('device.mtu-too-small', `The label wants frames of ${block.bytes} bytes; the ATT MTU is ${mtu}.`);
  }
  const size = yield* link.ask('command', sizeFrame(request.model, picture.length), frames.sizeReply);
  if ('ok' in size) return size;
  if (size.status !== 0) {
    return later(
      'device.refused',
      `The label refuses a picture of ${picture.length} bytes with status ${size.status}.`,
    );
  }
  return yield* parts(link, picture, block.bytes - partHeaderBytes);
}

const sizeFrame = (model: GiciskyModel, bytes: number): Uint8Array =>
  model.encoding === 'quicklz-chunks'
    ? frames.packedSizeRequest.encode({ bytes })
    : frames.sizeRequest.encode({ bytes });

function* parts(link: Dialogue, picture: Uint8Array, partBytes: number): Script {
  const count = Math.ceil(picture.length / partBytes);
  const asks = new Uint8Array(count);
  const sent = new Set<number>();
  let answer = yield* link.ask('command', frames.startRequest.encode({}), frames.transferStatus);
  let current = -1;

  // Every turn answers one request, and a part that is asked for three times ends it.
  for (;;) {
    if ('ok' in answer) return answer;
    if (answer.status === frames.complete) return finished(sent.size, count, 'The label reports completion');
    if (answer.status !== frames.asking) {
      return later('device.refused', `The label stops the transfer with status ${answer.status}.`);
    }
    const asked = frames.partNumber.decode(answer.rest);
    if (asked === null) return later('device.unexpected', 'The label asks for a part without its number.');
    const { part } = asked;
    if (part >= count) return finished(sent.size, count, `The label asks for part ${part}`);
    if (part === current && link.takeEcho()) {
      answer = yield* link.listen(frames.transferStatus, [], partFrame(picture, part, partBytes));
      continue;
    }
    asks[part]!++;
    if (asks[part]! >= maxAsksPerPart)
      return later('device.part-refused', `Part ${part} of ${count} was asked for ${asks[part]} times.`);
    current = part;
    sent.add(part);
    const frame = partFrame(picture, part, partBytes);
    answer = yield* link.listen(frames.transferStatus, [progress(part, count), write('image', frame)], frame);
  }
}

const partFrame = (picture: Uint8Array, part: number, partBytes: number): Uint8Array =>
  frames.partData.encode({ part, data: picture.subarray(part * partBytes, (part + 1) * partBytes) });

function finished(sent: number, count: number, said: string): Outcome {
  if (sent < count) return later('device.unexpected', `${said} after ${sent} of ${count} parts.`);
  return { ok: true, type: 'shown', proof: 'acknowledged' };
}

interface Dialogue {
  /** Sends a command and waits for the answer that fits. */
  ask<T>(to: 'command', frame: Uint8Array, reply: Layout<T>): Script<T | Failure>;
  /** Carries out `actions` and waits; on silence sends `again` to the characteristic it belongs to. */
  listen<T>(reply: Layout<T>, actions: readonly SessionAction[], again: Uint8Array): Script<T | Failure>;
  /** True when a repeated request is likely the answer to a frame that we sent twice; uses it up. */
  takeEcho(): boolean;
}

function createDialogue(attempt: number): Dialogue {
  const patience = resendAfterMs.map(ms => Math.min(replyTimeoutMs, ms * Math.min(3, Math.max(1, attempt))));
  let strays = 0;
  let echoes = 0;

  function* exchange<T>(
    to: string,
    again: Uint8Array,
    actions: readonly SessionAction[],
    reply: Layout<T>,
  ): Script<T | Failure> {
    let doing = actions;
    for (const timeoutMs of patience) {
      for (;;) {
        const heard = yield [...doing, wait(timeoutMs)];
        doing = [];
        if (heard === null) break;
        const frame = heard.from === 'command' ? reply.decode(heard.data) : null;
        if (frame !== null) return frame;
        if (++strays > maxStrays) return later('device.unexpected', `${strays} notifications that fit nowhere.`);
      }
      doing = [write(to, again)];
      echoes++;
    }
    return later('device.silent', `No answer after ${patience.length} tries.`);
  }

  return {
    ask: (to, frame, reply) => exchange(to, frame, [write(to, frame)], reply),
    listen: (reply, actions, again) => exchange('image', again, actions, reply),
    takeEcho() {
      if (echoes === 0) return false;
      echoes--;
      return true;
    },
  };
}
