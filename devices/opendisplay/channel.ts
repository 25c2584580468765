import { concat } from '../layout.ts';
import { frameNonce, type SessionKeys, seal, tagBytes, unseal } from './crypto.ts';
import * as frames from './frames.ts';

/** What the label said. */
export type Reply =
  | { readonly type: 'reply'; readonly ok: boolean; readonly command: number; readonly data: Uint8Array }
  /** The label wants an authenticated session for this command. */
  | { readonly type: 'auth-required'; readonly command: number }
  /** A frame of ours did not pass the label's check. */
  | { readonly type: 'integrity-failed' }
  /** Nothing that the protocol knows, or not said with the authority that it needs. */
  | { readonly type: 'stray' };

/** Commands and replies over one connection, in the open or encrypted. */
export interface Channel {
  readonly authenticated: boolean;
  /** Bytes that encryption adds to a payload. */
  readonly overheadBytes: number;
  /** A command, ready to be written. Each call uses up a counter. */
  encode(command: number, payload?: Uint8Array): Uint8Array;
  decode(frame: Uint8Array): Reply;
}

const stray: Reply = { type: 'stray' };

/** What is never encrypted: three bytes that say why a command was not carried out. */
function refusal(frame: Uint8Array): Reply | null {
  const [first, second, third] = frame;
  if (frame.length === 3 && first === frames.accepted) {
    if (third === frames.authRequired) return { type: 'auth-required', command: second! };
    if (third === frames.integrityFailed) return { type: 'integrity-failed' };
  }
  // The protocol's header file describes this shorter form; no firmware is known to send it.
  if (frame.length === 2 && first === frames.authRequired) return { type: 'auth-required', command: second! };
  return null;
}

function plain(frame: Uint8Array): Reply {
  const said = frames.reply.decode(frame);
  if (said === null || (said.status !== frames.accepted && said.status !== frames.rejected)) return stray;
  return { type: 'reply', ok: said.status === frames.accepted, command: said.command, data: said.data };
}

/** A channel without encryption. */
export function openChannel(): Channel {
  return {
    authenticated: false,
    overheadBytes: 0,
    encode: frames.request,
    decode: frame => refusal(frame) ?? plain(frame),
  };
}

const sealedHeadBytes = 18;
/** Head, nonce, the payload's length and the tag around a payload. */
const minSealedBytes = sealedHeadBytes + 1 + tagBytes;

/**
 * A channel within an authenticated session. A reply counts only when it is encrypted with the session's key, under
 * the session's id and with a counter that has not been used: everything else could come from anybody in range.
 */
export function sealedChannel(keys: SessionKeys): Channel {
  let nextOut = 0n;
  let lastIn = -1n;
  return {
    authenticated: true,
    overheadBytes: minSealedBytes - 2,
    encode(command, payload = new Uint8Array()) {
      const head = Uint8Array.of(0x00, command);
      const nonce = frameNonce(keys.id, nextOut++);
      return concat(head, nonce, seal(keys.key, head, nonce, payload));
    },
    decode(frame) {
      const refused = refusal(frame);
      if (refused !== null) return refused;
      const parts = frame.length < minSealedBytes ? null : frames.sealed.decode(frame);
      if (parts === null || !keys.id.every((byte, i) => parts.nonce[i] === byte)) {
        // The firmware's version is the only reply of value that a label sends in the open.
        const said = plain(frame);
        return said.type === 'reply' && said.command === frames.commands.readFirmware ? said : stray;
      }
      const counter = new DataView(parts.nonce.buffer, parts.nonce.byteOffset).getBigUint64(8);
      if (counter <= lastIn) return stray;
      const data = unseal(keys.key, parts.head, parts.nonce, parts.body);
      if (data === null) return stray;
      lastIn = counter;
      return plain(concat(parts.head, data));
    },
  };
}
