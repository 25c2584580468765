import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/**
 * Wraps the keys of labels, so that a copy of the data directory or a backup does not give them away.
 * AES-256-GCM; the label's id is the associated data, so one label's wrapped key cannot be passed off as another's.
 */
export interface Keyring {
  /** `external`: the secret was given to us. `on-disk`: we made it, and it lies beside the data on the same disk. */
  readonly place: 'external' | 'on-disk';
  /** Tells one secret from another without giving either away; 16 hex digits. */
  readonly fingerprint: string;
  /** X25519 private key of a gateway's beacons, 32 bytes: it needs no place of its own, and no resolver can tell it from another. */
  beaconKey(gateway: string): Uint8Array;
  /** For the codes of coupons, 32 bytes. */
  couponKey(): Uint8Array;
  wrap(label: string, key: Uint8Array): Uint8Array;
  /** Null when it was wrapped with another secret or for another label, or is damaged. */
  unwrap(label: string, wrapped: Uint8Array): Uint8Array | null;
}

export type KeyringResult =
  | { readonly ok: true; readonly keyring: Keyring }
  | { readonly ok: false; readonly reason: 'store.keyring-unusable'; readonly detail: string };

const formatVersion = 1;
const nonceBytes = 12;
const tagBytes = 16;
/** The shortest secret that is taken; 16 random bytes in base64url are 22 characters. */
const minSecretChars = 16;

/** A keyring from a secret of any form; the wrapping key is derived from it by HKDF-SHA-256. */
export function createKeyring(secret: string, place: Keyring['place']): Keyring {
  const derive = (purpose: string, bytes: number) =>
    new Uint8Array(hkdfSync('sha256', secret, 'endcap keyring v1', purpose, bytes));
  const key = derive('label keys', 32);
  const aad = (label: string) => Buffer.from(`label-key/${label}`);
  return {
    place,
    fingerprint: Buffer.from(derive('fingerprint', 8)).toString('hex'),
    beaconKey: gateway => derive(`beacons of ${gateway}`, 32),
    couponKey: () => derive('coupon codes', 32),
    wrap(label, plain) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad(label));
      const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.of(formatVersion), nonce, cipher.getAuthTag(), sealed]);
    },
    unwrap(label, wrapped) {
      if (wrapped[0] !== formatVersion || wrapped.length < 1 + nonceBytes + tagBytes) return null;
      const nonce = wrapped.subarray(1, 1 + nonceBytes);
      const tag = wrapped.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
      decipher.setAAD(aad(label)).setAuthTag(tag);
      try {
        const sealed = wrapped.subarray(1 + nonceBytes + tagBytes);
        return new Uint8Array(Buffer.concat([decipher.update(sealed), decipher.final()]));
      } catch {
        return null; // GCM's only answer to anything that is not authentic
      }
    },
  };
}

/**
 * The keyring of a data directory: from the secret that the configuration names (the value itself, a file, or systemd's
 * credential `endcap-keyring`), else from a secret made once and kept, readable only by this user, outside `dataDir`
 * in `~/.config/endcap/`. The latter protects copies of the data, not a stolen disk: `place` says which one holds.
 */
export function loadKeyring(source: {
  readonly secret?: string | undefined;
  readonly secretFile?: string | undefined;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): KeyringResult {
  const credentials = source.env.CREDENTIALS_DIRECTORY;
  const credential = credentials === undefined ? undefined : readIfThere(join(credentials, 'endcap-keyring'));
  const home = source.env.XDG_CONFIG_HOME ?? join(source.env.HOME ?? homedir(), '.config');
  try {
    if (source.secret !== undefined) return checked(source.secret, 'external', 'the configured secret');
    if (source.secretFile !== undefined) {
      return checked(readFileSync(source.secretFile, 'utf8'), 'external', source.secretFile);
    }
    if (credential !== undefined) return checked(credential, 'external', 'the credential endcap-keyring');
    const dataDir = resolve(source.dataDir);
    const own = join(home, 'endcap', `keyring-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`);
    if (own.startsWith(`${dataDir}/`)) return unusable(`${own} would lie inside the data directory`);
    return checked(readIfThere(own) ?? makeSecret(own), 'on-disk', own);
  } catch (error) {
    return unusable(error instanceof Error ? error.message : String(error));
  }
}

function checked(text: string, place: Keyring['place'], origin: string): KeyringResult {
  const secret = text.trim();
  if (secret.length < minSecretChars) return unusable(`${origin} is shorter than ${minSecretChars} characters`);
  return { ok: true, keyring: createKeyring(secret, place) };
}

function unusable(detail: string): KeyringResult {
  return { ok: false, reason: 'store.keyring-unusable', detail };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function makeSecret(path: string): string {
  const secret = randomBytes(32).toString('base64url');
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true });
  chmodSync(path, 0o600);
  return secret;
}
