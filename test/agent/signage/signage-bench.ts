import { createAlarms } from '../../../src/agent/alarms.ts';
import { createFactReader } from '../../../src/agent/fact-reader.ts';
import { createLiveOffers } from '../../../src/agent/proximity/live-offers.ts';
import { createOfferRevokes } from '../../../src/agent/proximity/offer-revokes.ts';
import { createSignage, type Signage } from '../../../src/agent/signage/signage.ts';
import type { StreamEvent } from '../../../src/console/screens/screen-pages.ts';
import { createDesired } from '../../../src/delivery/desired.ts';
import type { Telling } from '../../../src/mesh/telling.ts';
import { desiredHash } from '../../../src/render/content-hash.ts';
import { createOfferCaps } from '../../../src/shelf/offer-caps.ts';
import type { PageEvent } from '../../../src/signage/wire/page-event.ts';
import { pageEventSchema } from '../../../src/signage/wire/page-event.ts';
import type { Programme } from '../../../src/signage/wire/programme.ts';
import type { Report } from '../../../src/signage/wire/report.ts';
import type { Store } from '../../../src/store/store.ts';
import { loaded, smallest } from '../../config/loading.ts';
import { createVirtualClock, type VirtualClock } from '../../delivery/virtual-clock.ts';
import { germanStore, openingMs } from '../../shelf/facts.ts';
import { factRow, inDirectory, opened } from '../../store/opening.ts';

const iso = (ms: number) => new Date(ms).toISOString();
export const label = 'aabbccddee01';
const panel = { width: 296, height: 128, palette: 'bwr', dpi: 112 } as const;
const door = { kind: 'session' } as const;

/** A page as the gateway sees it. */
export interface BenchPage {
  readonly events: PageEvent[];
  readonly leave: () => void;
  /** What the last `programme`, `cards` and `above` make together. */
  programme(): Programme;
  price(sku: string): string | null;
  report(over?: Partial<Report>): void;
}

export interface SignageBench {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly signage: Signage;
  readonly told: Telling[];
  readonly errors: unknown[];
  readonly alarms: () => string[];
  /** What the world is like, to be changed by the test. */
  readonly world: {
    till: { epoch: number; seq: number; atMs: number } | null;
    held: boolean;
    rate: { rate: never; untilMs: number } | null;
    failing: boolean;
  };
  publish(stream: 'price' | 'product' | 'offer' | 'screen' | 'binding', body: Record<string, unknown> | string): void;
  price(amountMinor: number, over?: { from?: number; later?: number; laterFrom?: number }): void;
  /** What is decided for the label is on it. */
  prove(): void;
  revokeHere(offer: string): void;
  page(screen?: string, name?: string): BenchPage;
  restart(): Promise<void>;
}

export const screenFact = (over: Record<string, unknown> = {}) => ({
  screen: 'door-1',
  kind: 'screen',
  zone: 'dairy',
  panel: { widthPx: 1920, heightPx: 1080, diagonalInch: 43 },
  viewingDistanceM: 3,
  layout: 'landscape',
  playlist: [
    { entry: 'offers', show: { kind: 'offers' } },
    { entry: 'prices', show: { kind: 'prices', skus: ['40123'] } },
  ],
  ...over,
});

/** Screens on a real store and virtual time, with one label that hangs beside them. */
export const onScreens = (
  work: (bench: SignageBench) => void | Promise<void>,
  { yaml = '', bitcoin = false }: { yaml?: string; bitcoin?: boolean } = {},
): Promise<void> =>
  inDirectory(async dir => {
    const { store } = opened(dir);
    const clock = createVirtualClock(openingMs + 3_600_000);
    const { config } = loaded(`${smallest}data: ${dir}\n${yaml}`);
    const world: SignageBench['world'] = { till: null, held: false, rate: null, failing: false };
    const told: Telling[] = [];
    const errors: unknown[] = [];
    const alarms = createAlarms(clock, () => {});
    const revokes = createOfferRevokes(store);
    const live = createLiveOffers(store, revokes, clock.now);
    const caps = createOfferCaps();
    const reader = createFactReader(store, { offerRevoked: id => live.get(id)?.revoked ?? false });
    let seq = 0;
    let drawn = 0;
    let signage: Signage;
    const desired = createDesired({
      store,
      reader,
      rules: germanStore,
      clock,
      panelOf: () => panel,
      hashOf: content => desiredHash({ content, templateHash: 't', panel, rendererVersion: 1 }),
      draws: () => ({ ok: true }),
      samePicture: () => false,
      figures: null,
      changed: labels => signage.labelsDecided(labels),
      held: () => world.held,
    });

    function open(): Signage {
      return createSignage({
        config,
        store: {
          ...store,
          fact(stream, key) {
            if (world.failing) throw new Error('the disk is gone');
            return store.fact(stream, key);
          },
        },
        reader: {
          ...reader,
          price(sku) {
            if (world.failing) throw new Error('the disk is gone');
            return reader.price(sku);
          },
        },
        rules: { ...germanStore, bitcoin: bitcoin ? { style: 'sats', payCode: () => null } : null },
        bitcoin: { rateNow: () => world.rate },
        till: () => world.till,
        held: () => world.held,
        offers: {
          offers: () =>
            [...live.all()].filter(one => !one.revoked).map(({ offer, version }) => ({ ...offer, version })),
          capped(screen, { offer, caps: limits }) {
            const judged = caps.judge(offer, limits, { kind: 'screen', screen }, clock.now());
            return judged.allowed ? null : judged.reason;
          },
          made: (screen, offer, atMs) => caps.record(offer, { kind: 'screen', screen }, atMs),
        },
        asksTokens: false,
        nextRun: line => nextDaily(line, clock.now()),
        tell: telling => void told.push(telling),
        say: () => {},
        alarms,
        random: () => 0.5,
        randomBytes(length) {
          drawn += 1;
          return new Uint8Array(length).fill(drawn);
        },
        clock,
        log: { info() {}, warn() {}, error: ({ err }) => void errors.push(err) },
      });
    }

    signage = open();
    const bench: SignageBench = {
      clock,
      store,
      get signage() {
        return signage;
      },
      told,
      errors,
      alarms: () => alarms.standing().map(({ code, subject }) => `${code} ${subject}`),
      world,
      publish(stream, body) {
        seq += 1;
        const deleted = typeof body === 'string';
        const key = deleted ? body : String(body[stream === 'binding' ? 'label' : stream === 'price' || stream === 'product' ? 'sku' : stream]); // biome-ignore format: one line
        const text = deleted ? '' : JSON.stringify({ ...body, version: seq });
        const row = factRow(key, seq, { stream, body: text, deleted, epoch: 7, receivedAtMs: clock.now() });
        store.putFact(row);
        if (stream === 'offer') {
          live.load(key);
          store.indexOffer(key, deleted ? [] : ['40123']);
        }
        if (stream === 'binding') store.indexBinding(key, ['40123']);
        const labels = stream === 'binding' ? [key] : store.labelsBySku(stream === 'offer' ? '40123' : key);
        desired.recompute(labels);
        signage.committed([{ stream, key } as never]);
      },
      price(amountMinor, { from = openingMs, later, laterFrom = 0 } = {}) {
        const point = { currency: 'EUR', kind: 'regular' };
        const next = later === undefined ? [] : [{ ...point, from: iso(laterFrom), amountMinor: later }];
        bench.publish('price', { sku: '40123', timeline: [{ ...point, from: iso(from), amountMinor }, ...next] });
      },
      prove() {
        const { hash, content, epoch, version, seq: at } = store.desired(label)!;
        const shown = { label, hash, content: content!, epoch, version, seq: at, trusted: true, atMs: clock.now() };
        store.putShown({ ...shown, proof: 'acknowledged', rateLog: null } as never);
      },
      revokeHere(id) {
        live.revokeHere(id, 'technician:anna');
        desired.recompute(store.labelsBySku('40123'));
        signage.offersChanged();
      },
      page: (screen = 'door-1', name = 'page0000001') => pageOn(signage, screen, name),
      async restart() {
        await signage.stop();
        signage = open();
        signage.start();
      },
    };
    bench.publish('product', {
      sku: '40123',
      gtin: '4006381333931',
      name: { de: 'Milch', en: 'Milk' },
      unitPriceRequired: false,
    });
    bench.price(199);
    bench.publish('binding', { label, skus: ['40123'], template: 'shelf', page: 'price' });
    bench.prove();
    bench.publish('screen', screenFact());
    signage.start();
    try {
      await work(bench);
    } finally {
      desired.stop();
      await signage.stop();
      store.close();
    }
  });

/** The next instant of a line such as `30 7 * * *`, in UTC. */
function nextDaily(line: string, nowMs: number): number {
  const [minute = 0, hour = 0] = line.split(' ').map(Number);
  const dayMs = 86_400_000;
  const todayMs = Math.floor(nowMs / dayMs) * dayMs + hour * 3_600_000 + minute * 60_000;
  return todayMs > nowMs ? todayMs : todayMs + dayMs;
}

function pageOn(signage: Signage, screen: string, name: string): BenchPage {
  const events: PageEvent[] = [];
  let programme: Programme | null = null;
  let boot: string | null = null;
  let seq = -1;
  const take = ({ id, json }: StreamEvent): boolean => {
    const event = pageEventSchema.parse(JSON.parse(json));
    events.push(event);
    if (event.type === 'programme') programme = event.programme;
    if (programme && event.type === 'above') programme = { ...programme, above: event.above };
    if (programme && event.type === 'cards') {
      const anew = new Map(event.cards.map(card => [card.sku, card]));
      programme = { ...programme, cards: programme.cards.map(card => anew.get(card.sku) ?? card) };
    }
    if (id !== null) [boot, seq] = [id.slice(0, id.lastIndexOf('-')), event.seq];
    return true;
  };
  const joined = signage.pages.join(screen, { door, page: name, lastEventId: null }, take);
  if (!joined.ok) throw new Error(joined.reason);
  for (const event of joined.first) take(event);
  return {
    events,
    leave: joined.leave,
    programme: () => programme!,
    price: sku => programme?.cards.find(card => card.sku === sku)?.steps[0]?.price.text ?? null,
    report(over = {}) {
      const report: Report = {
        page: name,
        seq,
        boot,
        visible: true,
        frames: 300,
        overMs: 5_000,
        clock: 'true',
        hidden: 0,
        heapBytes: 1_000_000,
        widthPx: 1920,
        heightPx: 1080,
        seen: { prices: [], entries: [], overlay: null },
        plays: [],
        done: [],
        problems: [],
        ...over,
      };
      const taken = signage.pages.report(screen, report, door);
      if (!taken.ok) throw new Error(taken.reason);
    },
  };
}
