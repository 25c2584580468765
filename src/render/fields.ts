import type { ContentItem, LabelContent, MemberPrice } from '../shelf/content.ts';
import { formatPrice, formatUnitPrice, unitPriceText } from '../shelf/format.ts';
import { formatSats, formatUnitSats } from '../shelf/sats-format.ts';
import type { TemplateDocument } from './template-schema.ts';

/** What `{…}` in a template may stand for. Null: there is none, and the element that shows it is left out. */
type Field = (item: ContentItem, content: LabelContent) => string | null;

/** Fields that change with the product only. */
const productFields: Readonly<Record<string, Field>> = {
  sku: item => item.sku,
  gtin: item => item.gtin,
  gtin14: item => item.gtin.padStart(14, '0'),
  name: item => item.name,
  secondName: item => item.secondName,
  brand: item => item.brand,
  packSize: item => item.packSize,
  legalText: item => item.legalText,
  payCode: item => item.payCode,
};

/** Fields that change with the price. */
const priceFields: Readonly<Record<string, Field>> = {
  price: (item, content) => formatPrice(item.price, content.locale).text,
  unitPrice: (item, content) =>
    item.unitPrice && formatUnitPrice(item.unitPrice.price, item.unitPrice.unit, content.locale),
  lowest30d: (item, content) => item.lowest30d && formatPrice(item.lowest30d, content.locale).text,
  memberPrice: ({ memberPrice }, { locale }) => memberPrice && formatPrice(memberPrice.price, locale).text,
  memberUnitPrice: ({ memberPrice }, { locale }) => memberUnitText(memberPrice, locale),
  memberLowest: ({ memberPrice }, { locale }) =>
    memberPrice?.lowest30d ? formatPrice(memberPrice.lowest30d, locale).text : null,
  // With its unit price where it has one, which is not broken across lines.
  memberPrices: ({ memberPrice }, { locale }) =>
    memberPrice &&
    [formatPrice(memberPrice.price, locale).text, memberUnitText(memberPrice, locale)?.replaceAll(' ', '\u00a0')]
      .filter(text => text !== undefined)
      .join(' · '),
  badge: item => item.badge,
  offerText: item => item.offer?.text ?? null,
  sats: (item, { bitcoin, locale }) => item.sats && formatSats(item.sats.sats, bitcoin?.style ?? 'sats', locale),
  unitSats: ({ sats, unitPrice }, { locale }) =>
    sats?.unitTenths != null && unitPrice
      ? unitPriceText(formatUnitSats(sats.unitTenths, locale), unitPrice.unit, locale)
      : null,
  rateTime: (_item, { bitcoin }) => bitcoin?.rate?.timeText ?? null,
};

function memberUnitText(memberPrice: MemberPrice | null, locale: string): string | null {
  const unitPrice = memberPrice?.unitPrice ?? null;
  return unitPrice && formatUnitPrice(unitPrice.price, unitPrice.unit, locale);
}

const conditions: Readonly<Record<string, (item: ContentItem, content: LabelContent) => boolean>> = {
  bitcoin: (_item, content) => content.bitcoin !== null,
  sats: item => item.sats !== null,
  unitSats: item => item.sats?.unitTenths != null,
  payCode: item => item.payCode !== null,
  promoted: item => item.offer !== null || item.lowest30d !== null,
  // What only members pay less for is no reason to highlight what everybody else pays.
  highlighted: item => (item.offer !== null && item.memberPrice === null) || item.lowest30d !== null,
  memberPrice: item => item.memberPrice !== null,
  memberUnitPrice: item => (item.memberPrice?.unitPrice ?? null) !== null,
  memberLowest: item => (item.memberPrice?.lowest30d ?? null) !== null,
  offer: item => item.offer !== null,
  reduced: item => item.lowest30d !== null,
  badge: item => item.badge !== null,
  soldOut: item => item.soldOut,
  unitPrice: item => item.unitPrice !== null,
  brand: item => item.brand !== null,
  packSize: item => item.packSize !== null,
  legalText: item => item.legalText !== null,
  secondName: item => item.secondName !== null,
  offerText: item => (item.offer?.text ?? null) !== null,
};

/** A text with placeholders, ready to be filled in. */
export interface ValueText {
  /** Null when one of its fields is absent. */
  readonly fill: (content: LabelContent) => string | null;
  /** Depends on nothing. */
  readonly constant: boolean;
  /** Depends on product facts at most, never on a price. */
  readonly steady: boolean;
  /** The fixed characters, of all languages: their glyphs can be checked before any product is known. */
  readonly literals: string;
}

type Captions = Pick<TemplateDocument, 'words' | 'options'>;

/** Compiles a text with placeholders; an unknown one is returned as a complaint. */
export function compileValue(source: string, itemIndex: number, captions: Captions): ValueText | { unknown: string } {
  const spliced = source.replace(/\{options\.([a-zA-Z]+)\}/g, (all, name: string) => captions.options[name] ?? all);
  const parts: ((content: LabelContent) => string | null)[] = [];
  let steady = true;
  let constant = true;
  let literals = '';
  for (const part of spliced.split(/(\{[^{}]*\})/)) {
    if (part === '') continue;
    if (!part.startsWith('{')) {
      literals += part;
      parts.push(() => part);
      continue;
    }
    const name = part.slice(1, -1);
    constant = false;
    if (name.startsWith('words.')) {
      const word = name.slice(6);
      const languages = Object.keys(captions.words);
      if (languages.length === 0 || languages.some(l => captions.words[l]?.[word] === undefined))
        return { unknown: name };
      literals += languages.map(l => captions.words[l]?.[word]).join('');
      const fallback = captions.words.en?.[word] ?? captions.words[languages[0]!]![word]!;
      parts.push(content => captions.words[languageOf(content.locale)]?.[word] ?? fallback);
    } else if (name.startsWith('staff.')) {
      steady = false;
      const wanted = name.slice(6);
      parts.push(content => content.staff.find(line => line.name === wanted)?.value ?? null);
    } else {
      const field = productFields[name] ?? priceFields[name];
      if (field === undefined) return { unknown: name };
      if (priceFields[name] !== undefined) steady = false;
      parts.push(content => {
        const item = content.items[itemIndex];
        return item === undefined ? null : field(item, content);
      });
    }
  }
  const [only] = parts;
  const fill = (content: LabelContent) => {
    if (parts.length === 1 && only !== undefined) return only(content);
    let filled = '';
    for (const part of parts) {
      const piece = part(content);
      if (piece === null) return null;
      filled += piece;
    }
    return filled;
  };
  return { fill, constant, steady, literals };
}

function languageOf(locale: string): string {
  const dash = locale.indexOf('-');
  return dash < 0 ? locale : locale.slice(0, dash);
}

/** What decides whether an element is drawn. */
export interface Guard {
  /** Null when the palette, an option or the number of rows already rules it out. */
  readonly holds: ((content: LabelContent) => boolean) | null;
  /** The content has no say in it. */
  readonly constant: boolean;
}

/** Compiles `when` for a palette's `inks` and an item. */
export function compileWhen(
  when: string | readonly string[] | undefined,
  itemIndex: number,
  inks: readonly string[],
  captions: Captions,
  itemCount: number | null,
): Guard {
  const checks: ((content: LabelContent) => boolean)[] = [];
  if (itemIndex > 0) checks.push(content => content.items.length > itemIndex);
  if (itemCount !== null) checks.push(content => content.items.length === itemCount);
  for (const one of when === undefined ? [] : typeof when === 'string' ? [when] : when) {
    const wanted = !one.startsWith('!');
    const name = wanted ? one : one.slice(1);
    const fixed = fixedCondition(name, inks, captions);
    if (fixed !== null) {
      if (fixed !== wanted) return { holds: null, constant: true };
    } else if (name.startsWith('items:')) {
      const count = Number(name.slice(6));
      if (itemCount !== null && (itemCount === count) !== wanted) return { holds: null, constant: true };
      checks.push(content => (content.items.length === count) === wanted);
    } else {
      const check = conditions[name]!;
      checks.push(content => {
        const item = content.items[itemIndex];
        return item !== undefined && check(item, content) === wanted;
      });
    }
  }
  if (checks.length === 0) return { holds: () => true, constant: true };
  const [only] = checks;
  const holds = checks.length === 1 ? only! : (content: LabelContent) => checks.every(check => check(content));
  return { holds, constant: false };
}

function fixedCondition(name: string, inks: readonly string[], captions: Captions): boolean | null {
  if (name.startsWith('option:')) return (captions.options[name.slice(7)] ?? '') !== '';
  if (name === 'black' || name === 'red' || name === 'yellow') return inks.includes(name);
  if (/^bw/.test(name)) return name === `bw${inks.includes('red') ? 'r' : ''}${inks.includes('yellow') ? 'y' : ''}`;
  return null;
}
