import { type Element, type ElementsResult, problemOf } from './gs1-elements.ts';

/** Elements in one address at most. */
const mostElements = 40;

/** Whether this may be a web address. Schemes are all small or all large, as the standard has them. */
export const isAddress = (text: string): boolean => /^(https?:\/\/|HTTPS?:\/\/)/.test(text);

/**
 * Reads a GS1 Digital Link with a GTIN, uncompressed: `https://id.gs1.org/01/09506000134352/10/ABC?17=271231`. Source:
 * GS1 Digital Link Standard, URI Syntax 1.3. What the query has beside application identifiers is somebody else's.
 */
export function readLink(text: string, thisYear: number): ElementsResult {
  if (!URL.canParse(text)) return bad('no address');
  const { pathname, search } = new URL(text);
  const segments = pathname.split('/').slice(1);
  const key = segments.findLastIndex((segment, at) => segment === '01' && at + 1 < segments.length);
  if (key < 0) return bad('an address without a GTIN');
  const pairs: (readonly [string, string])[] = [];
  for (let at = key; at + 1 < segments.length; at += 2) pairs.push([segments[at]!, segments[at + 1]!]);
  for (const part of search.slice(1).split(/[&;]/)) {
    const [name = '', value = ''] = part.split('=', 2);
    if (/^\d{2,4}$/.test(name)) pairs.push([name, value]);
  }
  if (pairs.length > mostElements) return bad(`more than ${mostElements} elements`);
  const elements: Element[] = [];
  for (const [ai, written] of pairs) {
    const value = decoded(written);
    if (value === null || !/^\d{2,4}$/.test(ai)) return bad('an address that is wrongly written');
    const whole = ai === '01' && /^(\d{8}|\d{12,14})$/.test(value) ? value.padStart(14, '0') : value;
    const problem = ai === '01' && whole.length !== 14 ? '(01) has not its format' : problemOf(ai, whole, thisYear);
    if (problem !== null) return bad(problem);
    if (elements.some(element => element.ai === ai)) return bad(`(${ai}) stands there twice`);
    elements.push({ ai, value: whole });
  }
  return { ok: true, elements };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // a lone % is no escape
  }
}

const bad = (detail: string): ElementsResult => ({ ok: false, detail });
