import { type Authority, createAuthority, type Message, ownStreams } from '../../emulator/mesh/authority.ts';
import { type BrokerAccess, createLink, type Link } from '../../emulator/mesh/link.ts';
import { seededKey } from '../../emulator/mesh/signing.ts';
import { snapshotAskSchema } from '../../src/mesh/contract/snapshot.ts';

export const at = { organisation: 'acme', store: '0042', gateway: 'gw-01' } as const;
export const pricingKey = seededKey(1, 'pricing', [...ownStreams, 'command', 'keys']);
export const tillKey = seededKey(1, 'till', ['till']);
export const ratesKey = seededKey(1, 'rates', ['fx']);
export const pinned = [pricingKey, tillKey, ratesKey].map(({ kid, publicKey, signs }) => ({
  kid,
  publicKey,
  signs: signs as ('price' | 'till')[],
}));

/** A body of a price fact: one regular price with its unit price. */
export function priceBody(amountMinor: number, over: Record<string, unknown> = {}) {
  const point = {
    from: '2026-01-01T00:00:00Z',
    amountMinor,
    currency: 'EUR',
    unitPriceMinor: amountMinor,
    unit: 'kg',
    kind: 'regular',
  };
  return { timeline: [{ ...point, ...over }] };
}

export function newAuthority(epoch = 7): Authority {
  return createAuthority({
    organisation: at.organisation,
    store: at.store,
    epoch,
    key: pricingKey,
    tillKey,
    ratesKey,
    now: Date.now,
  });
}

/** The retailer's side of the broker: publishes what it is told to and answers asks, unless it is told not to. */
export interface Shop {
  readonly authority: Authority;
  readonly link: Link;
  /** Snapshot asks that came, as `stream/buckets`. */
  readonly asks: string[];
  /** Everything that gateways published, by topic below the gateway's prefix. */
  readonly heard: {
    readonly topic: string;
    readonly data: Record<string, unknown> | null;
    readonly traceparent: string | null;
  }[];
  answering: boolean;
  send(messages: readonly Message[]): Promise<void>;
  stop(): Promise<void>;
}

export async function openShop(broker: BrokerAccess, authority = newAuthority()): Promise<Shop> {
  const asks: string[] = [];
  const heard: Shop['heard'] = [];
  let ready: () => void = () => {};
  const connected = new Promise<void>(resolve => {
    ready = resolve;
  });
  const root = `${at.organisation}/shelf/v1/${at.store}/gw/${at.gateway}/`;
  const link = createLink(broker, 'central', [`${root}#`], onMessage, () => ready());

  function onMessage(topic: string, payload: Buffer): void {
    const envelope =
      payload.length === 0
        ? null
        : (JSON.parse(payload.toString('utf8')) as { data: Record<string, unknown>; traceparent?: string });
    heard.push({
      topic: topic.slice(root.length),
      data: envelope?.data ?? null,
      traceparent: envelope?.traceparent ?? null,
    });
    if (!topic.startsWith(`${root}ask/snapshot/`)) return;
    const ask = snapshotAskSchema.parse(envelope?.data);
    asks.push(`${ask.stream}/${String(ask.buckets)}`);
    const stream = ownStreams.find(name => name === ask.stream);
    if (!shop.answering || stream === undefined) return;
    void send(shop.authority.snapshot({ gateway: at.gateway, corr: ask.corr, stream, buckets: ask.buckets }));
  }

  async function send(messages: readonly Message[]): Promise<void> {
    await Promise.all(messages.map(message => link.publish(message)));
  }

  const shop: Shop = { authority, link, asks, heard, answering: true, send, stop: () => link.stop() };
  await connected;
  return shop;
}
