import type { UnitOfMeasure } from './fact.ts';
import { decimalOf, type Money } from './money.ts';

/** How a language writes numbers. Our own table: a label must not change because a runtime's locale data did. */
interface NumberStyle {
  readonly decimal: string;
  readonly group: string;
  /** Digits from which grouping starts: Spanish and Polish leave four-digit numbers alone. */
  readonly groupFrom: number;
  readonly symbolFirst: boolean;
}

const nbsp = '\u00a0';
const european: NumberStyle = { decimal: ',', group: '.', groupFrom: 4, symbolFirst: false };
const english: NumberStyle = { decimal: '.', group: ',', groupFrom: 4, symbolFirst: true };
const styles: Readonly<Record<string, NumberStyle>> = {
  de: european,
  nl: european,
  it: european,
  da: european,
  en: english,
  'de-CH': { decimal: '.', group: '’', groupFrom: 4, symbolFirst: true },
  es: { ...european, groupFrom: 5 },
  fr: { decimal: ',', group: nbsp, groupFrom: 4, symbolFirst: false },
  pl: { decimal: ',', group: nbsp, groupFrom: 5, symbolFirst: false },
  cs: { decimal: ',', group: nbsp, groupFrom: 4, symbolFirst: false },
  sv: { decimal: ',', group: nbsp, groupFrom: 4, symbolFirst: false },
};

const symbols: Readonly<Record<string, string>> = { EUR: '€', USD: '$', GBP: '£', JPY: '¥' };

function styleOf(locale: string): NumberStyle {
  return styles[locale] ?? styles[locale.split('-')[0] ?? ''] ?? european;
}

/** A figure of many groups stays together better with narrow spaces; a price has one group at most. */
const narrowNbsp = '\u202f';

/** How a locale separates decimals and groups of three in long figures. */
export function separatorsOf(locale: string): { readonly decimal: string; readonly group: string } {
  const { decimal, group } = styleOf(locale);
  return { decimal, group: group === nbsp ? narrowNbsp : group };
}

function grouped(whole: string, style: NumberStyle): string {
  if (whole.length < style.groupFrom) return whole;
  return whole.replace(/\B(?=(\d{3})+$)/g, style.group);
}

/** A price taken apart for drawing: `12`, `,`, `34`, `€`. */
export interface PriceParts {
  readonly whole: string;
  /** Empty for currencies without minor units. */
  readonly decimal: string;
  readonly fraction: string;
  /** `€`, or the ISO code where there is no sign of its own. */
  readonly symbol: string;
  readonly symbolFirst: boolean;
  /** All of it in one line, e.g. `12,34 €`, with a no-break space. */
  readonly text: string;
}

/** Takes a non-negative price apart as `locale` writes it. */
export function formatPrice(amount: Money, locale: string): PriceParts {
  const style = styleOf(locale);
  const [wholeDigits = '0', fraction = ''] = decimalOf(amount).split('.');
  const whole = grouped(wholeDigits, style);
  const decimal = fraction === '' ? '' : style.decimal;
  const symbol = symbols[amount.currency] ?? amount.currency;
  const number = `${whole}${decimal}${fraction}`;
  const spaced = symbol.length > 1 ? nbsp : '';
  const text = style.symbolFirst ? `${symbol}${spaced}${number}` : `${number}${nbsp}${symbol}`;
  return { whole, decimal, fraction, symbol, symbolFirst: style.symbolFirst, text };
}

/** Units that are written alike everywhere. */
const metric: Readonly<Record<Exclude<UnitOfMeasure, 'piece' | 'wash'>, string>> = {
  kg: '1 kg',
  '100g': '100 g',
  l: '1 l',
  '100ml': '100 ml',
  m: '1 m',
  m2: '1 m²',
};

/** Units that are words, by language; a language that is not here takes the English ones. */
const counted: Readonly<Record<string, Readonly<Record<'piece' | 'wash', string>>>> = {
  de: { piece: '1 Stück', wash: '1 Waschgang' },
  nl: { piece: '1 stuk', wash: '1 wasbeurt' },
  it: { piece: '1 pezzo', wash: '1 lavaggio' },
  da: { piece: '1 stk.', wash: '1 vask' },
  es: { piece: '1 unidad', wash: '1 lavado' },
  fr: { piece: '1 pièce', wash: '1 lavage' },
  pl: { piece: '1 szt.', wash: '1 pranie' },
  cs: { piece: '1 ks', wash: '1 praní' },
  sv: { piece: '1 st', wash: '1 tvätt' },
};
const englishUnits: Readonly<Record<UnitOfMeasure, string>> = {
  kg: 'kg',
  '100g': '100 g',
  l: 'litre',
  '100ml': '100 ml',
  m: 'm',
  m2: 'm²',
  piece: 'each',
  wash: 'wash',
};

/** A unit price as shelves write it: `1 kg = 39,98 €`, `$3.99 / kg`. */
export function formatUnitPrice(price: Money, unit: UnitOfMeasure, locale: string): string {
  return unitPriceText(formatPrice(price, locale).text, unit, locale);
}

/** An amount per unit in whatever it is counted, e.g. `1 kg = 6.536 sats`. */
export function unitPriceText(amount: string, unit: UnitOfMeasure, locale: string): string {
  const language = locale.split('-')[0] ?? locale;
  const words = counted[language];
  if (!words) return `${amount} / ${englishUnits[unit]}`;
  return `${unit === 'piece' || unit === 'wash' ? words[unit] : metric[unit]} = ${amount}`;
}

/** A percentage badge, e.g. `−25 %`; English has no space before the sign. */
export function formatPercentOff(percent: number, locale: string): string {
  return locale.startsWith('en') ? `−${percent}%` : `−${percent}${nbsp}%`;
}
