import { hash } from 'node:crypto';

/**
 * The RFC 8785 (JCS) form of a JSON value. Members are sorted by UTF-16 code units; numbers and strings are written as
 * ECMAScript does, which is what the RFC prescribes; a lone surrogate, which the RFC has no form for, as its escape.
 *
 * @param known canonical forms of objects inside `value` that have been made before
 */
export function canonicalise(value: unknown, known?: ReadonlyMap<unknown, string>): string {
  if (typeof value !== 'object' || value === null) return scalar(value);
  const before = known?.get(value);
  if (before !== undefined) return before;
  let text = '';
  if (Array.isArray(value)) {
    for (const element of value) text += (text === '' ? '' : ',') + canonicalise(element, known);
    return `[${text}]`;
  }
  const members = value as Record<string, unknown>;
  for (const name of Object.keys(members).sort()) {
    const member = members[name];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonicalise(member, known)}`;
  }
  return `{${text}}`;
}

function scalar(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('not a JSON number');
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`no JSON form: ${typeof value}`);
  return text;
}

/** SHA-256 in lower-case hex. */
export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}
