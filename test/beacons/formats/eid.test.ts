import { diffieHellman, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eaxOpen, eaxSeal } from '../../../src/beacons/formats/eax.ts';
import {
  ephemeralId,
  identitiesAround,
  mostToleranceWindows,
  resolveEid,
  temporaryKey,
  windowStart,
} from '../../../src/beacons/formats/eid.ts';
import {
  identityKeyAtBeacon,
  identityKeyAtResolver,
  publicKeyOf,
} from '../../../src/beacons/formats/eid-identity-key.ts';
import { decodeEtlm, encodeEtlm, openTlm, sealTlm } from '../../../src/beacons/formats/etlm.ts';
import { decodeTelemetry } from '../../../src/beacons/formats/tlm.ts';
import { hex, toHex } from '../../devices/feed.ts';
import eax from '../../vectors/beacons/eax.json' with { type: 'json' };
import chain from '../../vectors/beacons/eid.json' with { type: 'json' };
import etlm from '../../vectors/beacons/etlm.json' with { type: 'json' };
import { bytesOf, tlmFrame } from './arbitrary-frames.ts';

const identityKey = hex(chain.identityKey);
const clock = fc.nat(0xffffffff).map(n => n >>> 0);
const exponent = fc.integer({ min: 0, max: 15 });

describe('the chain of the public tests', () => {
  it('leads from the keys to the identity', () => {
    expect(toHex(publicKeyOf(hex(chain.resolverPrivate)))).toBe(chain.resolverPublic);
    expect(toHex(identityKeyAtResolver(hex(chain.resolverPrivate), hex(chain.beaconPublic))!)).toBe(chain.identityKey);
    expect(toHex(temporaryKey(identityKey, chain.clockSeconds))).toBe(chain.temporaryKey);
    expect(ephemeralId(identityKey, chain.exponent, chain.clockSeconds)).toBe(chain.eid);
  });

  it.each(chain.computed)('has the identity at $clockSeconds s, exponent $exponent (computed)', one => {
    expect(ephemeralId(identityKey, one.exponent, one.clockSeconds)).toBe(one.eid);
  });
});

describe('an identity key', () => {
  it('is the same on both sides', () => {
    fc.assert(
      fc.property(bytesOf(32), bytesOf(32), (beacon, resolver) => {
        const atBeacon = identityKeyAtBeacon(beacon, publicKeyOf(resolver));
        expect(atBeacon).toHaveLength(16);
        expect(identityKeyAtResolver(resolver, publicKeyOf(beacon))).toEqual(atBeacon);
        // Who is who is part of it.
        expect(identityKeyAtResolver(beacon, publicKeyOf(resolver))).not.toEqual(atBeacon);
      }),
      { seed: 5, numRuns: 20 },
    );
  });

  it('takes keys as Node makes them', () => {
    const pair = generateKeyPairSync('x25519');
    const raw = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
    const open = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
    expect(toHex(publicKeyOf(raw))).toBe(toHex(open));
    expect(diffieHellman(pair)).toHaveLength(32);
  });

  it('is refused where every secret would be the same', () => {
    // Points of small order. Source: RFC 7748, section 6.1; the list of cr.yp.to/ecdh.html.
    const smallOrder = [
      '00'.repeat(32),
      `01${'00'.repeat(31)}`,
      'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
      '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
      `ec${'ff'.repeat(30)}7f`,
    ];
    for (const point of smallOrder) {
      expect(identityKeyAtBeacon(hex(chain.resolverPrivate), hex(point))).toBeNull();
      expect(identityKeyAtResolver(hex(chain.resolverPrivate), hex(point))).toBeNull();
    }
  });

  it('is refused on keys of another length', () => {
    const key = hex(chain.beaconPublic);
    expect(identityKeyAtBeacon(key.subarray(1), key)).toBeNull();
    expect(identityKeyAtResolver(key, key.subarray(1))).toBeNull();
    expect(() => publicKeyOf(key.subarray(1))).toThrow(RangeError);
  });
});

describe('resolving', () => {
  it('finds the window a beacon is in, as far off as it may be', () => {
    fc.assert(
      fc.property(bytesOf(16), exponent, clock, fc.integer({ min: -3, max: 3 }), (key, k, seconds, off) => {
        const drifted = (seconds + off * 2 ** k) >>> 0;
        const eid = ephemeralId(key, k, drifted);
        expect(resolveEid(eid, key, k, seconds, 3)).toBe(windowStart(drifted, k));
        if (off !== 0) expect(resolveEid(eid, key, k, seconds, Math.abs(off) - 1)).toBeNull();
      }),
      { seed: 6, numRuns: 100 },
    );
  });

  it('finds nobody by another key or exponent', () => {
    expect(resolveEid(chain.eid, new Uint8Array(16), 0, 0, 5)).toBeNull();
    expect(resolveEid(chain.eid, identityKey, 1, 0, 5)).toBeNull();
  });

  it('lists the likeliest first, and no more than is allowed', () => {
    const around = identitiesAround(identityKey, 4, 100, 2);
    expect(around.map(({ startSeconds }) => startSeconds)).toEqual([96, 80, 112, 64, 128]);
    expect(around[0]!.eid).toBe(ephemeralId(identityKey, 4, 100));
    expect(identitiesAround(identityKey, 0, 0, 1e9)).toHaveLength(1 + 2 * mostToleranceWindows);
    expect(identitiesAround(identityKey, 0, 0, -1)).toHaveLength(1);
  });

  it('changes exactly every 2^k seconds', () => {
    const change = [...Array(64).keys()].filter(
      second => ephemeralId(identityKey, 4, second) !== ephemeralId(identityKey, 4, second + 1),
    );
    expect(change).toEqual([15, 31, 47, 63]);
  });

  it('refuses an exponent beyond 15', () => {
    expect(() => ephemeralId(identityKey, 16, 0)).toThrow(RangeError);
  });
});

describe('AES-EAX', () => {
  it.each(eax.vectors)(
    'has the vector of the paper with nonce $nonce',
    ({ key, nonce, header, text, ciphertext, tag }) => {
      const sealed = eaxSeal(hex(key), hex(nonce), hex(header), hex(text), 16);
      expect({ ciphertext: toHex(sealed.ciphertext), tag: toHex(sealed.tag) }).toEqual({ ciphertext, tag });
      expect(toHex(eaxOpen(hex(key), hex(nonce), hex(header), sealed)!)).toBe(text);
    },
  );

  it('opens nothing without a tag', () => {
    const [{ key, nonce, header }] = eax.vectors as [(typeof eax.vectors)[number]];
    const without = { ciphertext: hex(''), tag: hex('') };
    expect(eaxOpen(hex(key), hex(nonce), hex(header), without)).toBeNull();
  });
});

describe('encrypted telemetry', () => {
  it.each(etlm.vectors)('is that of $note (computed)', vector => {
    const tlm = decodeTelemetry(hex(vector.telemetry))!;
    const key = hex(vector.identityKey);
    const sealed = sealTlm(tlm, key, vector.exponent, vector.clockSeconds, hex(vector.hex.slice(28, 32)));
    expect(toHex(encodeEtlm(sealed))).toBe(vector.hex);
    expect(openTlm(decodeEtlm(hex(vector.hex))!, key, vector.exponent, vector.clockSeconds)).toEqual(tlm);
  });

  it('opens in its window with its key, and not with a bit of it changed', () => {
    fc.assert(
      fc.property(tlmFrame, bytesOf(16), exponent, clock, bytesOf(2), (tlm, key, k, seconds, salt) => {
        const sealed = sealTlm(tlm, key, k, seconds, salt);
        expect(openTlm(sealed, key, k, windowStart(seconds, k))).toEqual(tlm);
      }),
      { seed: 7, numRuns: 200 },
    );
    const { identityKey: key, exponent: k, clockSeconds, hex: bytes } = etlm.vectors[1]!;
    const opened: number[] = [];
    for (let bit = 16; bit < 18 * 8; bit++) {
      const changed = hex(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      if (openTlm(decodeEtlm(changed)!, hex(key), k, clockSeconds)) opened.push(bit);
    }
    expect(opened).toEqual([]);
    expect(openTlm(decodeEtlm(hex(bytes))!, hex(key), k, clockSeconds + 2 ** k)).toBeNull();
  });
});
