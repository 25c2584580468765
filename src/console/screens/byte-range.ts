/** What of a file is asked for: from the first to the last byte, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Reads a `Range` header for a file of so many bytes. Null: everything, also for what is not understood or asks for several
 * parts, as RFC 9110 permits; `none`: no byte of the file is in it.
 */
export function readRange(header: string | undefined, bytes: number): ByteRange | null | 'none' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (match === null) return null;
  const [, from = '', to = ''] = match;
  if (from === '') {
    if (to === '') return null;
    const wanted = Number(to);
    return wanted === 0 || bytes === 0 ? 'none' : { first: Math.max(0, bytes - wanted), last: bytes - 1 };
  }
  const first = Number(from);
  if (to !== '' && Number(to) < first) return null;
  return first >= bytes ? 'none' : { first, last: to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1) };
}
