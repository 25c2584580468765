import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/*
 * Looks for Bluetooth addresses in the memory of another process, from outside, so that what is looked for is not put
 * there by looking. All addresses that are looked for begin with the same three bytes, which makes one pass enough.
 */

/** The first three bytes of every address that is looked for. */
export const prefix = Buffer.from([0x5e, 0xb3, 0x9d]);

/** Addresses that were found, in the form they stood in. */
export interface Found {
  /** As text, one or two bytes a character: with or without separators, in either case, in either order of bytes. */
  readonly text: ReadonlySet<string>;
  /** Six bytes, in either order, or a number of JavaScript. */
  readonly raw: ReadonlySet<string>;
  readonly searchedBytes: number;
}

const regionBytes = 16 * 1024 * 1024;
/** Regions are read in pieces that overlap by more than the longest form. */
const overlapBytes = 64;

/** Searches everything that the process can read. Of what is found, only `wanted` is told. */
export function searchMemory(pid: number, wanted: ReadonlySet<string>): Found {
  const text = new Set<string>();
  const raw = new Set<string>();
  let searchedBytes = 0;
  const mem = openSync(`/proc/${pid}/mem`, 'r');
  try {
    const piece = Buffer.alloc(regionBytes);
    for (const [start, end] of readableRegions(pid)) {
      for (let at = start; at < end; at += regionBytes - overlapBytes) {
        const length = readAt(mem, piece, at, Math.min(regionBytes, end - at));
        searchedBytes += length;
        for (const [form, found] of findIn(piece.subarray(0, length)))
          if (wanted.has(found)) (form === 'text' ? text : raw).add(found);
        if (end - at <= regionBytes) break;
      }
    }
  } finally {
    closeSync(mem);
  }
  return { text, raw, searchedBytes };
}

function readableRegions(pid: number): [number, number][] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .map(line => /^([0-9a-f]+)-([0-9a-f]+) r\S* \S+ \S+ \S+\s*(.*)$/.exec(line))
    .filter(parts => parts !== null)
    .filter(([, , , name]) => name !== '[vvar]' && name !== '[vsyscall]')
    .map(([, start, end]) => [Number.parseInt(start!, 16), Number.parseInt(end!, 16)]);
}

/** Pages may go away while one reads. */
function readAt(file: number, into: Buffer, position: number, length: number): number {
  try {
    return readSync(file, into, 0, length, position);
  } catch {
    return 0;
  }
}

type Hit = readonly ['text' | 'raw', string];

/** Every address with the prefix that stands in these bytes, whatever its form. */
export function findIn(bytes: Buffer): Hit[] {
  const hits: Hit[] = [];
  for (const one of rawForms) each(bytes, one.needle, at => hits.push(['raw', one.read(bytes, at)]));
  for (const one of textForms) each(bytes, one.needle, at => hits.push(['text', one.read(bytes, at)]));
  return hits;
}

function each(bytes: Buffer, needle: Buffer, visit: (at: number) => void): void {
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) visit(at);
}

interface Form {
  readonly needle: Buffer;
  read(bytes: Buffer, at: number): string;
}

const hexAt = (bytes: Buffer, from: number, to: number): string =>
  bytes.subarray(Math.max(0, from), to).toString('hex');
const swapped = (hex: string): string => Buffer.from(hex, 'hex').reverse().toString('hex');

/** The three most significant bytes of a double that is an address with the prefix, least significant first. */
const ofNumber = ((): Buffer => {
  const double = Buffer.alloc(8);
  double.writeDoubleLE(prefix.readUIntBE(0, 3) * 2 ** 24);
  return double.subarray(5);
})();

const rawForms: readonly Form[] = [
  { needle: prefix, read: (bytes, at) => hexAt(bytes, at, at + 6) },
  { needle: Buffer.from(prefix).reverse(), read: (bytes, at) => swapped(hexAt(bytes, at - 3, at + 3)) },
  {
    needle: ofNumber,
    read: (bytes, at) =>
      at < 5
        ? ''
        : Math.trunc(bytes.readDoubleLE(at - 5))
            .toString(16)
            .padStart(12, '0'),
  },
];

/** One form of text: separator between bytes, bytes a character, case, order. */
const textForms: readonly Form[] = ['', ':', '-'].flatMap(separator =>
  ([1, 2] as const).flatMap(width =>
    [(text: string) => text, (text: string) => text.toUpperCase()].flatMap(cased =>
      [false, true].map((reversed): Form => {
        const order = reversed ? Buffer.from(prefix).reverse() : prefix;
        const part = cased([...order].map(byte => byte.toString(16).padStart(2, '0')).join(separator));
        const needle = Buffer.from(part, width === 1 ? 'latin1' : 'utf16le');
        const whole = (12 + 5 * separator.length) * width;
        return {
          needle,
          read(bytes, at) {
            const from = reversed ? at + needle.length - whole : at;
            const said = bytes
              .subarray(Math.max(0, from), from + whole)
              .toString(width === 1 ? 'latin1' : 'utf16le')
              .replaceAll(separator, '')
              .toLowerCase();
            if (!/^[0-9a-f]{12}$/.test(said)) return '';
            return reversed ? swapped(said) : said;
          },
        };
      }),
    ),
  ),
);
