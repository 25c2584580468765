import { dateOf } from './gs1-dates.ts';

/*
 * Element strings: application identifiers and their values, one behind the other. Source: GS1 General Specifications,
 * figures 3.2-1 (identifiers and formats), 7.8.5-2 (those of predefined length, which need no separator), 7.9 (check
 * digits) and 7.11-1 (characters).
 */

/** One of them, such as `{ ai: '10', value: 'AB-123' }`. */
export interface Element {
  readonly ai: string;
  readonly value: string;
}

export type ElementsResult =
  | { readonly ok: true; readonly elements: readonly Element[] }
  | { readonly ok: false; readonly detail: string };

/** FNC1 between elements, as scanners send it. */
export const separator = '\x1d';

const mostElements = 40;
const mostValueChars = 90;
const characters = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/;

/** Digits of an identifier by its first two. */
const identifierDigits: readonly (readonly [digits: number, begins: RegExp])[] = [
  [2, /^(0[0-4]|1\d|2[0-2]|30|37|9\d)/],
  [3, /^(2[3-5]|4[0-2]|71)/],
  [4, /^(3[1-69]|43|7[02]|8[0-2])/],
];

/** Characters of the value by the first two digits of the identifier, where no separator has to follow. */
const predefined: Readonly<Record<string, number>> = {
  '00': 18,
  '01': 14,
  '02': 14,
  '03': 14,
  '04': 16,
  ...Object.fromEntries([11, 12, 13, 14, 15, 16, 17, 18, 19].map(ai => [ai, 6])),
  '20': 2,
  ...Object.fromEntries([31, 32, 33, 34, 35, 36].map(ai => [ai, 6])),
  '41': 13,
};

/** What a value has to look like; identifiers that are not here have any characters. */
const formats: readonly (readonly [ai: RegExp, value: RegExp])[] = [
  [/^(00|01|02|03|1[1-7]|20|41\d)$/, /^\d+$/],
  [/^3[1-6]\d[0-5]$/, /^\d{6}$/],
  [/^(10|21|22)$/, /^.{1,20}$/],
  [/^(30|37)$/, /^\d{1,8}$/],
  [/^(390|392)\d$/, /^\d{1,15}$/],
  [/^(391|393)\d$/, /^\d{4,18}$/],
  [/^394\d$/, /^\d{4}$/],
  [/^395\d$/, /^\d{6}$/],
];
const withCheckDigit = /^(00|01|02|03|41\d)$/;
const withDate = /^1[1-7]$/;
const measure = /^3[1-6]/;

/** Reads element strings, without a symbology identifier before them. What follows a broken one is not read. */
export function readElements(text: string, thisYear: number): ElementsResult {
  const elements: Element[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === separator) {
      at += 1;
      continue;
    }
    if (elements.length >= mostElements) return bad(`more than ${mostElements} elements`);
    const two = text.slice(at, at + 2);
    const digits = identifierDigits.find(([, begins]) => begins.test(two))?.[0];
    if (digits === undefined) return bad(`no application identifier begins with ${shown(two)}`);
    const ai = text.slice(at, at + digits);
    if (!/^\d+$/.test(ai) || ai.length < digits) return bad(`${shown(ai)} is no application identifier`);
    at += digits;
    const fixed = predefined[two];
    const next = text.indexOf(separator, at);
    const end = fixed === undefined ? (next < 0 ? text.length : next) : at + fixed;
    const value = text.slice(at, end);
    if (fixed !== undefined && (value.length < fixed || value.includes(separator))) return bad(`(${ai}) is cut off`);
    const problem = problemOf(ai, value, thisYear);
    if (problem !== null) return bad(problem);
    const same = elements.find(element => element.ai === ai);
    if (same && same.value !== value) return bad(`(${ai}) stands there twice, with different values`);
    if (!same) elements.push({ ai, value });
    at = end;
  }
  return elements.length === 0 ? bad('nothing in it') : { ok: true, elements };
}

/** What is wrong with a value; null: nothing. */
export function problemOf(ai: string, value: string, thisYear: number): string | null {
  if (value.length === 0) return `(${ai}) is empty`;
  if (value.length > mostValueChars) return `(${ai}) is too long`;
  if (!characters.test(value)) return `(${ai}) has characters that GS1 does not know`;
  const format = formats.find(([which]) => which.test(ai))?.[1];
  if (!format && measure.test(ai)) return `(${ai}) has no such decimal point`;
  if (format && !format.test(value)) return `(${ai}) has not its format: ${shown(value)}`;
  if (withCheckDigit.test(ai) && !checkDigitHolds(value)) return `the check digit of (${ai}) ${value} is wrong`;
  if (withDate.test(ai) && dateOf(value, thisYear) === null) return `(${ai}) ${value} is no day`;
  return null;
}

/** Weights 3 and 1 from the right, the check digit itself included with 1; the sum is a multiple of ten. */
function checkDigitHolds(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) sum += Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 1 : 3);
  return sum % 10 === 0;
}

const bad = (detail: string): ElementsResult => ({ ok: false, detail });
const shown = (text: string): string => JSON.stringify(text.slice(0, 24));
