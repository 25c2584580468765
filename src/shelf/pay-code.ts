import { bech32 } from '@scure/base';

/**
 * How a static code to pay with is written. `lnurl`: `LIGHTNING:LNURL1…` (LUD-01, LUD-06). `lud17`: `lnurlp://…` (LUD-17).
 * `bip321`: `bitcoin:?lightning=LNURL1…`, a BIP-321 address without an address of its own. A wallet asks the address for
 * an invoice each time; the gateway makes none and holds no keys.
 */
export const payCodeKinds = ['lnurl', 'lud17', 'bip321'] as const;
export type PayCodeKind = (typeof payCodeKinds)[number];

/** The addresses of a store's products, and who may be in them. */
export interface PayTemplate {
  /** e.g. `https://pay.example/p/{gtin}`; `{gtin}` and `{sku}` are filled in. */
  readonly url: string;
  /** Hosts that money may go to. */
  readonly hosts: readonly string[];
  readonly code: PayCodeKind;
}

/** The longest address that still makes a small symbol, version 4-M: 33 modules. */
export const smallSymbolBytes = 42;
/** The longest address taken at all; its LNURL is a symbol of version 9-M. */
const longestBytes = 100;
const longest = { gtin: '00000000000000', sku: 'x'.repeat(40) };

/** What is wrong with the addresses of a store, as the end of a sentence; null: nothing. */
export function payTemplateProblem({ url, hosts }: Pick<PayTemplate, 'url' | 'hosts'>): string | null {
  if (!/\{(gtin|sku)\}/.test(url)) return 'must name the product with {gtin} or {sku}';
  if (/\{(?!gtin\}|sku\})/.test(url)) return 'knows no placeholders but {gtin} and {sku}';
  const text = filledIn(url, { gtin: '4006381333931', sku: '40123' });
  const address = URL.canParse(text) ? new URL(text) : null;
  // A host of capitals, a dot at its end or a port of its own would be another one to some wallet.
  const host = /^https?:\/\/([a-z0-9.-]+)\//.exec(text)?.[1];
  if (!address || host === undefined || host !== address.host || !/^[\x21-\x7e]+$/.test(text)) {
    return 'must look like https://pay.example/p/{gtin}, without a port or a user';
  }
  if (/\{/.test(/^[a-z]+:\/\/[^/]*/.exec(url)?.[0] ?? '')) return 'must not let the product choose the host';
  const onion = host.endsWith('.onion');
  if (address.protocol !== 'https:' && !onion) return 'must begin with https:// (http:// only for .onion)';
  if (!hosts.includes(host)) return `names the host ${host}, which is not among bitcoin.pay.hosts`;
  const bytes = filledIn(url, longest).length;
  return bytes > longestBytes ? `is ${bytes} bytes long with the longest product, at most ${longestBytes}` : null;
}

/**
 * The text of a product's code.
 * @param pay must have no {@link payTemplateProblem}
 * @example payCodeOf({ url: 'https://pay.example/p/{gtin}', hosts: ['pay.example'], code: 'lud17' }, milk)
 *   // 'lnurlp://pay.example/p/4006381333931'
 */
export function payCodeOf(pay: PayTemplate, product: { readonly sku: string; readonly gtin: string }): string {
  const url = filledIn(pay.url, product);
  if (pay.code === 'lud17') return url.replace(/^https?:/, 'lnurlp:');
  const lnurl = lnurlOf(url);
  return pay.code === 'lnurl' ? `LIGHTNING:${lnurl}` : `bitcoin:?lightning=${lnurl}`;
}

/** An address as LUD-01 has it, in capitals, which QR codes hold in less space. */
export function lnurlOf(url: string): string {
  // Addresses are longer than the 90 characters that BIP-173 allows; LUD-01 lifts the limit.
  return bech32.encode('lnurl', bech32.toWords(new TextEncoder().encode(url)), false).toUpperCase();
}

function filledIn(url: string, { sku, gtin }: { readonly sku: string; readonly gtin: string }): string {
  return url.replaceAll('{gtin}', gtin).replaceAll('{sku}', sku);
}
