import { bech32 } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lnurlOf, payCodeOf, payTemplateProblem, smallSymbolBytes } from '../../src/shelf/pay-code.ts';

const milk = { sku: '40123', gtin: '4006381333931' };
const pay = { url: 'https://pay.example/p/{gtin}', hosts: ['pay.example'] };

describe('the code of a product', () => {
  /** The example of LUD-01, https://github.com/lnurl/luds/blob/luds/01.md */
  it('is an LNURL as LUD-01 has it', () => {
    expect(lnurlOf('https://service.com/api?q=3fc3645b439ce8e7f2553a69e5267081d96dcd340693afabe04be7b0ccd178df')).toBe(
      'LNURL1DP68GURN8GHJ7UM9WFMXJCM99E3K7MF0V9CXJ0M385EKVCENXC6R2C35XVUKXEFCV5MKVV34X5EKZD3EV56NYD3HXQURZEPEXEJXXEPNXSCRVWFNV9NXZCN9XQ6XYEFHVGCXXCMYXYMNSERXFQ5FNS',
    );
  });

  it('comes in three ways of writing', () => {
    const lnurl = lnurlOf('https://pay.example/p/4006381333931');
    expect(payCodeOf({ ...pay, code: 'lnurl' }, milk)).toBe(`LIGHTNING:${lnurl}`);
    expect(payCodeOf({ ...pay, code: 'bip321' }, milk)).toBe(`bitcoin:?lightning=${lnurl}`);
    // LUD-17: the scheme is swapped, http for onions as for others.
    expect(payCodeOf({ ...pay, code: 'lud17' }, milk)).toBe('lnurlp://pay.example/p/4006381333931');
    const onion = { url: 'http://abc.onion/{sku}', hosts: ['abc.onion'] };
    expect(payCodeOf({ ...onion, code: 'lud17' }, milk)).toBe('lnurlp://abc.onion/40123');
  });

  it('can be read back to the very address', () => {
    const path = fc.stringMatching(/^[a-zA-Z0-9/._~-]{0,60}$/);
    fc.assert(
      fc.property(path, fc.stringMatching(/^\d{8,14}$/), (rest, gtin) => {
        const code = payCodeOf(
          { url: `https://pay.example/${rest}{gtin}`, hosts: [], code: 'lnurl' },
          { sku: 'x', gtin },
        );
        const { prefix, words } = bech32.decode(code.slice(10).toLowerCase() as `${string}1${string}`, false);
        expect(prefix).toBe('lnurl');
        expect(new TextDecoder().decode(bech32.fromWords(words))).toBe(`https://pay.example/${rest}${gtin}`);
        expect(code).toMatch(/^[A-Z0-9:]+$/);
      }),
    );
  });

  it('fits 90 characters, the most of a small symbol, up to 42 bytes', () => {
    const of = (bytes: number) => `LIGHTNING:${lnurlOf(`https://pay.example/${'p'.repeat(bytes - 20)}`)}`;
    expect(of(smallSymbolBytes).length).toBeLessThanOrEqual(90);
    expect(of(smallSymbolBytes + 1).length).toBeGreaterThan(90);
  });
});

describe('the addresses of a store', () => {
  const problem = (url: string, hosts: readonly string[] = ['pay.example', 'abc.onion']) =>
    payTemplateProblem({ url, hosts });

  it.each([
    'https://pay.example/p/{gtin}',
    'https://pay.example/{sku}?shop=42',
    'http://abc.onion/{gtin}',
    'https://abc.onion/{gtin}',
  ])('%s is fine', url => {
    expect(problem(url)).toBeNull();
  });

  it.each([
    ['https://pay.example/p', 'must name the product'],
    ['https://pay.example/{ean}/{gtin}', 'no placeholders but'],
    ['http://pay.example/{gtin}', 'must begin with https'],
    ['https://evil.example/{gtin}', 'not among'],
    ['https://pay.example.evil.example/{gtin}', 'not among'],
    ['https://pay.example@evil.example/{gtin}', 'must look like'],
    ['https://pay.example:8443/{gtin}', 'must look like'],
    ['https://PAY.example/{gtin}', 'must look like'],
    ['https://pay.example./{gtin}', 'not among'],
    ['https://{sku}.example/{gtin}', 'must not let the product'],
    ['ftp://pay.example/{gtin}', 'must look like'],
    ['lightning:{gtin}', 'must look like'],
    ['https://pay.example/ü/{gtin}', 'must look like'],
    [`https://pay.example/${'p'.repeat(80)}/{gtin}`, 'bytes long'],
  ])('%s is refused', (url, why) => {
    expect(problem(url)).toContain(why);
  });
});
