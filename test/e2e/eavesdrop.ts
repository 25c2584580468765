import mqtt from 'mqtt';
import type { Heard } from '../../emulator/air.ts';
import { outboundMessages } from '../../src/mesh/contract/messages.ts';
import type { House } from './house.ts';

/** A message of a gateway as somebody else at the broker reads it. */
export interface Spoken {
  readonly topic: string;
  readonly gateway: string;
  /** Below the gateway's own prefix, e.g. `zone/fresh/presence`. */
  readonly path: string;
  /** As the contract has it; null: taken off the broker. */
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly payload: string;
  readonly atMs: number;
}

/** Somebody else at the broker, who holds each message of a gateway to the contract. */
export interface Bystander {
  /** Everything that was heard, oldest first. */
  readonly heard: readonly Spoken[];
  /** Those whose path matches, e.g. `/^session\//`. */
  on(path: RegExp): readonly Spoken[];
  /** Calls for each message from now on, while it arrives. */
  listen(listener: (spoken: Spoken) => void): void;
  stop(): Promise<void>;
}

const root = 'endcap-demo/shelf/v1/0042';

/** Listens to all gateways of the store. Throws, in the listener's turn, at nothing: what breaks the contract is kept. */
export async function standBy(house: House): Promise<Bystander & { readonly broken: readonly string[] }> {
  const { url } = house.shop.configuration().mesh as { url: string };
  const client = await mqtt.connectAsync(url, { reconnectPeriod: 200 });
  const heard: Spoken[] = [];
  const broken: string[] = [];
  const listeners: ((spoken: Spoken) => void)[] = [];
  client.on('message', (topic, payload) => {
    const [, , , , , gateway = '', ...path] = topic.split('/');
    const text = payload.toString('utf8');
    const envelope = text === '' ? null : (JSON.parse(text) as { type: string; data: Record<string, unknown> });
    const schema = envelope && outboundMessages[envelope.type as keyof typeof outboundMessages];
    const judged = schema?.safeParse(envelope);
    if (envelope && !judged?.success) broken.push(`${topic}: ${judged?.error.message ?? 'no such type'}`);
    const data = envelope?.data ?? null;
    const spoken: Spoken = { topic, gateway, path: path.join('/'), data, payload: text, atMs: Date.now() };
    heard.push(spoken);
    for (const listener of listeners) listener(spoken);
  });
  await client.subscribeAsync(`${root}/gw/#`);
  return {
    heard,
    broken,
    on: path => heard.filter(one => path.test(one.path)),
    listen: listener => void listeners.push(listener),
    async stop() {
      await client.endAsync(true);
    },
  };
}

export interface Frame {
  readonly atMs: number;
  readonly address: string;
  readonly hex: string;
}

/** An antenna in the emulated air that is no part of the agent. */
export interface Ear {
  /** What broadcasts and cannot be connected to, oldest first. */
  readonly frames: readonly Frame[];
  /** Frames that contain these bytes, hex. */
  saying(hex: string, sinceMs?: number): readonly Frame[];
  stop(): void;
}

/** @param adapter of a gateway whose agent does not run */
export function lendEar(house: House, adapter: number): Ear {
  const antenna = house.shop.radio.adapters[adapter]!;
  const frames: Frame[] = [];
  antenna.scan(({ address, data, connectable }: Heard) => {
    if (!connectable) frames.push({ atMs: Date.now(), address, hex: Buffer.from(data).toString('hex') });
  });
  return {
    frames,
    saying: (hex, sinceMs = 0) => frames.filter(frame => frame.atMs >= sinceMs && frame.hex.includes(hex)),
    stop: () => antenna.scan(null),
  };
}

/** The body of an Eddystone-URL for an https address without a word that the format shortens, hex. */
export const urlHex = (url: string): string => `03${Buffer.from(url.replace('https://', '')).toString('hex')}`;

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));
