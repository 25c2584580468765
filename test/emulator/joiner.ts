import mqtt from 'mqtt';
import type { Shop } from '../../emulator/shop.ts';
import { createDigest } from '../../src/mesh/contract/digest.ts';
import { inboundMessages } from '../../src/mesh/contract/messages.ts';
import { publicKeyFromRaw, verifyEnvelope } from '../../src/mesh/contract/signature.ts';
import type { StreamName } from '../../src/mesh/contract/streams.ts';
import {
  gatewaySubscriptions,
  gatewayTopics,
  type InboundTopic,
  parseInboundTopic,
} from '../../src/mesh/contract/topics.ts';

export const place = { organisation: 'endcap-demo', store: '0042', gateway: 'gw-01' } as const;
const topics = gatewayTopics(place);

export type Item = Readonly<Record<string, unknown>> & { readonly version: number; readonly deleted?: true };

/** The members that the tests look at; which of them are there depends on the type. */
export interface Data {
  readonly stream: StreamName;
  readonly epoch: number;
  readonly seq: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly count: number;
  readonly digest: string;
  readonly issuedAt: string;
  readonly chunk: number;
  readonly chunks: number;
  readonly items: readonly Item[];
}

/** A message as a gateway that knows nothing but the contract sees it. */
export interface Seen {
  readonly topic: InboundTopic | null;
  readonly payload: Buffer;
  readonly retained: boolean;
  /** Null: it is no message of the contract. */
  readonly data: Data | null;
  /** Its type fits its schema, and the key that it names signed it and may. */
  readonly fits: boolean;
  readonly signed: boolean;
}

/** Somebody at the broker, in a gateway's place. */
export interface Joiner {
  readonly seen: Seen[];
  of(kind: InboundTopic['kind'], stream?: StreamName): Seen[];
  /** Says that everything up to `seq` is on the labels. */
  applied(epoch: number, seq: number): Promise<unknown>;
  /** Asks for a snapshot and waits for all its chunks, in order. */
  ask(stream: StreamName, buckets?: 'all' | readonly number[]): Promise<Seen[]>;
  connected(): boolean;
  leave(): Promise<void>;
}

type Keys = Shop['mesh']['keys'];

function read(topicText: string, payload: Buffer, retained: boolean, keys: Keys): Seen {
  const topic = parseInboundTopic(topicText);
  const lost = { topic, payload, retained, data: null, fits: false, signed: false };
  let envelope: Record<string, unknown>;
  try {
    envelope = JSON.parse(payload.toString('utf8'));
  } catch {
    return lost;
  }
  const schema = inboundMessages[envelope.type as keyof typeof inboundMessages];
  const sig = envelope.sig as { kid: string; value: string } | undefined;
  const data = envelope.data as Data;
  const need = topic?.kind === 'till' ? 'till' : data.stream;
  const key = keys.find(one => one.kid === sig?.kid && one.signs.includes(need));
  const signed = key !== undefined && verifyEnvelope(envelope, sig!.value, publicKeyFromRaw(key.publicKey));
  const home = data.stream === 'fx' && topic?.kind !== 'reply' ? 'all' : place.store;
  const fits = schema?.safeParse(envelope).success === true && envelope.subject === home;
  return { topic, payload, retained, data, fits, signed };
}

/** @param keys asked for with every message, since a shop may open after somebody listens */
export async function join(url: string, keys: () => Keys): Promise<Joiner> {
  const client = mqtt.connect(url, { protocolVersion: 4, reconnectPeriod: 50 });
  const raw: { topic: string; payload: Buffer; retained: boolean }[] = [];
  const judged = new Map<object, Seen>();
  client.on('error', () => {});
  client.on('message', (topic, payload, packet) => raw.push({ topic, payload, retained: packet.retain }));
  await client.subscribeAsync(gatewaySubscriptions(place), { qos: 1 });
  let asks = 0;

  const joiner: Joiner = {
    get seen() {
      return raw.map(message => {
        const found = judged.get(message) ?? read(message.topic, message.payload, message.retained, keys());
        judged.set(message, found);
        return found;
      });
    },
    of: (kind, stream) =>
      joiner.seen.filter(
        ({ topic, data }) => topic?.kind === kind && (stream === undefined || data?.stream === stream),
      ),
    applied: (epoch, seq) =>
      client.publishAsync(topics.applied('price'), envelopeOf('shelf.applied.v1', { stream: 'price', epoch, seq }), {
        qos: 1,
      }),
    async ask(stream, buckets = 'all') {
      const corr = `ask-${++asks}`;
      const body = envelopeOf('shelf.snapshot-ask.v1', { corr, stream, buckets, known: null });
      await client.publishAsync(topics.ask(stream), body, { qos: 1 });
      return until(() => {
        const chunks = joiner.of('reply').filter(({ topic }) => topic?.kind === 'reply' && topic.corr === corr);
        return chunks.length > 0 && chunks.length === chunks[0]!.data?.chunks && chunks;
      }, `the snapshot of ${stream}`);
    },
    connected: () => client.connected,
    leave: () => client.endAsync(true),
  };
  return joiner;
}

function envelopeOf(type: string, data: unknown): string {
  const { gateway, store } = place;
  return JSON.stringify({
    specversion: '1.0',
    id: '1',
    source: `urn:endcap:${gateway}`,
    type,
    subject: store,
    time: new Date().toISOString(),
    data,
  });
}

/** The digest that a head of these items must carry: the newest version of every key. */
export function digestOf(items: readonly Item[], member: string, epoch: number): string {
  const newest = new Map<string, number>();
  for (const item of items) newest.set(String(item[member]), item.version);
  const digest = createDigest();
  for (const [key, version] of newest) digest.toggle(key, { epoch, version });
  return digest.whole();
}

export async function until<T>(
  look: () => T | false | null | undefined | Promise<T | false | null | undefined>,
  what: string,
  limitMs = 8_000,
): Promise<T> {
  const endMs = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== false && found !== null && found !== undefined) return found;
    if (Date.now() > endMs) throw new Error(`${what} did not come within ${limitMs} ms`);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

export const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
