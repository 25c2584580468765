import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';

/*
 * Looks for many Bluetooth addresses at once, whatever they are, in one pass over bytes: as text with or without
 * separators, in either case, in either order of bytes, with one or two bytes a character; as six bytes in either order;
 * and as a number of JavaScript, whole or in two halves as they stand in an object.
 */

export type Form = 'text' | 'raw' | 'number';

/** Addresses that were found, in the form they stood in. */
export type Found = Readonly<Record<Form, ReadonlySet<string>>>;

export interface Search {
  /** Twelve hex digits each. */
  readonly addresses: ReadonlySet<string>;
  in(...pieces: readonly Uint8Array[]): Found;
  /** All files below a folder, their names as well. */
  inFiles(dir: string): Found & { readonly bytes: number };
  /** Everything that a process can read of itself. From outside, so that what is looked for is not put there by looking. */
  inMemory(pid: number): Found & { readonly bytes: number };
}

type Hit = (form: Form, address: string) => void;

const half = 2 ** 24;
const notHex = 16;
/** Value of a hex digit, by its character. */
const nibbles = Uint8Array.from({ length: 256 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16);
  return code < 0x80 && /[0-9a-f]/i.test(String.fromCharCode(code)) ? value : notHex;
});
const colon = 0x3a;
const hyphen = 0x2d;
const pageBytes = 4_096;
const emptyPage = Buffer.alloc(pageBytes);
const pieceBytes = 16 * 1024 * 1024;
/** Pieces overlap by more than the longest form. */
const overlapBytes = 128;
const byteOrders = [(hex: string) => hex, (hex: string) => Buffer.from(hex, 'hex').reverse().toString('hex')] as const;

/** A search for these addresses. */
export function createSearch(wanted: Iterable<string>): Search {
  const addresses = new Set(wanted);
  /** Which three bytes any of them begins with, in either order; most bytes are passed over by this. */
  const beginnings = new Uint32Array(half / 32);
  const mayBegin = (three: number): boolean => ((beginnings[three >>> 5]! >>> (three & 31)) & 1) !== 0;
  /** By both halves in one number. */
  const known = new Map<number, string>();
  /** In this order only: numbers have no other. */
  const numbers = new Map<number, string>();
  for (const address of addresses) {
    numbers.set(Number.parseInt(address, 16), address);
    for (const ordered of byteOrders.map(order => order(address))) {
      const three = Number.parseInt(ordered.slice(0, 6), 16);
      beginnings[three >>> 5]! |= 1 << (three & 31);
      known.set(Number.parseInt(ordered, 16), address);
    }
  }

  function ask(high: number, low: number, form: Form, hit: Hit): void {
    if (!mayBegin(high)) return;
    const address = known.get(high * half + low);
    if (address !== undefined) hit(form, address);
  }

  /** Twelve digits in a row, `step` bytes a character: every one of them that follows eleven others may end an address. */
  function readRun(bytes: Uint8Array, from: number, step: number, hit: Hit): number {
    let [high, low, digits, at] = [0, 0, 0, from];
    for (; at < bytes.length; at += step) {
      const nibble = nibbles[bytes[at]!]!;
      if (nibble === notHex || (step === 2 && bytes[at + 1] !== 0)) break;
      high = ((high << 4) | (low >>> 20)) & 0xffffff;
      low = ((low << 4) | nibble) & 0xffffff;
      if (++digits >= 12) ask(high, low, 'text', hit);
    }
    return at;
  }

  /** Six pairs of digits, the first of the separators at `at`. */
  function readSeparated(bytes: Uint8Array, at: number, step: number, hit: Hit): void {
    const separator = bytes[at]!;
    let [high, low] = [0, 0];
    for (let character = -2; character < 15; character++) {
      const code = bytes[at + character * step];
      if (code === undefined) return;
      if (character % 3 === 0) {
        if (code !== separator) return;
        continue;
      }
      const nibble = nibbles[code]!;
      if (nibble === notHex) return;
      high = ((high << 4) | (low >>> 20)) & 0xffffff;
      low = ((low << 4) | nibble) & 0xffffff;
    }
    ask(high, low, 'text', hit);
  }

  function readTexts(bytes: Uint8Array, hit: Hit): void {
    let runEnd = 0;
    const wideEnd = [0, 0];
    for (let at = 0; at < bytes.length; at++) {
      const code = bytes[at]!;
      if (nibbles[code] !== notHex) {
        // Short runs are what most bytes are: the sixth character decides whether to read on.
        if (at >= runEnd && nibbles[bytes[at + 6]!] !== notHex) runEnd = readRun(bytes, at, 1, hit);
        if (bytes[at + 1] === 0 && at >= wideEnd[at & 1]! && bytes[at + 3] === 0)
          wideEnd[at & 1] = readRun(bytes, at, 2, hit);
      } else if (code === colon || code === hyphen) {
        if (bytes[at + 3] === code) readSeparated(bytes, at, 1, hit);
        if (bytes[at + 6] === code && bytes[at + 1] === 0) readSeparated(bytes, at, 2, hit);
      }
    }
  }

  function readBytes(bytes: Uint8Array, hit: Hit): void {
    let high = 0;
    for (let at = 0; at < bytes.length; at++) {
      high = ((high << 8) | bytes[at]!) & 0xffffff;
      if (!mayBegin(high) || at < 2 || at + 3 >= bytes.length) continue;
      ask(high, (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!, 'raw', hit);
    }
  }

  /** Doubles from 2^40 on; and small integers of 64 bits, which hold their value in the upper 32, one after the other. */
  function readNumbers(bytes: Uint8Array, hit: Hit): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at + 8 <= bytes.length; at += 4) {
      if (bytes[at + 7] === 0x42 && bytes[at + 6]! >> 4 >= 7) {
        const address = numbers.get(Math.trunc(view.getFloat64(at, true)));
        if (address !== undefined) hit('number', address);
      }
      if (bytes[at + 7] !== 0 || at + 16 > bytes.length || view.getUint32(at, true) !== 0) continue;
      const first = view.getUint32(at + 4, true);
      if (first >= half || view.getUint32(at + 8, true) !== 0) continue;
      const second = view.getUint32(at + 12, true);
      if (second >= half) continue;
      const address = numbers.get(first * half + second) ?? numbers.get(second * half + first);
      if (address !== undefined) hit('number', address);
    }
  }

  function collect(pieces: Iterable<Uint8Array>): Found & { readonly bytes: number } {
    const found = { text: new Set<string>(), raw: new Set<string>(), number: new Set<string>() };
    const hit: Hit = (form, address) => void found[form].add(address);
    let bytes = 0;
    for (const piece of pieces) {
      bytes += piece.length;
      readTexts(piece, hit);
      readBytes(piece, hit);
      readNumbers(piece, hit);
    }
    return { ...found, bytes };
  }

  return {
    addresses,
    in: (...pieces) => collect(pieces),
    inFiles: dir => collect(filesBelow(dir)),
    inMemory: pid => collect(memoryOf(pid)),
  };
}

function* filesBelow(dir: string): Generator<Uint8Array> {
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    yield Buffer.from(entry.name);
    if (entry.isFile()) yield readFileSync(join(entry.parentPath, entry.name));
  }
}

function* memoryOf(pid: number): Generator<Uint8Array> {
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const piece = Buffer.alloc(pieceBytes);
  try {
    for (const [start, end] of readableRegions(pid)) {
      for (let at = start; at < end; at += pieceBytes - overlapBytes) {
        const length = readAt(memory, piece, at, Math.min(pieceBytes, end - at));
        yield* written(piece.subarray(0, length));
        if (end - at <= pieceBytes) break;
      }
    }
  } finally {
    closeSync(memory);
    piece.fill(0);
  }
}

/** Stretches of pages in which anything stands: much of what a process has was never used. */
function* written(bytes: Buffer): Generator<Uint8Array> {
  let from: number | null = null;
  for (let at = 0; at < bytes.length; at += pageBytes) {
    const page = bytes.subarray(at, at + pageBytes);
    if (page.equals(emptyPage.subarray(0, page.length))) {
      if (from !== null) yield bytes.subarray(Math.max(0, from - overlapBytes), at + overlapBytes);
      from = null;
    } else from ??= at;
  }
  if (from !== null) yield bytes.subarray(Math.max(0, from - overlapBytes));
}

/** Without what is mapped from a file and cannot be written: that is the file, whoever was heard. */
function readableRegions(pid: number): [start: number, end: number][] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .map(line => /^([0-9a-f]+)-([0-9a-f]+) r(.)\S* \S+ \S+ \S+\s*(.*)$/.exec(line))
    .filter(parts => parts !== null)
    .filter(([, , , write, name = '']) => write === 'w' || !(name.startsWith('/') || /^\[v(var|syscall)/.test(name)))
    .map(([, start, end]) => [Number.parseInt(start!, 16), Number.parseInt(end!, 16)]);
}

/** Pages may go away while one reads. */
function readAt(file: number, into: Uint8Array, position: number, length: number): number {
  try {
    return readSync(file, into, 0, length, position);
  } catch {
    return 0;
  }
}
