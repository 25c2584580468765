import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { SigningKey } from '../contract/keys.ts';
import { rawPublicKey } from '../contract/signature.ts';
import { streamNames } from '../contract/streams.ts';

/** A published key: everybody knows its secret, so it is worth nothing outside of these samples. */
export interface SampleKey extends SigningKey {
  readonly privateKey: KeyObject;
  /** The 32-byte Ed25519 secret (RFC 8032), hex. */
  readonly secretHex: string;
}

/** DER up to the 32-byte secret of an Ed25519 private key (RFC 8410, PKCS #8). */
const pkcs8Prefix = '302e020100300506032b657004220420';

function sampleKey(kid: string, firstByte: number, signs: SigningKey['signs']): SampleKey {
  const secretHex = Buffer.from(Array.from({ length: 32 }, (_, at) => firstByte + at)).toString('hex');
  const privateKey = createPrivateKey({
    key: Buffer.from(pkcs8Prefix + secretHex, 'hex'),
    format: 'der',
    type: 'pkcs8',
  });
  return { kid, publicKey: rawPublicKey(privateKey), signs, privateKey, secretHex };
}

export const pricingKey = sampleKey('sample-pricing', 0x00, [...streamNames, 'command', 'keys']);
export const tillKey = sampleKey('sample-till', 0x20, ['till']);
/** Signs well, but no gateway has pinned it. */
export const strangerKey = sampleKey('sample-stranger', 0x40, ['price']);

/** What a gateway pins to accept the samples. */
export const pinnedSampleKeys: readonly SigningKey[] = [pricingKey, tillKey].map(({ kid, publicKey, signs }) => ({
  kid,
  publicKey,
  signs,
}));

/** For whom the samples are. */
export const samplePlace = { organisation: 'acme', store: '0042', gateway: 'gw-01' } as const;
