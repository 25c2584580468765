import { separatorsOf } from './format.ts';

/**
 * How a figure is written. `sats`: `3 268 sats`. `btc`: `0.03 445 674 BTC` from 0.01 BTC up, sats below. `sign`:
 * `₿3 268` as BIP-177 has it; elsewhere the sign means whole bitcoin, so it is only ever chosen explicitly.
 */
export const satsStyles = ['sats', 'btc', 'sign'] as const;
export type SatsStyle = (typeof satsStyles)[number];

const nbsp = '\u00a0';
const narrowNbsp = '\u202f';
/** 0.01 BTC. */
const btcFrom = 1_000_000n;
const satsPerBitcoin = 100_000_000n;

/** Groups of three from the right. */
function grouped(digits: string, separator: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, separator);
}

/** A figure as shelves write it in `locale`, with no-break spaces, e.g. `3.268 sats`. */
export function formatSats(sats: bigint, style: SatsStyle, locale: string): string {
  const { group } = separatorsOf(locale);
  if (style === 'sign') return `₿${grouped(sats.toString(), group)}`;
  if (style === 'btc' && sats >= btcFrom) return `${formatBitcoin(sats, locale)}${nbsp}BTC`;
  return `${grouped(sats.toString(), group)}${nbsp}${sats === 1n ? 'sat' : 'sats'}`;
}

/** Eight decimals grouped 2-3-3 with narrow spaces, e.g. `0,03 445 674`. */
function formatBitcoin(sats: bigint, locale: string): string {
  const { decimal, group } = separatorsOf(locale);
  const fraction = (sats % satsPerBitcoin).toString().padStart(8, '0');
  const parts = [fraction.slice(0, 2), fraction.slice(2, 5), fraction.slice(5)];
  return `${grouped((sats / satsPerBitcoin).toString(), group)}${decimal}${parts.join(narrowNbsp)}`;
}

/** A unit price in sats: whole from 100 up, with one decimal below, e.g. `6,5 sats`. */
export function formatUnitSats(tenths: bigint, locale: string): string {
  const { decimal, group } = separatorsOf(locale);
  const whole = grouped((tenths / 10n).toString(), group);
  const text = tenths < 1000n ? `${whole}${decimal}${tenths % 10n}` : whole;
  return `${text}${nbsp}sats`;
}
