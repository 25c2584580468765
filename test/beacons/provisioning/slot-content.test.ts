import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openIdentityKey, unlockToken } from '../../../src/beacons/provisioning/lock-code.ts';
import { configurationGatt } from '../../../src/beacons/provisioning/service.ts';
import {
  contentText,
  decodeContent,
  encodeContent,
  parseContent,
  type WantedContent,
} from '../../../src/beacons/provisioning/slot-content.ts';

const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');
const from = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const id = '8b0ca750095477cb3e77010203040506';
const key = '11'.repeat(32);
const content = (text: string): WantedContent => {
  const parsed = parseContent(text);
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.content;
};

/** Layouts: google/eddystone: configuration-service, characteristic 10. */
describe('a slot as it is written', () => {
  it.each([
    ['empty', '00'],
    ['tlm', '20'],
    [`uid:${id}`, `00${id}`],
    ['url:https://example.com/a', '10036578616d706c650061'],
    [`eid:${key}:10`, `30${key}0a`],
  ])('%s', (text, data) => {
    expect(hex(encodeContent(content(text)))).toBe(data);
    expect(contentText(content(text))).toBe(text);
  });

  it.each([
    ['uid:1234', 'beacon.slot-invalid'],
    [`eid:${key}:16`, 'beacon.slot-invalid'],
    [`eid:${key}`, 'beacon.slot-invalid'],
    ['altbeacon', 'beacon.slot-invalid'],
    ['url:ftp://example.com', 'beacon.slot-invalid'],
    ['url:https://ex ample.com', 'beacon.slot-invalid'],
    ['url:https://a-rather-long-address.example.de/with/a/path', 'beacon.url-too-long'],
  ])('not %s', (text, reason) => {
    expect(parseContent(text)).toMatchObject({ ok: false, reason });
  });
});

describe('a slot as it is read', () => {
  it.each([
    ['', 'empty'],
    ['00', 'empty'],
    [`00ee${id}`, `uid:${id}`],
    [`00ee${id}0000`, `uid:${id}`],
    ['10ee036578616d706c650061', 'url:https://example.com/a'],
    ['20000b8615800000000000000000', 'tlm'],
    ['2001', 'tlm'],
    ['300a0000ff00436bfe57d5a09505', 'eid:436bfe57d5a09505'],
    ['4000112233', 'unknown:4000112233'],
  ])('%s', (data, text) => {
    expect(contentText(decodeContent(from(data)))).toBe(text);
  });

  it('is something, whatever was sent', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), data => {
        expect(contentText(decodeContent(data))).toMatch(/^(empty|tlm|(uid|url|eid|unknown):.*)$/s);
      }),
    );
  });

  it('never throws on what is asked for', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), text => {
        for (const one of [text, `url:${text}`, `url:https://${text}`, `uid:${text}`, `eid:${text}`]) {
          const parsed = parseContent(one);
          if (parsed.ok) expect(contentText(decodeContent(encodeContent(parsed.content)))).toBeDefined();
        }
      }),
    );
  });
});

/** FIPS 197, C.1, read as a lock code and a challenge. */
it('answers a challenge and opens an identity key with AES-128', () => {
  const code = from('000102030405060708090a0b0c0d0e0f');
  const challenge = from('00112233445566778899aabbccddeeff');
  const token = unlockToken(code, challenge);
  expect(hex(token)).toBe('69c4e0d86a7b0430d8cdb78070b4c55a');
  expect(hex(openIdentityKey(code, token))).toBe(hex(challenge));
});

describe('the service', () => {
  const full = (part: string): string => `a3c8${part}8ed34bdf8a39a01bebede295`;
  const required = ['7501', '7502', '7503', '7504', '7506', '7507', '750a'].map(full);

  it('wants what every beacon has, and takes what some have', () => {
    expect(configurationGatt.roles(required)).toMatchObject({ slotData: full('750a') });
    expect(configurationGatt.roles(required)).not.toHaveProperty('remainConnectable');
    expect(configurationGatt.roles([...required, full('750c')])).toMatchObject({ remainConnectable: full('750c') });
    for (const one of required) expect(configurationGatt.roles(required.filter(other => other !== one))).toBeNull();
  });
});
