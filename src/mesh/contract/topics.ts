import { idPattern, labelPattern } from './ids.ts';
import { limits } from './limits.ts';
import { type StreamName, storeOf, streamNames } from './streams.ts';

/** What a gateway needs to know of itself to find its topics. */
export interface TopicPlace {
  readonly organisation: string;
  readonly store: string;
  readonly gateway: string;
}

const root = (organisation: string, store: string) => `${organisation}/shelf/v1/${store}`;

/** Topics that the authority publishes on. */
export const authorityTopics = {
  priceBatch: (at: Omit<TopicPlace, 'gateway'>, batch: string) =>
    `${root(at.organisation, at.store)}/fact/price-batch/${batch}`,
  fact: (at: Omit<TopicPlace, 'gateway'>, stream: StreamName, key: string) =>
    `${root(at.organisation, storeOf(stream, at.store))}/fact/${stream}/${key}`,
  head: (at: Omit<TopicPlace, 'gateway'>, stream: StreamName) =>
    `${root(at.organisation, storeOf(stream, at.store))}/head/${stream}`,
  keys: (organisation: string) => `${root(organisation, 'all')}/authority/keys`,
  command: (at: TopicPlace, verb: string, id: string) =>
    `${root(at.organisation, at.store)}/to/${at.gateway}/cmd/${verb}/${id}`,
  reply: (at: TopicPlace, corr: string) => `${root(at.organisation, at.store)}/to/${at.gateway}/reply/${corr}`,
  till: (at: Omit<TopicPlace, 'gateway'>) => `${root(at.organisation, at.store)}/till/applied`,
};

/** The one prefix that a gateway publishes under, and the topics below it. */
export function gatewayTopics(at: TopicPlace) {
  const own = `${root(at.organisation, at.store)}/gw/${at.gateway}`;
  return {
    state: `${own}/state`,
    health: `${own}/health`,
    applied: (stream: StreamName) => `${own}/applied/${stream}`,
    ask: (stream: StreamName) => `${own}/ask/snapshot/${stream}`,
    ack: (command: string) => `${own}/ack/${command}`,
    alarm: (code: string) => `${own}/alarm/${code.replace('.', '-')}`,
    binding: (label: string) => `${own}/binding/${label}`,
    labelState: (label: string) => `${own}/label/${label}/state`,
    labelButton: (label: string, button: number) => `${own}/label/${label}/button/${button}`,
    screenState: (screen: string) => `${own}/screen/${screen}/state`,
    /** `hour`: when it began, as `2026112315` in UTC. */
    screenPlays: (screen: string, hour: string) => `${own}/screen/${screen}/plays/${hour}`,
    zone: (zone: string, what: 'presence' | 'dwell' | 'queue' | 'heat') => `${own}/zone/${zone}/${what}`,
    beaconState: (beacon: string) => `${own}/beacon/${beacon}/state`,
    offerState: (offer: string) => `${own}/offer/${offer}/state`,
    sighting: (tag: string) => `${own}/sighting/${tag}`,
    medians: `${own}/medians`,
    notice: (notice: string) => `${own}/notice/${notice}`,
    sensorState: (sensor: string) => `${own}/sensor/${sensor}/state`,
    sensorEvent: (sensor: string) => `${own}/sensor/${sensor}/event`,
    coupon: (coupon: string) => `${own}/coupon/${coupon}`,
    sessionZone: (session: string) => `${own}/session/${session}/zone`,
    sessionOffer: (session: string, offer: string) => `${own}/session/${session}/offer/${offer}`,
  };
}

/** What a gateway subscribes to: never shared, so that QoS 1 holds with every broker. */
export function gatewaySubscriptions(at: TopicPlace): string[] {
  const own = root(at.organisation, at.store);
  const all = root(at.organisation, 'all');
  return [
    `${own}/fact/#`,
    `${all}/fact/#`,
    `${own}/head/+`,
    `${all}/head/+`,
    `${all}/authority/keys`,
    `${own}/to/${at.gateway}/#`,
    `${own}/till/applied`,
    `${own}/gw/+/medians`,
  ];
}

/** A topic that comes to a gateway, taken apart. */
export type InboundTopic =
  | { readonly kind: 'fact'; readonly store: string; readonly stream: StreamName; readonly key: string }
  | { readonly kind: 'price-batch'; readonly store: string; readonly batch: string }
  | { readonly kind: 'head'; readonly store: string; readonly stream: StreamName }
  | { readonly kind: 'keys'; readonly store: 'all' }
  | {
      readonly kind: 'command';
      readonly store: string;
      readonly gateway: string;
      readonly verb: string;
      readonly id: string;
    }
  | { readonly kind: 'reply'; readonly store: string; readonly gateway: string; readonly corr: string }
  | { readonly kind: 'till'; readonly store: string };

const streamOf = (text: string | undefined): StreamName | null => streamNames.find(name => name === text) ?? null;
const keyPatternOf = (stream: StreamName) => (stream === 'binding' ? labelPattern : idPattern);

/** Reads a topic below `{organisation}/shelf/v1/`; null when the contract knows no such topic. */
export function parseInboundTopic(topic: string): InboundTopic | null {
  if (Buffer.byteLength(topic) > limits.topicBytes) return null;
  const [organisation, shelf, v1, store, area, a, b, c, d, ...rest] = topic.split('/');
  if (shelf !== 'shelf' || v1 !== 'v1' || rest.length > 0 || store === undefined) return null;
  if (!idPattern.test(organisation ?? '') || !idPattern.test(store)) return null;
  const ids = [a, b, c, d].filter(level => level !== undefined);
  if (ids.some(level => !idPattern.test(level))) return null;
  if (area === 'fact' && ids.length === 2) {
    if (a === 'price-batch') return { kind: 'price-batch', store, batch: b! };
    const stream = streamOf(a);
    return stream !== null && keyPatternOf(stream).test(b!) ? { kind: 'fact', store, stream, key: b! } : null;
  }
  if (area === 'head' && ids.length === 1) {
    const stream = streamOf(a);
    return stream === null ? null : { kind: 'head', store, stream };
  }
  if (area === 'to' && ids.length === 4 && b === 'cmd')
    return { kind: 'command', store, gateway: a!, verb: c!, id: d! };
  if (area === 'to' && ids.length === 3 && b === 'reply') return { kind: 'reply', store, gateway: a!, corr: c! };
  if (area === 'till' && ids.length === 1 && a === 'applied') return { kind: 'till', store };
  if (area === 'authority' && ids.length === 1 && a === 'keys' && store === 'all') return { kind: 'keys', store };
  return null;
}

/** A topic below a gateway's prefix, taken apart: what an authority needs of it. */
export type GatewayTopic = {
  readonly organisation: string;
  readonly store: string;
  readonly gateway: string;
  readonly path: readonly string[];
};

/** Reads `{o}/shelf/v1/{store}/gw/{gw}/…`; null when it is none. */
export function parseGatewayTopic(topic: string): GatewayTopic | null {
  const [organisation, shelf, v1, store, gw, gateway, ...path] = topic.split('/');
  if (shelf !== 'shelf' || v1 !== 'v1' || gw !== 'gw' || !organisation || !store || !gateway || path.length === 0)
    return null;
  return { organisation, store, gateway, path };
}
