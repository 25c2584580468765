import { type CommandAck, commandAckSchema } from '../../src/mesh/contract/command.ts';
import { appliedSchema } from '../../src/mesh/contract/gateway.ts';
import { type LocalBindingData, localBindingSchema } from '../../src/mesh/contract/local-binding.ts';
import { snapshotAskSchema } from '../../src/mesh/contract/snapshot.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Cancel, Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import { type Bodies, openingFacts, planogram, type ShelfLabel } from './assortment.ts';
import { type Authority, createAuthority, type Message, type OwnStream, ownStreams } from './authority.ts';
import { type BrokerAccess, createLink, type Link } from './link.ts';
import { type SigningKey, seededKey } from './signing.ts';
import type { Body, Numbered } from './stream.ts';
import { createTill, type Till } from './till.ts';
import type { Point } from './timeline.ts';

/** What faults switch on the authority; all at rest: nothing is wrong. */
export interface Weather {
  /** Share of fact messages that are numbered and signed but never sent, 0 to 1. */
  lossRate: number;
  /** No heads. */
  frozen: boolean;
  /** The tills' watermark stays away. */
  tillSilent: boolean;
  /** Insists on its own planogram, whatever is bound at the shelf. */
  stubborn: boolean;
  /** Added to the time that the mesh believes. */
  clockOffsetMs: number;
}

export interface CentralMesh {
  readonly authority: Authority;
  readonly till: Till;
  readonly weather: Weather;
  /** What gateways pin. */
  readonly keys: readonly Pick<SigningKey, 'kid' | 'publicKey' | 'signs'>[];
  /** The time as the mesh believes it, milliseconds. */
  now(): number;
  /** Numbers, signs and sends; gives the numbers without waiting for the broker. */
  change(stream: OwnStream, changes: Bodies): Numbered;
  /** Tells a gateway to do something once; gives the command's id. How it ended, `acks` tells. */
  command(gateway: string, verb: string, args: Readonly<Record<string, unknown>>): string;
  /** How commands ended, oldest first, at most the last 100. */
  acks(): readonly CommandAck[];
  /** Sends what somebody without the authority's key would say in its name. */
  forge(stream: OwnStream, changes: Bodies): void;
  /** Sends a message past every rule: for faults. */
  inject(message: Message): void;
  /** The last fact messages that were sent, oldest first, at most 100. */
  sent(): readonly Message[];
  /** A new epoch, told by new heads. */
  renew(): number;
  status(): MeshStatus;
  /**
   * Resolves once everything of the opening day was sent: what a broker lost of it, heads and snapshots bring. Rejects with
   * a sentence when no broker took the connection in time.
   */
  readonly opened: Promise<void>;
  stop(): Promise<void>;
}

export interface MeshStatus {
  readonly connected: boolean;
  readonly streams: readonly { readonly name: string; readonly epoch: number; readonly seq: number }[];
  readonly till: { readonly seq: number; readonly waiting: number };
  readonly published: number;
  readonly lost: number;
  readonly snapshots: number;
}

export interface CentralMeshOptions {
  readonly organisation: string;
  readonly store: string;
  readonly currency: string;
  readonly catalogue: Catalogue;
  readonly labels: readonly ShelfLabel[];
  readonly broker: BrokerAccess;
  /** Offers and beacons of zones, in shops that have some. */
  readonly proximity?: { readonly offer: Bodies; readonly beacon: Bodies };
  /** Signage screens, in shops that have some. */
  readonly screens?: Bodies;
  readonly seed: number;
  /** Above that of every run before on the same broker; seconds of the start do. */
  readonly epoch: number;
  /** First instant of the opening day. */
  readonly openingMs: number;
  readonly headEveryMs: number;
  readonly clock: Clock;
  readonly random: Random;
}

/** Asks that wait for their answer; a gateway whose ask is dropped asks again. */
const maxAsks = 64;
const maxRemembered = 100;
/** A gateway that was away for longer need not do what it was told. */
const commandLifeMs = 10 * 60_000;
const maxRememberedBindings = 20_000;
/** How long a broker may take to let the mesh in at first. */
const maxLettingInMs = 10_000;
/** Facts on their way to the broker at the same time while the shop opens. */
const openingWindow = 256;

/** The retailer's central mesh: owns the catalogue, publishes it signed, answers asks, runs the tills. */
export function createCentralMesh(options: CentralMeshOptions): CentralMesh {
  const { organisation, store, clock, catalogue, proximity } = options;
  const key = seededKey(options.seed, 'pricing-emulated', [...ownStreams.filter(name => name !== 'fx'), 'command']);
  const ratesKey = seededKey(options.seed, 'rates-emulated', ['fx']);
  const tillKey = seededKey(options.seed, 'till-emulated', ['till']);
  const weather: Weather = { lossRate: 0, frozen: false, tillSilent: false, stubborn: false, clockOffsetMs: 0 };
  const now = () => clock.now() + weather.clockOffsetMs;
  const authority = createAuthority({ organisation, store, epoch: options.epoch, key, tillKey, ratesKey, now });
  const counts = { published: 0, lost: 0, snapshots: 0 };
  const remembered: Message[] = [];
  const acks: CommandAck[] = [];
  let commands = 0;
  let asks = 0;
  let answers = Promise.resolve();

  const facts = openingFacts(catalogue, options.openingMs, options.currency);
  /** What each label is bound to, as the mesh last said it. */
  const planned = new Map(planogram(options.labels, catalogue));
  const answered = new Set<string>();
  const opening = [
    authority.change('product', facts.product),
    authority.change('offer', [...facts.offer, ...(proximity?.offer ?? [])]),
    authority.change('price', facts.price),
    authority.change('binding', [...planned]),
    authority.change('beacon', proximity?.beacon ?? []),
    authority.change('screen', options.screens ?? []),
  ].flatMap(published => published.messages);
  const till = createTill(
    facts.price.map(([sku, body]) => [sku, timelineOf(body)!] as const),
    authority.streams.price.seq(),
  );

  async function send(message: Message): Promise<void> {
    const done = await link.publish(message);
    counts[done ? 'published' : 'lost']++;
  }

  async function sendFact(message: Message): Promise<void> {
    remembered.push(message);
    if (remembered.length > maxRemembered) remembered.shift();
    if (options.random() < weather.lossRate) counts.lost++;
    else await send(message);
  }

  function sendHeads(): void {
    if (!weather.frozen) for (const head of authority.heads()) void send(head);
  }

  let toldMark = -1;
  function moveTill(repeat = false): void {
    till.advance(now());
    if (weather.tillSilent || (till.mark() === toldMark && !repeat)) return;
    toldMark = till.mark();
    void send(authority.tillMark(toldMark));
  }

  function onMessage(topic: string, payload: Buffer): void {
    const [, , , , gw, gateway, what, ...rest] = topic.split('/');
    if (gw !== 'gw' || gateway === undefined) return;
    const data = dataOf(payload);
    if (what === 'ask') {
      const ask = snapshotAskSchema.safeParse(data);
      const stream = ownStreams.find(name => name === rest[1]);
      if (!ask.success || stream === undefined || ask.data.stream !== stream || asks >= maxAsks) return;
      asks++;
      const { corr, buckets } = ask.data;
      answers = answers.then(async () => {
        for (const chunk of authority.snapshot({ gateway, corr, stream, buckets })) await send(chunk);
        asks--;
        counts.snapshots++;
      });
      return;
    }
    if (what === 'binding') {
      const made = localBindingSchema.safeParse(data);
      if (made.success && made.data.label === rest[0]) answerBinding(made.data);
      return;
    }
    if (what === 'ack') {
      const ack = commandAckSchema.safeParse(data);
      if (ack.success && ack.data.id === rest[0] && acks.push(ack.data) > maxRemembered) acks.shift();
      return;
    }
    const applied = appliedSchema.safeParse(data);
    if (!applied.success || applied.data.stream !== 'price') return;
    if (applied.data.epoch !== authority.streams.price.epoch()) return;
    till.applied(gateway, applied.data.seq);
    moveTill();
  }

  /** Takes over what was bound at a shelf, or insists on what it said before. The same word again changes nothing. */
  function answerBinding(made: LocalBindingData): void {
    const { label } = made;
    const word = `${label} ${made.madeAt}`;
    if (answered.has(word)) return;
    answered.add(word);
    if (answered.size > maxRememberedBindings) answered.delete(answered.values().next().value!);
    const own = planned.get(label) ?? null;
    const body = weather.stubborn ? own : bodyOf(made);
    planned.set(label, body);
    for (const message of authority.change('binding', [[label, body]]).messages) void sendFact(message);
  }

  let announced: () => void = () => {};
  let letIn: Cancel = () => {};
  const opened = new Promise<void>((resolve, reject) => {
    announced = resolve;
    letIn = clock.after(maxLettingInMs, () =>
      reject(new Error(`The broker ${options.broker.url} cannot be used: ${link.trouble() ?? 'it does not answer'}.`)),
    );
  });
  // Whoever does not wait for the opening need not hear of its failure.
  opened.catch(() => {});
  let first = true;
  async function onConnect(): Promise<void> {
    letIn();
    if (first) {
      first = false;
      for (let at = 0; at < opening.length; at += openingWindow) {
        await Promise.all(opening.slice(at, at + openingWindow).map(sendFact));
      }
    }
    sendHeads();
    moveTill(true);
    announced();
  }

  const root = `${organisation}/shelf/v1/${store}/gw/+`;
  const link: Link = createLink(
    options.broker,
    `central-mesh-${organisation}-${store}-${options.epoch}`,
    [`${root}/ask/snapshot/+`, `${root}/applied/price`, `${root}/binding/+`, `${root}/ack/+`],
    onMessage,
    () => void onConnect(),
  );

  let cancel: Cancel = () => {};
  function beat(): void {
    cancel = clock.after(options.headEveryMs, () => {
      sendHeads();
      moveTill(true);
      beat();
    });
  }
  beat();

  return {
    authority,
    till,
    weather,
    keys: [key, tillKey, ratesKey].map(({ kid, publicKey, signs }) => ({ kid, publicKey, signs })),
    now,
    change(stream, changes) {
      const { numbered, messages } = authority.change(stream, changes);
      for (const message of messages) void sendFact(message);
      if (stream === 'price') {
        for (const [at, [sku, body]] of changes.entries()) till.hear(numbered.firstSeq + at, sku, timelineOf(body));
        moveTill();
      }
      return numbered;
    },
    command(gateway, verb, args) {
      const id = `${options.epoch}-${++commands}`;
      const notAfter = new Date(now() + commandLifeMs).toISOString();
      void send(authority.command({ id, gateway, verb, notAfter, args }));
      return id;
    },
    acks: () => acks,
    forge(stream, changes) {
      for (const message of authority.forge(stream, changes)) void send(message);
    },
    inject: message => void send(message),
    sent: () => remembered,
    renew() {
      const epoch = Math.max(authority.streams.price.epoch() + 1, Math.floor(clock.now() / 1000));
      authority.renew(epoch);
      till.renew(authority.streams.price.seq());
      sendHeads();
      moveTill(true);
      return epoch;
    },
    status: () => ({
      connected: link.connected(),
      streams: ownStreams.map(name => ({
        name,
        epoch: authority.streams[name].epoch(),
        seq: authority.streams[name].seq(),
      })),
      till: { seq: till.mark(), waiting: till.waiting() },
      ...counts,
    }),
    opened,
    async stop() {
      cancel();
      letIn();
      await link.stop();
    },
  };
}

function bodyOf(made: LocalBindingData): Body {
  if (made.deleted) return null;
  const { skus, template, position, page } = made;
  return { skus, template, ...(position ? { position } : {}), ...(page ? { page } : {}) };
}

/** The timeline in a price body; null for a deletion. */
export function timelineOf(body: Readonly<Record<string, unknown>> | null): readonly Point[] | null {
  return body === null ? null : ((body.timeline as readonly Point[] | undefined) ?? null);
}

/** The `data` of an envelope that a gateway sent; undefined when it is none. Their schemas judge it. */
function dataOf(payload: Buffer): unknown {
  try {
    return (JSON.parse(payload.toString('utf8')) as { data?: unknown } | null)?.data;
  } catch {
    return undefined;
  }
}
