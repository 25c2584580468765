import type { KeyObject } from 'node:crypto';
import { canonicalise, sha256Hex } from './contract/canonical.ts';
import type { KeySetData, SigningKey } from './contract/keys.ts';
import { publicKeyFromRaw } from './contract/signature.ts';
import type { Signable } from './contract/streams.ts';

/** A key in force. */
export interface TrustedKey {
  readonly publicKey: KeyObject;
  readonly signs: ReadonlySet<Signable>;
}

/** Which keys may sign what. A value: a rollover makes a new one. */
export interface Trust {
  /** 0 while the pinned keys are in force. */
  readonly version: number;
  readonly keys: readonly SigningKey[];
  find(kid: string): TrustedKey | null;
}

/** Throws when a public key is none. */
function trustIn(version: number, keys: readonly SigningKey[]): Trust {
  const byKid = new Map(
    keys.map(key => [key.kid, { publicKey: publicKeyFromRaw(key.publicKey), signs: new Set(key.signs) }]),
  );
  return { version, keys, find: kid => byKid.get(kid) ?? null };
}

/**
 * The keys to begin with: a set that was rolled over to, as `remember` wrote it, as long as the configuration still pins
 * what it pinned then; otherwise what the configuration pins now. So a person can always start anew.
 */
export function initialTrust(pinned: readonly SigningKey[], remembered: string | null): Trust {
  if (remembered !== null) {
    const kept = JSON.parse(remembered) as { pinned: string; version: number; keys: SigningKey[] };
    if (kept.pinned === fingerprint(pinned)) return trustIn(kept.version, kept.keys);
  }
  return trustIn(0, pinned);
}

/** What must be durable so that a restart trusts the same keys. */
export function rememberedTrust(trust: Trust, pinned: readonly SigningKey[]): string {
  return JSON.stringify({ pinned: fingerprint(pinned), version: trust.version, keys: trust.keys });
}

/** The next key set, or why it is refused. Its signature has been checked against `trust` before. */
export function rollOver(trust: Trust, next: KeySetData): { ok: true; trust: Trust } | { ok: false; detail: string } {
  if (next.version <= trust.version) {
    return { ok: false, detail: `version ${next.version} is not above ${trust.version}` };
  }
  const common = next.keys.some(key => trust.keys.some(old => old.kid === key.kid && old.publicKey === key.publicKey));
  if (!common) return { ok: false, detail: 'no key in common with the set in force' };
  try {
    return { ok: true, trust: trustIn(next.version, next.keys) };
  } catch {
    return { ok: false, detail: 'a public key is no Ed25519 key' };
  }
}

function fingerprint(keys: readonly SigningKey[]): string {
  return sha256Hex(
    canonicalise(keys.map(({ kid, publicKey, signs }) => ({ kid, publicKey, signs: [...signs].sort() }))),
  );
}
