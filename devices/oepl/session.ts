import type { UploadRequest } from '../label-model.ts';
import { concat } from '../layout.ts';
import { later, progress, type Script, scripted, wait, write } from '../script.ts';
import type { Session } from '../session.ts';
import { dataVersion, pendingOffer } from './frames.ts';
import { encodeImage } from './image.ts';
import type { OeplModel } from './model.ts';

/** Minutes that the module keeps an offer: labels in reach check in every minute, those that sleep long are told later. */
export const keptMinutes = 30;
/** The module says when it gives up; should that be lost, the wait ends by itself. */
const longestWaitMs = (keptMinutes + 2) * 60_000;
export const blockBytes = 4_096;

/**
 * Queues a picture at the radio module and waits for the label to fetch it. The module tells of a label that it has
 * everything (`XFC`), but not of what: with an old and a new picture following each other within a minute, the word for
 * the old one could be taken for the new one's. So it only counts under these rules, which the radio keeps:
 *
 * - The label has checked in after the module took this offer (`ADR` after the `ACK` of `SDA`), or has asked for a block of
 *   this very file (`RQB` with its version). The module and its line work in order, and a label does one thing at a time,
 *   so what it completes after that is this.
 * - A block asked of any other version takes that back, until the label checks in again.
 * - Any other completion is nobody's: the module has let go of the slot, so the offer is made again, and the label is said
 *   to have changed its panel unasked.
 *
 * A label that has the file already draws it from its memory and completes without a single block; for one that shows it
 * already nothing moves at all. Both are the label's own word for this version.
 */
export function upload(request: UploadRequest & { readonly model: OeplModel }): Session {
  return scripted(() => queue(request));
}

function* queue(request: UploadRequest & { readonly model: OeplModel }): Script {
  const file = encodeImage(request.image, request.model, request.firmware ?? null);
  const offer = pendingOffer.encode({
    checksum: 0,
    dataVersion: dataVersion(file.bytes),
    dataSize: file.bytes.length,
    dataType: file.dataType,
    dataTypeArgument: 0,
    nextCheckIn: 0,
    attemptsLeft: keptMinutes,
  });
  const blocks = Math.ceil(file.bytes.length / blockBytes);
  let heard = yield [write('pending', concat(offer, file.bytes)), wait(longestWaitMs)];
  for (;;) {
    if (heard === null) return later('device.silent', `The label did not fetch its picture in ${keptMinutes} minutes.`);
    switch (heard.from) {
      case 'confirmed':
        return { ok: true, type: 'shown', proof: 'acknowledged' };
      case 'expired':
        return later('device.silent', `The label did not fetch its picture in ${keptMinutes} minutes.`);
      case 'refused':
        return later(
          'device.refused',
          `The radio module does not take the picture: ${String.fromCharCode(...heard.data)}.`,
        );
      case 'told':
        heard = yield [progress(0, blocks), wait(longestWaitMs)];
        break;
      case 'block':
        heard = yield [progress(Math.min(blocks, heard.data[0]!), blocks), wait(longestWaitMs)];
        break;
      default:
        heard = yield [wait(longestWaitMs)];
    }
  }
}
