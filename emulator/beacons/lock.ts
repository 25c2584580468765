import type { AttError } from '../controller/attributes.ts';
import { type Random, randomBytes } from '../random.ts';
import { decryptBlock, encryptBlock } from './aes.ts';

/** Source: google/eddystone: configuration-service, characteristics 6 and 7. */
export const lockState = { locked: 0, unlocked: 1, noRelock: 2 } as const;
export type LockState = (typeof lockState)[keyof typeof lockState];

/** The errors of the service. */
export const refused = {
  read: { attCode: 0x02 },
  write: { attCode: 0x03 },
  length: { attCode: 0x0d },
} as const satisfies Record<string, AttError>;

export interface Lock {
  state(): LockState;
  code(): Buffer;
  /** A challenge for one use; only while it is locked. */
  challenge(): Buffer | AttError;
  /** Takes the answer to the last challenge. */
  unlock(token: Buffer): AttError | null;
  write(value: Buffer): AttError | null;
  /** Locks itself again, unless that was switched off. */
  disconnected(): void;
}

/** The lock of a beacon. Who does not know its code can neither read nor change anything else. */
export function createLock(random: Random, firstCode: Uint8Array, firstState: LockState): Lock {
  let code: Buffer = Buffer.from(firstCode);
  let state = firstState;
  let open: Buffer | null = null;
  return {
    state: () => state,
    code: () => Buffer.from(code),
    challenge() {
      if (state !== lockState.locked) return refused.read;
      open = randomBytes(random, 16);
      return open;
    },
    unlock(token) {
      const challenge = open;
      open = null;
      if (state !== lockState.locked) return refused.write;
      if (token.length !== 16) return refused.length;
      if (challenge === null || !encryptBlock(code, challenge).equals(token)) return refused.write;
      state = lockState.unlocked;
      return null;
    },
    write(value) {
      if (state === lockState.locked) return refused.write;
      if (value.length === 1 && value[0] === lockState.noRelock) state = lockState.noRelock;
      else if ((value.length === 1 || value.length === 17) && value[0] === lockState.locked) {
        if (value.length === 17) code = decryptBlock(code, value.subarray(1));
        state = lockState.locked;
      } else return refused.length;
      return null;
    },
    disconnected() {
      open = null;
      if (state === lockState.unlocked) state = lockState.locked;
    },
  };
}
