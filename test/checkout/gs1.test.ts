import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScan, type Scan } from '../../src/checkout/gs1.ts';
import { dateOf } from '../../src/checkout/gs1-dates.ts';

interface Good {
  readonly source: string;
  readonly line: string;
  readonly elements: Readonly<Record<string, string>>;
  readonly [fact: string]: unknown;
}
const vectors = JSON.parse(readFileSync(new URL('../vectors/gs1/scans.json', import.meta.url), 'utf8')) as {
  readonly good: readonly Good[];
  readonly bad: readonly { readonly lines: readonly string[] }[];
  readonly dates: readonly { readonly year: number; readonly digits: string; readonly date: string | null }[];
};
const nowMs = Date.UTC(2026, 10, 24);

/** Facts of a scan as the vectors write them. */
const factsOf = (scan: Scan): Record<string, unknown> => ({
  batch: scan.batch,
  serial: scan.serial,
  producedOn: scan.producedOn,
  bestBefore: scan.bestBefore,
  expiresOn: scan.expiresOn,
  count: scan.count,
  contents: scan.contents && `${scan.contents.gtin} ${scan.contents.count}`,
  netWeight: scan.netWeight && `${scan.netWeight.amount}/${scan.netWeight.decimals} ${scan.netWeight.unit}`,
  price: scan.price && `${scan.price.amount}/${scan.price.decimals} ${scan.price.currency ?? '-'}`,
});

describe('scans', () => {
  test.each(vectors.good)('$line', ({ source: _, line, elements, ...facts }) => {
    const result = readScan(line, nowMs);
    if (!result.ok) throw new Error(result.detail);
    expect(Object.fromEntries(result.scan.elements.map(({ ai, value }) => [ai, value]))).toEqual(elements);
    expect(result.scan.gtin).toBe(elements['01'] ?? null);
    expect(factsOf(result.scan)).toMatchObject(facts);
    expect(result.scan.symbology).toBe(line.startsWith(']') ? line.slice(1, 3) : null);
    // Blanks and line ends around it do not matter.
    expect(readScan(`\u0002 ${line}\r\n`, nowMs)).toEqual(result);
  });

  test.each(vectors.bad.flatMap(({ lines }) => lines))('%j is refused', line => {
    const result = readScan(line, nowMs);
    expect(result).toMatchObject({ ok: false, reason: 'checkout.scan-invalid' });
    expect(result.ok ? '' : result.detail).not.toBe('');
  });

  test.each(vectors.dates)('$digits in $year', ({ year, digits, date }) => expect(dateOf(digits, year)).toBe(date));
});

describe('whatever a scanner sends', () => {
  test('reading it never throws', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ']C1',
        ']e0',
        ']E0',
        ']Q1',
        '\u001d',
        '01',
        '3103',
        '392',
        '02',
        '17',
        'https://a/01/',
        '%',
        '?10=',
      ),
      fc.string({ maxLength: 20, unit: 'binary' }),
      fc.stringMatching(/^\d{0,20}$/),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        const line = pieces.join('');
        const result = readScan(line, nowMs);
        if (result.ok) expect(result.scan.elements.length).toBeGreaterThan(0);
        else expect(result.reason).toBe('checkout.scan-invalid');
      }),
      { seed: 4, numRuns: 3_000 },
    );
    expect(readScan('1'.repeat(100_000), nowMs).ok).toBe(false);
    expect(readScan(`]C1${'\u001d'.repeat(2_000)}`, nowMs).ok).toBe(false);
    expect(readScan(`]C1${'9A1\u001d'.repeat(100)}`, nowMs).ok).toBe(false);
  });

  test('one digit that is misread is noticed, in codes and in their element strings', () => {
    const lines = [
      ['5901234123457', 0],
      [']E402345673', 3],
      ['416000336108', 0],
      [']C10105412345000013', 5],
    ] as const;
    for (const [line, from] of lines) {
      for (let at = from; at < line.length; at++) {
        for (const digit of '0123456789') {
          if (line[at] === digit) continue;
          expect(readScan(line.slice(0, at) + digit + line.slice(at + 1), nowMs).ok).toBe(false);
        }
      }
    }
  });

  test('what is written is read back', () => {
    const value = fc.stringMatching(/^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/);
    fc.assert(
      fc.property(value, value, fc.nat(999_999), fc.nat(5), (batch, serial, weight, decimals) => {
        const digits = String(weight).padStart(6, '0');
        const line = `]C10105412345000013310${decimals}${digits}10${batch}\u001d21${serial}`;
        const result = readScan(line, nowMs);
        if (!result.ok) throw new Error(result.detail);
        expect(result.scan).toMatchObject({
          gtin: '05412345000013',
          batch,
          serial,
          netWeight: { amount: BigInt(weight), decimals, unit: 'kg' },
        });
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});
