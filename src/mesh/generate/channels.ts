import type { InboundType, OutboundType } from '../contract/messages.ts';

/** A kind of topic: who publishes what there, and how. */
export interface Channel {
  readonly name: string;
  /** With `{parameter}` levels; below `{organisation}/shelf/v1/`. */
  readonly below: string;
  readonly retain: boolean;
  readonly qos: 0 | 1;
  readonly description: string;
}
export interface InboundChannel extends Channel {
  readonly type: InboundType;
}
export interface OutboundChannel extends Channel {
  readonly type: OutboundType;
}

export const prefix = '{organisation}/shelf/v1/';

const fact = (stream: string, parameter: string, type: InboundType, description: string, store = '{store}') => ({
  name: `fact-${stream}`,
  below: `${store}/fact/${stream}/{${parameter}}`,
  type,
  retain: false,
  qos: 1 as const,
  description,
});

/** What the retailer's side publishes, signed. */
export const inboundChannels: readonly InboundChannel[] = [
  fact(
    'price-batch',
    'batch',
    'shelf.price-batch.v1',
    'Up to 200 prices with one signature, made durable together. `{batch}` is any id; it means nothing.',
  ),
  fact('price', 'sku', 'shelf.price.v1', 'One price: a timeline, so that changes take effect with the mesh down.'),
  fact('product', 'sku', 'shelf.product.v1', 'Name, GTIN, pack size, legal text, availability.'),
  fact('offer', 'offer', 'shelf.offer.v1', 'An offer: its SKUs, validity, zones, audience, price and limits.'),
  fact('binding', 'label', 'shelf.binding.v1', 'What a label shows, with which template, and where it hangs.'),
  fact(
    'template',
    'template',
    'shelf.template.v1',
    'A template of labels or a layout of screens, with the hash of its source.',
  ),
  fact('beacon', 'beacon', 'shelf.beacon.v1', 'What a beacon in a zone broadcasts: its slots, which take turns.'),
  fact('screen', 'screen', 'shelf.screen.v1', "A signage screen's playlist, or what all screens of a zone wear."),
  fact(
    'fx',
    'pair',
    'shelf.fx.v1',
    'An exchange rate, the same for every store; whether it is used is decided by the gate.',
    'all',
  ),
  {
    name: 'head',
    below: '{store}/head/{stream}',
    type: 'shelf.head.v1',
    retain: true,
    qos: 1,
    description: 'Where a stream stands, every 60 s.',
  },
  {
    name: 'head-fx',
    below: 'all/head/fx',
    type: 'shelf.head.v1',
    retain: true,
    qos: 1,
    description: 'Where the exchange rates stand, every 60 s.',
  },
  {
    name: 'reply',
    below: '{store}/to/{gateway}/reply/{corr}',
    type: 'shelf.snapshot-chunk.v1',
    retain: false,
    qos: 1,
    description: 'A chunk of the snapshot that a gateway asked for.',
  },
  {
    name: 'keys',
    below: 'all/authority/keys',
    type: 'shelf.key-set.v1',
    retain: true,
    qos: 1,
    description: 'The key set that replaces the one in force.',
  },
  {
    name: 'command',
    below: '{store}/to/{gateway}/cmd/{verb}/{id}',
    type: 'shelf.command.v1',
    retain: false,
    qos: 1,
    description: 'What a gateway is told to do, once.',
  },
  {
    name: 'till',
    below: '{store}/till/applied',
    type: 'shelf.till-applied.v1',
    retain: true,
    qos: 1,
    description: 'The tills charge by everything up to here.',
  },
];

const own = (name: string, below: string, type: OutboundType, retain: boolean, qos: 0 | 1, description: string) => ({
  name,
  below: `{store}/gw/{gateway}/${below}`,
  type,
  retain,
  qos,
  description,
});

/** What a gateway publishes, unsigned, all below one prefix: the broker knows it by its certificate. */
export const outboundChannels: readonly OutboundChannel[] = [
  own('state', 'state', 'shelf.gateway-state.v1', true, 1, 'Birth, farewell and last will.'),
  own('health', 'health', 'shelf.gateway-health.v1', false, 0, 'How it is, every 30 s.'),
  own('applied', 'applied/{stream}', 'shelf.applied.v1', true, 1, 'How far the shelf is proven to have come.'),
  own('ask', 'ask/snapshot/{stream}', 'shelf.snapshot-ask.v1', false, 1, 'Asks for a snapshot.'),
  own('ack', 'ack/{command}', 'shelf.command-ack.v1', false, 1, 'How a command ended.'),
  own('alarm', 'alarm/{code}', 'shelf.alarm.v1', true, 1, 'Something a person should look at.'),
  own(
    'binding',
    'binding/{label}',
    'shelf.local-binding.v1',
    true,
    1,
    'A binding that somebody made at the shelf, until the authority has said something newer.',
  ),
  own('label', 'label/{label}/state', 'shelf.label-state.v1', true, 1, 'What a label is known to show.'),
  own('beacon', 'beacon/{beacon}/state', 'shelf.beacon-state.v1', true, 1, 'What a beacon is known to broadcast.'),
  own('presence', 'zone/{zone}/presence', 'shelf.zone-presence.v1', true, 1, 'Who of ours is in a zone; counts only.'),
  own('dwell', 'zone/{zone}/dwell', 'shelf.zone-dwell.v1', true, 1, 'How long visits lasted in the last hour.'),
  own('sighting', 'sighting/{tag}', 'shelf.sighting.v1', false, 0, 'A tag that is known by name was heard.'),
  own(
    'medians',
    'medians',
    'shelf.medians.v1',
    false,
    0,
    'Once a second, what the radios heard of known tags; every gateway of the store reads it and decides the same.',
  ),
  own('session-zone', 'session/{session}/zone', 'shelf.session-zone.v1', false, 1, 'Where a consenting session is.'),
  own(
    'session-offer',
    'session/{session}/offer/{offer}',
    'shelf.session-offer.v1',
    false,
    1,
    'An offer for one session, or that it is over.',
  ),
  own(
    'offer-state',
    'offer/{offer}/state',
    'shelf.offer-state.v1',
    true,
    1,
    'Where an offer is made, and when it was gone.',
  ),
  own('queue', 'zone/{zone}/queue', 'shelf.zone-queue.v1', true, 1, 'How long the queue of a zone is.'),
  own('heat', 'zone/{zone}/heat', 'shelf.zone-heat.v1', true, 1, 'What the hour that is over was like in a zone.'),
  own('notice', 'notice/{notice}', 'shelf.notice.v1', true, 1, 'A threshold or a button calls for somebody.'),
  own('sensor', 'sensor/{sensor}/state', 'shelf.sensor-state.v1', true, 1, 'What a sensor says now.'),
  own('sensor-event', 'sensor/{sensor}/event', 'shelf.sensor-event.v1', false, 1, 'A press, a pick, a scan, a weight.'),
  own('coupon', 'coupon/{coupon}', 'shelf.coupon.v1', false, 1, 'What became of a coupon.'),
  own('screen', 'screen/{screen}/state', 'shelf.screen-state.v1', true, 1, 'How a screen stands.'),
  own(
    'screen-plays',
    'screen/{screen}/plays/{hour}',
    'shelf.screen-plays.v1',
    false,
    1,
    'Proof of play: what was seen on a screen in one hour. Told again, it replaces what was told of that hour.',
  ),
];

/** What stands for a level of a topic. */
export const parameters: Readonly<Record<string, string>> = {
  organisation: 'The retailer.',
  store: 'The store.',
  gateway: 'The gateway.',
  batch: 'Any id; new for every message.',
  sku: 'The article.',
  offer: 'The offer.',
  label: 'Bluetooth address of the label, 12 lower-case hex digits.',
  template: 'The template.',
  beacon: 'The beacon.',
  screen: 'The screen.',
  pair: '`{base}-{quote}` in lower case, e.g. `btc-eur`.',
  stream: 'The stream.',
  corr: 'The correlation id of the ask.',
  verb: 'What is to be done.',
  id: 'The command, unique for at least 7 days.',
  command: 'The id of the command.',
  zone: 'The zone.',
  tag: 'The name of the tag.',
  session: 'The session, an opaque id.',
  notice: 'What watches, as the configuration calls it.',
  sensor: 'The sensor, as the configuration calls it.',
  coupon: 'The coupon, an opaque id; never its code.',
  hour: 'When the hour began, UTC, as `2026112315`.',
  code: 'The reason code, its dot as a hyphen.',
};

/** The names of the parameters of an address, in order. */
export function parametersOf(address: string): string[] {
  return [...address.matchAll(/\{([a-z]+)\}/g)].map(([, name]) => name!);
}
