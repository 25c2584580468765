import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUrl, encodeUrl } from '../../../src/beacons/formats/url.ts';
import { hex, toHex } from '../../devices/feed.ts';
import { urls } from './arbitrary-frames.ts';

/** Tables of google/eddystone: eddystone-url/README.md. */
const schemes = ['http://www.', 'https://www.', 'http://', 'https://'];
const expansions = [
  '.com/',
  '.org/',
  '.edu/',
  '.net/',
  '.info/',
  '.biz/',
  '.gov/',
  '.com',
  '.org',
  '.edu',
  '.net',
  '.info',
  '.biz',
  '.gov',
];

describe('codes of an Eddystone-URL', () => {
  it('are those of the table, both ways', () => {
    for (const [scheme, prefix] of schemes.entries())
      for (const [code, expansion] of expansions.entries()) {
        const bytes = Uint8Array.of(scheme, 0x61, code, 0x62);
        expect(decodeUrl(bytes)).toBe(`${prefix}a${expansion}b`);
        // A code without the slash stands for the one with it where a slash follows.
        expect(encodeUrl(`${prefix}a${expansion}b`)).toEqual(bytes);
      }
  });

  it('has an example in the project’s own tests', () => {
    expect(toHex(encodeUrl('https://www.example.com')!)).toBe('016578616d706c6507');
    expect(toHex(encodeUrl('https://www.example.com/?q=1')!)).toBe('016578616d706c65003f713d31');
  });

  it('refuses reserved codes, schemes and lengths', () => {
    const reserved = [...Array(256).keys()].filter(code => (code >= 0x0e && code <= 0x20) || code >= 0x7f);
    for (const code of reserved) expect(decodeUrl(Uint8Array.of(0, 0x61, code))).toBeNull();
    for (let scheme = 4; scheme < 256; scheme++) expect(decodeUrl(Uint8Array.of(scheme, 0x61))).toBeNull();
    expect(decodeUrl(hex(''))).toBeNull();
    expect(decodeUrl(hex('00'))).toBeNull();
    expect(decodeUrl(hex(`00${'61'.repeat(17)}`))).toBe(`http://www.${'a'.repeat(17)}`);
    expect(decodeUrl(hex(`00${'61'.repeat(18)}`))).toBeNull();
  });

  it('leaves as much room as was measured', () => {
    expect(encodeUrl(`https://ex.de/${'x'.repeat(11)}`)).not.toBeNull();
    expect(encodeUrl(`https://ex.de/${'x'.repeat(12)}`)).toBeNull();
    expect(encodeUrl(`https://shop-name.de/${'x'.repeat(4)}`)).not.toBeNull();
    expect(encodeUrl(`https://shop-name.de/${'x'.repeat(5)}`)).toBeNull();
  });

  it('refuses what has no code', () => {
    for (const url of ['', 'http:/', 'https://', 'HTTPS://example.com', 'https://a b', 'https://ä', 'mailto:a@b.com'])
      expect(encodeUrl(url)).toBeNull();
  });

  it('says every address that fits so that it is read again', () => {
    fc.assert(
      fc.property(urls, url => {
        const bytes = encodeUrl(url);
        if (bytes === null) return;
        expect(bytes.length).toBeLessThanOrEqual(18);
        expect(decodeUrl(bytes)).toBe(url);
      }),
      { seed: 4, numRuns: 2_000 },
    );
  });
});
