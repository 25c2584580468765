import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeAdvertising } from '../../../src/beacons/formats/decode.ts';
import { encodeAdvertising } from '../../../src/beacons/formats/encode.ts';
import { intervalAt, keyFor, rollingIdentifier } from '../../../src/beacons/formats/rolling-identifier.ts';
import { sessionServiceUuid, tokenKeyOf, tokenOf, tokensAround } from '../../../src/beacons/formats/session-token.ts';
import { hex, toHex } from '../../devices/feed.ts';
import vectors from '../../vectors/beacons/exposure-notification.json' with { type: 'json' };

describe('the construction of exposure notification', () => {
  const secret = hex(vectors.key);

  it('derives the keys of the public vectors', () => {
    expect(toHex(keyFor(secret, 'EN-RPIK'))).toBe(vectors.rpik);
    expect(toHex(keyFor(secret, 'EN-AEMK'))).toBe(vectors.aemk);
    expect(intervalAt(vectors.createdAtSeconds)).toBe(vectors.firstInterval);
  });

  it.each(vectors.intervals)('has the identifier and metadata of interval $offset', ({ offset, rpi, aem }) => {
    const identifier = rollingIdentifier(hex(vectors.rpik), 'EN-RPI', vectors.firstInterval + offset);
    expect(toHex(identifier)).toBe(rpi);
    const metadata = createCipheriv('aes-128-ctr', keyFor(secret, 'EN-AEMK'), identifier).update(hex(vectors.metadata));
    expect(toHex(metadata)).toBe(aem);
  });

  it('takes labels of six characters only', () => {
    expect(() => rollingIdentifier(secret, 'EN', 0)).toThrow(RangeError);
    expect(() => rollingIdentifier(secret, 'EN-RPIK', 0)).toThrow(RangeError);
  });
});

describe('a token of a session', () => {
  const key = tokenKeyOf(hex('000102030405060708090a0b0c0d0e0f'));
  const token = tokenOf(key, intervalAt(1_796_000_000));

  // Computed with OpenSSL through Python: HKDF, then one block of AES.
  it('is the construction under our label', () => {
    expect(toHex(key)).toBe('c1946ffbe455e3d385b77cfefa099f91');
    expect(token).toBe('ae0fd7b5449c6140');
  });

  it('lasts ten minutes, and its neighbours are known', () => {
    const start = intervalAt(1_796_000_000) * 600;
    const now = tokensAround(key, start);
    expect(tokensAround(key, start + 599.9)).toEqual(now);
    expect(tokensAround(key, start + 600)[0]).toBe(now[2]);
    expect(tokensAround(key, start - 1)[0]).toBe(now[1]);
    expect(new Set(now).size).toBe(3);
    expect(tokensAround(key, 0)).toHaveLength(2);
  });

  it('travels under our UUID, least significant byte first', () => {
    const data = encodeAdvertising({ format: 'session-token', token })!;
    expect(toHex(data)).toBe(`0201061921512e9c5a1d3e6e9b0b4c3a6d1e0c5f7f${token}`);
    expect(decodeAdvertising(data)).toEqual({ kind: 'frame', frame: { format: 'session-token', token } });
    expect(sessionServiceUuid).toBe('7f5f0c1e-6d3a-4c0b-9b6e-3e1d5a9c2e51');
  });

  it('is nobody else’s service', () => {
    const data = encodeAdvertising({ format: 'session-token', token })!;
    data[5]! ^= 1;
    expect(decodeAdvertising(data)).toEqual({ kind: 'none' });
  });
});
