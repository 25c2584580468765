import type { UploadRequest } from '../label-model.ts';
import { type Failure, later, never, progress, type Script, scripted } from '../script.ts';
import type { Outcome, Session } from '../session.ts';
import { openLabel } from './authenticate.ts';
import type { Channel } from './channel.ts';
import { ackTimeoutMs, failed, listen, type Meaningful, send } from './dialogue.ts';
import * as frames from './frames.ts';
import { type EncodedImage, encodeImage } from './image.ts';
import type { OpenDisplayModel } from './model.ts';

const { commands } = frames;

/** Transfers from the start within one connection. */
const maxTransfers = 3;
/** Missing acknowledgements in a row that are put down to lost notifications. */
const maxMissedAcks = 4;
/** Bytes of an ATT write's header. */
const attHeaderBytes = 3;
/** The firmware gives up refreshing after a minute. Source: pyod: src/opendisplay/device.py. */
const maxRefreshMs = 65_000;
const minRefreshMs = 20_000;

/**
 * Puts a picture on an OpenDisplay label. `shown` is only ever the label's own "refreshed"; with a key it is
 * encrypted, and `authenticated`. A missing acknowledgement of a block is no reason to send the block again, which
 * could put it into the picture twice: the write request told that it arrived, and whether the picture is whole is
 * the label's to say at the end. Anything that leaves doubt starts the transfer again, a few times.
 */
export function upload(request: UploadRequest & { readonly model: OpenDisplayModel }): Session {
  return scripted(mtu => deliver(request, mtu));
}

function* deliver(request: UploadRequest & { readonly model: OpenDisplayModel }, mtu: number): Script {
  const image = encodeImage(request.image, request.model);
  let outcome: Outcome = later('device.silent', 'No transfer was started.');
  let channel = yield* openLabel(request);
  for (let transfer = 0; transfer < maxTransfers; transfer++) {
    if ('retry' in channel) return channel;
    const result = yield* createTransfer(channel, image, request, mtu).run();
    if (result.type === 'outcome') return result.outcome;
    outcome = result.because;
    // The session on the label has expired: a new one needs a new handshake.
    if (result.type === 'authenticate') channel = yield* openLabel(request);
  }
  return outcome;
}

type Result =
  | { readonly type: 'outcome'; readonly outcome: Outcome }
  | { readonly type: 'restart' | 'authenticate'; readonly because: Failure };

const outcome = (it: Outcome): Result => ({ type: 'outcome', outcome: it });
const restart = (because: Failure): Result => ({ type: 'restart', because });

function createTransfer(
  channel: Channel,
  image: EncodedImage,
  request: UploadRequest & { readonly model: OpenDisplayModel },
  mtu: number,
): { run(): Script<Result> } {
  const secrecy = channel.authenticated ? 'sealed' : 'open';
  const room = mtu - attHeaderBytes - 2 - channel.overheadBytes;
  const blockBytes = Math.min(frames.payloadLimits.data[secrecy], room);
  const startBytes = Math.min(frames.payloadLimits.start[secrecy], room) - 4;
  const blockAckMs = Math.min(ackTimeoutMs, 1_000 * Math.max(1, request.attempt));
  const refreshMs = Math.min(maxRefreshMs, Math.max(minRefreshMs, 3 * request.model.refresh.fullMs));

  /** What a reply means that is neither the one hoped for nor silence. */
  function trouble(reply: Meaningful | Failure): Result {
    if (failed(reply)) return outcome(reply);
    switch (reply.type) {
      case 'auth-required':
        return channel.authenticated
          ? { type: 'authenticate', because: later('device.integrity-failed', 'The label has ended the session.') }
          : outcome(never('device.auth-required', 'The label takes pictures only from who knows its key.'));
      case 'integrity-failed':
        return restart(later('device.integrity-failed', 'An encrypted frame did not pass the label’s check.'));
      case 'reply': {
        const command = reply.command.toString(16).padStart(4, '0');
        if (!reply.ok && reply.command === commands.endWrite) {
          return restart(later('device.incomplete', 'The label says that the picture did not arrive whole.'));
        }
        const said = Buffer.from(reply.data).toString('hex');
        return restart(
          later(
            'device.refused',
            `The label answers ${reply.ok ? 'out of turn' : 'no'} to ${command}: ${said || '-'}.`,
          ),
        );
      }
    }
  }

  const is = (reply: Meaningful | Failure | null, command: number): boolean =>
    reply !== null && !failed(reply) && reply.type === 'reply' && reply.ok && reply.command === command;

  function* run(): Script<Result> {
    if (startBytes < 1 || blockBytes < 1) return outcome(later('device.mtu-too-small', `The ATT MTU is ${mtu}.`));
    const head = image.compressed ? image.bytes.subarray(0, startBytes) : new Uint8Array();
    const payload = image.compressed ? frames.startCompressed.encode({ bytes: image.rawBytes, data: head }) : head;
    const started = yield* begin(payload);
    if (started !== null) return started;
    return yield* blocks(head.length);
  }

  /** Null once the label is ready for data. A late reply to the transfer before is passed over. */
  function* begin(payload: Uint8Array): Script<Result | null> {
    let actions = [send(channel.encode(commands.startWrite, payload))];
    for (let others = 0; others < maxMissedAcks + 2; others++) {
      const reply = yield* listen(channel, actions, ackTimeoutMs);
      actions = [];
      if (is(reply, commands.startWrite)) return null;
      if (reply === null) return restart(later('device.silent', 'The label did not answer the start of a transfer.'));
      if (failed(reply) || reply.type !== 'reply' || reply.command === commands.startWrite) return trouble(reply);
    }
    return restart(later('device.unexpected', 'The label answers everything but the start of a transfer.'));
  }

  function* blocks(from: number): Script<Result> {
    const total = Math.ceil((image.bytes.length - from) / blockBytes);
    let missed = 0;
    for (let block = 0; block < total; block++) {
      const at = from + block * blockBytes;
      const frame = channel.encode(commands.data, image.bytes.subarray(at, at + blockBytes));
      const reply = yield* listen(channel, [progress(block, total), send(frame)], blockAckMs);
      if (is(reply, commands.data)) {
        missed = 0;
      } else if (reply === null) {
        if (++missed >= maxMissedAcks)
          return restart(later('device.silent', `${missed} blocks were not acknowledged.`));
      } else if (is(reply, commands.endWrite) && !image.compressed && block === total - 1) {
        return yield* refreshed([]);
      } else if (!is(reply, commands.startWrite)) {
        return trouble(reply);
      }
    }
    const end = frames.endWrite.encode({ refresh: 0, etag: request.imageId });
    return yield* refreshed([progress(total, total), send(channel.encode(commands.endWrite, end))]);
  }

  /** Ends the transfer and waits for the label to say that its panel shows it. */
  function* refreshed(actions: Parameters<typeof listen>[1]): Script<Result> {
    let doing = actions;
    // Late acknowledgements of blocks may come first; each is answered by waiting on.
    for (let heard = 0; heard < maxMissedAcks + 4; heard++) {
      const reply = yield* listen(channel, doing, refreshMs);
      doing = [];
      if (reply === null)
        return outcome(later('device.refresh-unconfirmed', `No word from the label within ${refreshMs} ms.`));
      if (is(reply, commands.refreshed)) {
        return outcome({ ok: true, type: 'shown', proof: channel.authenticated ? 'authenticated' : 'acknowledged' });
      }
      if (is(reply, commands.refreshTimedOut)) {
        return outcome(later('device.refresh-unconfirmed', 'The label says that its panel did not finish in time.'));
      }
      if (!is(reply, commands.endWrite) && !is(reply, commands.data)) return trouble(reply);
    }
    return outcome(later('device.unexpected', 'The label answers everything but the end of a transfer.'));
  }

  return { run };
}
