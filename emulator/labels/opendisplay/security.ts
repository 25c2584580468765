import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { type Random, randomBytes } from '../../random.ts';
import { clientProof, type Handshake, type SessionKeys, seal, serverProof, sessionKeys, unseal } from './crypto.ts';

/** Status of an authentication answer. Source: odfw: src/encryption.cpp */
export const authStatus = { ok: 0, wrongKey: 1, already: 2, notConfigured: 3, rateLimited: 4 } as const;

const nonceBytes = 16;
const proofBytes = 16;
const challengeMs = 30_000;
const attemptsMs = 60_000;
const maxAttempts = 10;
/** How far behind the newest counter a late frame may be. */
const replayWindow = 256n;

export interface Security {
  /** Answers an authentication command: the bytes behind `00 50`. */
  authenticate(payload: Buffer): Buffer;
  /** Whether a session is open and has not run out. */
  authenticated(): boolean;
  /** Opens a frame of the host; null when it was changed or is a replay. */
  open(frame: Buffer): Buffer | null;
  seal(head: Uint8Array, payload: Uint8Array): Buffer;
  /** The session ends, as with its link. */
  forget(): void;
}

export interface SecurityOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Null: no key is configured. */
  readonly key: Uint8Array | null;
  readonly deviceId: Uint8Array;
  /** Zero: a session lasts as long as its link. */
  readonly sessionTimeoutMs: number;
}

/** The label's half of mutual authentication, and its memory of which counters it has seen. */
export function createSecurity({ clock, random, key, deviceId, sessionTimeoutMs }: SecurityOptions): Security {
  let challenge: { readonly nonce: Buffer; readonly atMs: number } | null = null;
  let session: { readonly keys: SessionKeys; readonly sinceMs: number; sent: bigint; newest: bigint } | null = null;
  let seen = new Set<bigint>();
  let attempts: number[] = [];

  const limited = (): boolean => {
    attempts = attempts.filter(atMs => clock.now() - atMs < attemptsMs);
    if (attempts.length >= maxAttempts) return true;
    attempts.push(clock.now());
    return false;
  };
  const authenticated = (): boolean => {
    if (session && sessionTimeoutMs > 0 && clock.now() - session.sinceMs >= sessionTimeoutMs) session = null;
    return session !== null;
  };
  const fresh = (counter: bigint): boolean => {
    if (!session || counter + replayWindow <= session.newest || seen.has(counter)) return false;
    seen.add(counter);
    if (counter > session.newest) session.newest = counter;
    if (seen.size > 2 * Number(replayWindow)) {
      const oldest = session.newest - replayWindow;
      seen = new Set([...seen].filter(known => known > oldest));
    }
    return true;
  };
  const challenged = (): Buffer => {
    if (limited()) return Buffer.from([authStatus.rateLimited]);
    if (authenticated()) {
      session = null;
      return Buffer.from([authStatus.already]);
    }
    challenge = { nonce: randomBytes(random, nonceBytes), atMs: clock.now() };
    return Buffer.concat([Buffer.from([authStatus.ok]), challenge.nonce, deviceId]);
  };
  const proven = (master: Uint8Array, payload: Buffer): Buffer => {
    const asked = challenge;
    challenge = null;
    if (!asked || clock.now() - asked.atMs > challengeMs) return Buffer.from([authStatus.wrongKey]);
    const handshake: Handshake = { clientNonce: payload.subarray(0, nonceBytes), serverNonce: asked.nonce, deviceId };
    const expected = clientProof(master, handshake);
    if (!timingSafeEqual(expected, payload.subarray(nonceBytes))) return Buffer.from([authStatus.wrongKey]);
    session = { keys: sessionKeys(master, handshake), sinceMs: clock.now(), sent: 0n, newest: -1n };
    seen = new Set();
    return Buffer.concat([Buffer.from([authStatus.ok]), serverProof(session.keys, handshake)]);
  };
  return {
    authenticated,
    authenticate(payload) {
      if (!key) return Buffer.from([authStatus.notConfigured]);
      return payload.length === nonceBytes + proofBytes ? proven(key, payload) : challenged();
    },
    open(frame) {
      if (!authenticated()) return null;
      const opened = unseal(session!.keys, frame);
      return opened && fresh(opened.counter) ? opened.payload : null;
    },
    seal: (head, payload) =>
      session ? seal(session.keys, session.sent++, head, payload) : Buffer.concat([head, payload]),
    forget() {
      session = null;
      challenge = null;
    },
  };
}
