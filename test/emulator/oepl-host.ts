import { createHash } from 'node:crypto';

/** A host of a label radio, as far as a test needs one: it speaks the wire and does what it is told. */
export interface ScriptedHost {
  /** Bytes that came from the module. */
  received(bytes: Uint8Array): void;
  send(what: string | Uint8Array): void;
  /** Everything that the module said, as Latin-1 text. */
  said(): string;
  /** Forgets what was said. */
  clear(): void;
  /** Words with a body whose checksum is right, such as `XFC>`. */
  readonly words: { readonly word: string; readonly body: Buffer }[];
  readonly files: Map<string, Buffer>;
  /** How long it thinks before it brings a block, ms; null: it never does. */
  thinkMs: number | null;
  queue(mac: string, offer: Offer): Buffer;
}

export interface Offer {
  readonly file?: Buffer;
  readonly type: number;
  readonly argument?: number;
  readonly nextCheckIn?: number;
  readonly attempts?: number;
  /** Eight bytes; default those that name the file. */
  readonly ver?: Buffer;
}

const bodyBytes: Readonly<Record<string, number>> = { 'ADR>': 30, 'RQB>': 18, 'XFC>': 9, 'XTO>': 9 };

export function withSum(body: Buffer): Buffer {
  body[0] = body.subarray(1).reduce((sum, byte) => sum + byte, 0) & 0xff;
  return body;
}

/** Files are known by the first bytes of their MD5. */
export const verOf = (file: Buffer): Buffer => createHash('md5').update(file).digest().subarray(0, 8);
export const macBytes = (text: string): Buffer => Buffer.from(text, 'hex').reverse();

export function pendingOf(mac: string, offer: Offer): Buffer {
  const file = offer.file ?? Buffer.alloc(0);
  const body = Buffer.alloc(27);
  (offer.ver ?? verOf(file)).copy(body, 1);
  body.writeUInt32LE(file.length, 9);
  body[13] = offer.type;
  body[14] = offer.argument ?? 0;
  body.writeUInt16LE(offer.nextCheckIn ?? 0, 15);
  body.writeUInt16LE(offer.attempts ?? 180, 17);
  macBytes(mac).copy(body, 19);
  return withSum(body);
}

/** What follows the acknowledgement of `>D>`: a block behind its mask, filled up, and a tail that ends it for certain. */
export function blockOf(file: Buffer, number: number): Buffer {
  const data = file.subarray(number * 4096, (number + 1) * 4096);
  const block = Buffer.alloc(4100, 0xff);
  block.writeUInt16LE(data.length, 0);
  block.writeUInt16LE(data.reduce((sum, byte) => sum + byte, 0) & 0xffff, 2);
  data.copy(block, 4);
  return Buffer.concat([block.map(byte => byte ^ 0xaa), Buffer.alloc(32, 0xf5)]);
}

export interface HostLine {
  readonly write: (bytes: Buffer) => void;
  readonly after: (ms: number, work: () => void) => void;
}

export function scriptedHost({ write, after }: HostLine): ScriptedHost {
  let all = '';
  let unread = Buffer.alloc(0);
  let bringing: Buffer | null = null;
  const files = new Map<string, Buffer>();
  const words: { word: string; body: Buffer }[] = [];

  const heard = (word: string, body: Buffer): void => {
    words.push({ word, body });
    const file = word === 'RQB>' ? files.get(body.toString('hex', 1, 9)) : undefined;
    if (!file || host.thinkMs === null) return;
    after(host.thinkMs, () => {
      bringing = blockOf(file, body[9]!);
      host.send('>D>');
    });
  };
  const read = (): void => {
    while (unread.length >= 4) {
      const word = unread.toString('latin1', 0, 4);
      const size = bodyBytes[word];
      if (word === 'ACK>' && bringing) {
        write(bringing);
        bringing = null;
      }
      if (size !== undefined) {
        if (unread.length < 4 + size) return;
        const body = unread.subarray(4, 4 + size);
        if (body[0] === withSum(Buffer.from(body))[0]) {
          unread = unread.subarray(4 + size);
          heard(word, Buffer.from(body));
          continue;
        }
      }
      unread = unread.subarray(1);
    }
  };
  const host: ScriptedHost = {
    words,
    files,
    thinkMs: 5,
    received(bytes) {
      all += Buffer.from(bytes).toString('latin1');
      unread = Buffer.concat([unread, bytes]);
      read();
    },
    send: what => write(Buffer.from(what as string, 'latin1')),
    said: () => all,
    clear() {
      all = '';
    },
    queue(mac, offer) {
      const body = pendingOf(mac, offer);
      if (offer.file) files.set((offer.ver ?? verOf(offer.file)).toString('hex'), offer.file);
      write(Buffer.concat([Buffer.from('SDA>'), body]));
      return body;
    },
  };
  return host;
}
