import { type Failure, later, never, type Script } from '../script.ts';
import { type Channel, openChannel, sealedChannel } from './channel.ts';
import { clientProof, deriveSession, verifyServerProof } from './crypto.ts';
import { ackTimeoutMs, failed, listen, send } from './dialogue.ts';
import * as frames from './frames.ts';

const { authStatuses } = frames;

/**
 * A lost answer starts the handshake again, with fresh nonces. Labels allow ten handshakes a minute.
 * Source: odfw: src/encryption.cpp.
 */
const maxHandshakes = 3;
/** The window in which a label counts handshakes. Source: odfw: src/encryption.cpp. */
const rateLimitMs = 60_000;

/** What a handshake needs from outside. */
export interface Credentials {
  /** 16 bytes, or null where none is stored. */
  readonly key: Uint8Array | null;
  readonly randomBytes: (length: number) => Uint8Array;
}

/** A channel: encrypted and mutually authenticated where a key is stored, in the open where none is. */
export function* openLabel(credentials: Credentials): Script<Channel | Failure> {
  const { key, randomBytes } = credentials;
  if (key === null) return openChannel();
  if (key.length !== 16) return never('device.wrong-key', `The stored key has ${key.length} bytes instead of 16.`);
  for (let handshake = 0; handshake < maxHandshakes; handshake++) {
    const result = yield* shakeHands(key, randomBytes(16));
    if (result !== 'again') return result;
  }
  return later('device.silent', `No complete handshake in ${maxHandshakes} tries.`);
}

function* shakeHands(master: Uint8Array, clientNonce: Uint8Array): Script<Channel | Failure | 'again'> {
  const hello = yield* ask(frames.challengeRequest.encode({ zero: 0 }));
  if (!(hello instanceof Uint8Array)) return hello;
  const challenge = frames.challenge.decode(hello);
  if (challenge === null) return 'again';
  const handshake = { clientNonce, serverNonce: challenge.serverNonce, deviceId: challenge.deviceId };

  const answer = yield* ask(frames.proofRequest.encode({ clientNonce, proof: clientProof(master, handshake) }));
  if (!(answer instanceof Uint8Array)) return answer;
  const proof = frames.proofReply.decode(answer);
  if (proof === null) return 'again';
  const keys = deriveSession(master, handshake);
  if (!verifyServerProof(keys, handshake, proof.serverProof)) {
    return never('device.wrong-key', 'The label accepted our proof but could not give its own.');
  }
  return sealedChannel(keys);
}

/** One step of the handshake: the payload of a reply with status 0, or what to do instead. */
function* ask(payload: Uint8Array): Script<Uint8Array | Failure | 'again'> {
  const channel = openChannel();
  let actions = [send(channel.encode(frames.commands.authenticate, payload))];
  // A late answer to something else must not cost the handshake: it is passed over, a few times.
  for (let others = 0; others < 4; others++) {
    const reply = yield* listen(channel, actions, ackTimeoutMs);
    actions = [];
    if (reply === null) return 'again';
    if (failed(reply)) return reply;
    if (reply.type === 'reply' && reply.command === frames.commands.authenticate) return judge(reply.data);
  }
  return 'again';
}

function judge(data: Uint8Array): Uint8Array | Failure | 'again' {
  const status = frames.authStatus.decode(data)?.status;
  switch (status) {
    case authStatuses.ok:
      return data;
    case authStatuses.wrongKey:
      return never('device.wrong-key', 'The label says that the stored key is not its key.');
    case authStatuses.notConfigured:
      return never('device.not-secured', 'The label says that it has no key.');
    case authStatuses.rateLimited:
      return {
        ...later('device.rate-limited', 'The label allows no more handshakes for about a minute.'),
        afterMs: rateLimitMs,
      };
    default:
      return 'again';
  }
}
