import { isGtin } from '../shelf/gtin.ts';
import { dateOf } from './gs1-dates.ts';
import { type Element, readElements, separator } from './gs1-elements.ts';
import { isAddress, readLink } from './gs1-link.ts';

/** Characters of a scan at most. */
export const mostScanChars = 2_048;

/** An amount as it stands on the wire: `amount` divided by ten to the power of `decimals`. */
export interface Amount {
  readonly amount: bigint;
  readonly decimals: number;
}

/** What a GS1 code says. Dates are `YYYY-MM-DD`. */
export interface Scan {
  /** Symbology identifier without its bracket, such as `C1`; null: the scanner sends none. */
  readonly symbology: string | null;
  /** (01) or the code itself, in 14 digits. */
  readonly gtin: string | null;
  readonly batch: string | null;
  readonly serial: string | null;
  readonly producedOn: string | null;
  readonly bestBefore: string | null;
  readonly expiresOn: string | null;
  /** (30) pieces of an item of varying count. */
  readonly count: number | null;
  /** (02) and (37): what a box contains. */
  readonly contents: { readonly gtin: string; readonly count: number | null } | null;
  /** (310n) or (320n). */
  readonly netWeight: (Amount & { readonly unit: 'kg' | 'lb' }) | null;
  /** (392n) or (393n) for this very piece; `currency` as ISO 4217 digits, null: that of the store. */
  readonly price: (Amount & { readonly currency: string | null }) | null;
  /** All of it as it stands there, also what is not named above. */
  readonly elements: readonly Element[];
}

export type ScanResult =
  | { readonly ok: true; readonly scan: Scan }
  | { readonly ok: false; readonly reason: 'checkout.scan-invalid'; readonly detail: string };

/*
 * Symbology identifiers. Sources: ISO/IEC 15424; GS1 General Specifications, figure 5.1.2-1.
 */
/** GS1-128, DataBar and composites, Data Matrix, QR and DotCode with FNC1 in front. */
const elementStrings = ['C1', 'e0', 'd2', 'Q3', 'J1'];
/** EAN-13, UPC-A and UPC-E in 13 digits; the same with an add-on behind it; EAN-8. */
const goods: Readonly<Record<string, RegExp>> = {
  E0: /^(\d{13})(?:\|\]e0(.+))?$/,
  E3: /^(\d{13})(?:\d{2}|\d{5})$/,
  E4: /^(\d{8})(?:\|\]e0(.+))?$/,
};

/**
 * Reads one line of a scanner. With a symbology identifier what it announces is held to; without one an address, a bare
 * EAN-8, UPC-A, EAN-13 or GTIN-14, or an element string is told by its form.
 * @example readScan(']C10104012345678901' + '3103000750', nowMs)
 */
export function readScan(line: string, nowMs: number): ScanResult {
  if (line.length > mostScanChars) return invalid(`longer than ${mostScanChars} characters`);
  const text = trimmed(line);
  if (text === '') return invalid('nothing in it');
  const thisYear = new Date(nowMs).getUTCFullYear();
  const [, symbology = null, body = text] = /^\]([A-Za-z][0-9A-Za-z])(.*)$/s.exec(text) ?? [];
  if (text.startsWith(']') && symbology === null) return invalid('no symbology identifier behind ]');
  if (symbology !== null && elementStrings.includes(symbology)) return elementScan(symbology, null, body, thisYear);
  const good = symbology === null ? undefined : goods[symbology];
  if (good) {
    const [, digits = '', composite] = good.exec(body) ?? [];
    if (digits === '') return invalid(`no code of the length that ]${symbology} has`);
    if (!isGtin(digits)) return invalid(`the check digit of ${digits} is wrong`);
    return elementScan(symbology, digits, composite ?? '', thisYear);
  }
  if (isAddress(body)) {
    const link = readLink(body, thisYear);
    return link.ok ? scanOf(symbology, link.elements, thisYear) : invalid(link.detail);
  }
  if (/^(\d{8}|\d{12,14})$/.test(body)) {
    if (!isGtin(body)) return invalid(`the check digit of ${body} is wrong`);
    return elementScan(symbology, body, '', thisYear);
  }
  if (symbology !== null) return invalid(`nothing of GS1 behind ]${symbology}`);
  return elementScan(null, null, body, thisYear);
}

function elementScan(symbology: string | null, gtin: string | null, text: string, thisYear: number): ScanResult {
  const first = gtin === null ? '' : `01${gtin.padStart(14, '0')}`;
  const read = readElements(`${first}${text}`, thisYear);
  return read.ok ? scanOf(symbology, read.elements, thisYear) : invalid(read.detail);
}

function scanOf(symbology: string | null, elements: readonly Element[], thisYear: number): ScanResult {
  const value = (ai: string): string | null => elements.find(element => element.ai === ai)?.value ?? null;
  const day = (ai: string): string | null => dateOf(value(ai) ?? '', thisYear);
  const number = (ai: string): number | null => (value(ai) === null ? null : Number(value(ai)));
  const begins = (...three: string[]) => elements.find(({ ai }) => ai.length === 4 && three.includes(ai.slice(0, 3)));
  const weight = begins('310', '320');
  const price = begins('392', '393');
  const inside = value('02');
  const currency = price?.ai.startsWith('393') ? price.value.slice(0, 3) : null;
  return {
    ok: true,
    scan: {
      symbology,
      gtin: value('01'),
      batch: value('10'),
      serial: value('21'),
      producedOn: day('11'),
      bestBefore: day('15'),
      expiresOn: day('17'),
      count: number('30'),
      contents: inside === null ? null : { gtin: inside, count: number('37') },
      netWeight: weight ? { ...amountOf(weight, weight.value), unit: weight.ai.startsWith('310') ? 'kg' : 'lb' } : null,
      price: price ? { ...amountOf(price, price.value.slice(currency === null ? 0 : 3)), currency } : null,
      elements,
    },
  };
}

/** The last digit of the identifier says where the decimal point is. */
const amountOf = ({ ai }: Element, digits: string): Amount => ({ amount: BigInt(digits), decimals: Number(ai[3]) });

/** Without blanks and control characters around it; separators count as text. */
function trimmed(line: string): string {
  const isBlank = (at: number) => line.charCodeAt(at) <= 0x20 && line[at] !== separator;
  let from = 0;
  let to = line.length;
  while (from < to && isBlank(from)) from += 1;
  while (to > from && isBlank(to - 1)) to -= 1;
  return line.slice(from, to);
}

const invalid = (detail: string): ScanResult => ({ ok: false, reason: 'checkout.scan-invalid', detail });
