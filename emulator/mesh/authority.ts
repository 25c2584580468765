import type { StreamName } from '../../src/mesh/contract/streams.ts';
import { type SigningKey, seededKey, signMessage } from './signing.ts';
import { type Body, createStream, type Item, type Numbered, type Stream } from './stream.ts';

/** What goes onto the broker. */
export interface Message {
  readonly topic: string;
  readonly payload: Buffer;
  readonly retain: boolean;
}

/** The streams that the emulated authority owns, and the member of an item that is its key. */
const keyMembers = {
  price: 'sku',
  product: 'sku',
  offer: 'offer',
  binding: 'label',
  template: 'template',
  beacon: 'beacon',
  screen: 'screen',
  fx: 'pair',
} as const;
export type OwnStream = keyof typeof keyMembers;
export const ownStreams = Object.keys(keyMembers) as OwnStream[];

/** Streams that not every shop has: no head tells of them before there is something. */
const optional: readonly OwnStream[] = ['fx', 'beacon', 'screen'];

/** Items in one message, and the bytes at which a snapshot chunk is closed before it has so many. */
const maxItems = 200;
const maxChunkBytes = 512 * 1024;

/** What a snapshot ask wants. */
export interface Ask {
  readonly gateway: string;
  readonly corr: string;
  readonly stream: OwnStream;
  readonly buckets: 'all' | readonly number[];
}

/** What one gateway is to do, once and until `notAfter`. */
export interface Order {
  readonly id: string;
  readonly gateway: string;
  readonly verb: string;
  /** RFC 3339, UTC. */
  readonly notAfter: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Facts that were just numbered, and the messages that say so. */
export interface Published {
  readonly numbered: Numbered;
  readonly messages: readonly Message[];
}

/** The source of truth: owns the streams, numbers and signs. Sends nothing itself. */
export interface Authority {
  readonly streams: Readonly<Record<OwnStream, Stream>>;
  /** Numbers the changes and signs them: prices in batches, others one by one. */
  change(stream: OwnStream, changes: readonly (readonly [key: string, body: Body])[]): Published;
  /** The same as somebody would say it who knows everything but the key. Nothing is numbered. */
  forge(stream: OwnStream, changes: readonly (readonly [key: string, body: Body])[]): Message[];
  heads(): Message[];
  snapshot(ask: Ask): Message[];
  /** Tells a gateway to do something once. */
  command(order: Order): Message;
  /** The till's signed watermark. */
  tillMark(seq: number): Message;
  /** A new epoch in every stream; gateways learn it from the heads. */
  renew(epoch: number): void;
}

export interface AuthorityOptions {
  readonly organisation: string;
  readonly store: string;
  readonly epoch: number;
  readonly key: SigningKey;
  readonly tillKey: SigningKey;
  readonly ratesKey: SigningKey;
  /** What the mesh believes the time is, milliseconds. */
  readonly now: () => number;
}

export function createAuthority(options: AuthorityOptions): Authority {
  const { organisation, store } = options;
  const stranger = seededKey(0, options.ratesKey.kid, []);
  let count = 0;
  const streams = Object.fromEntries(
    ownStreams.map(name => [name, createStream(name, keyMembers[name], options.epoch)]),
  ) as Record<OwnStream, Stream>;

  /** Rates are the same in every store, and signed by a key of their own. */
  const placeOf = (stream: OwnStream) =>
    stream === 'fx' ? { home: 'all', key: options.ratesKey } : { home: store, key: options.key };

  function message(
    topic: string,
    type: string,
    data: unknown,
    { home = store, key = options.key, retain = false }: { home?: string; key?: SigningKey; retain?: boolean } = {},
  ): Message {
    const envelope = {
      specversion: '1.0',
      id: `${options.epoch}-${++count}`,
      source: `urn:${organisation}:${key === options.tillKey ? 'till' : key === options.key ? 'pricing' : 'rates'}`,
      type,
      subject: home,
      time: new Date(options.now()).toISOString(),
      data,
    } as const;
    return { topic: `${organisation}/shelf/v1/${home}/${topic}`, payload: signMessage(envelope, key), retain };
  }

  function single(stream: OwnStream, data: Numbered, as = placeOf(stream)): Message {
    const key = String(data.items[0]?.[keyMembers[stream]]);
    return message(`fact/${stream}/${key}`, `shelf.${stream}.v1`, data, as);
  }

  return {
    streams,
    change(name, changes) {
      const numbered = streams[name].put(changes);
      if (name === 'price' && changes.length > 1) {
        const messages = slices(numbered, maxItems).map(data =>
          message(`fact/price-batch/${data.epoch}-${data.firstSeq}`, 'shelf.price-batch.v1', data),
        );
        return { numbered, messages };
      }
      return { numbered, messages: slices(numbered, 1).map(data => single(name, data)) };
    },
    forge(name, changes) {
      const stream = streams[name];
      return changes.map(([key, body], index) => {
        const version = (stream.item(key)?.version ?? 0) + 1;
        const seq = stream.seq() + 1 + index;
        const item = { [keyMembers[name]]: key, version, ...body };
        const data = { stream: name, epoch: stream.epoch(), firstSeq: seq, lastSeq: seq, items: [item] };
        return single(name, data, { ...placeOf(name), key: stranger });
      });
    },
    heads: () =>
      ownStreams
        .filter(name => !optional.includes(name) || streams[name].seq() > 0)
        .map(name => {
          const data = { ...streams[name].head(), issuedAt: new Date(options.now()).toISOString() };
          return message(`head/${name}`, 'shelf.head.v1', data, { ...placeOf(name), retain: true });
        }),
    snapshot({ gateway, corr, stream, buckets }) {
      const chunks = chunked(streams[stream].items(buckets));
      const { epoch, seq } = streams[stream].head();
      return chunks.map((items, chunk) =>
        message(
          `to/${gateway}/reply/${corr}`,
          'shelf.snapshot-chunk.v1',
          { corr, stream, epoch, seq, buckets, chunk, chunks: chunks.length, items },
          { key: placeOf(stream).key },
        ),
      );
    },
    command: order => message(`to/${order.gateway}/cmd/${order.verb}/${order.id}`, 'shelf.command.v1', order),
    tillMark: seq =>
      message(
        'till/applied',
        'shelf.till-applied.v1',
        { stream: 'price' satisfies StreamName, epoch: streams.price.epoch(), seq },
        { key: options.tillKey, retain: true },
      ),
    renew(epoch) {
      for (const name of ownStreams) streams[name].renew(epoch);
    },
  };
}

/** Cuts a numbered range into messages of at most `size` items. */
function slices(numbered: Numbered, size: number): Numbered[] {
  const parts: Numbered[] = [];
  for (let at = 0; at < numbered.items.length; at += size) {
    const items = numbered.items.slice(at, at + size);
    const firstSeq = numbered.firstSeq + at;
    parts.push({ ...numbered, firstSeq, lastSeq: firstSeq + items.length - 1, items });
  }
  return parts;
}

/** Cuts a snapshot into chunks that stay below the message limit; at least one, so that an empty answer is one too. */
function chunked(items: readonly Item[]): Item[][] {
  const chunks: Item[][] = [[]];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item));
    if (chunks.at(-1)!.length > 0 && (chunks.at(-1)!.length >= maxItems || bytes + size > maxChunkBytes)) {
      chunks.push([]);
      bytes = 0;
    }
    chunks.at(-1)!.push(item);
    bytes += size;
  }
  return chunks;
}
