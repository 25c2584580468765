import { join } from 'node:path';
import { alwaysOpen, createHours } from '../../alarms/hours.ts';
import type { ScreenNotice } from '../../alarms/outputs.ts';
import type { Cancel, Clock } from '../../clock.ts';
import type { Config } from '../../config/schema.ts';
import type { ScreenView } from '../../console/screen-view.ts';
import type { ScreenPages } from '../../console/screens/screen-pages.ts';
import type { FactReader } from '../../delivery/label-facts.ts';
import type { TillWatermark } from '../../delivery/till-order.ts';
import type { Change } from '../../mesh/mesh.ts';
import type { Telling } from '../../mesh/telling.ts';
import type { StoreRules } from '../../shelf/decide.ts';
import type { LogFields } from '../../shelf/log-events.ts';
import type { VersionedOffer } from '../../shelf/offer.ts';
import { playsKeptMs } from '../../shelf/play.ts';
import type { Reason } from '../../shelf/reasons.ts';
import { createAssetCache } from '../../signage/assets/cache.ts';
import { type Difference, differences, reportToleranceMs } from '../../signage/expect.ts';
import { createScreenDoors } from '../../signage/screen-doors.ts';
import { pulseMs } from '../../signage/wire/page-event.ts';
import type { Store } from '../../store/store.ts';
import type { Alarms } from '../alarms.ts';
import type { Bitcoin } from '../bitcoin.ts';
import type { Output } from '../proximity/offer-board.ts';
import { createCards } from './cards.ts';
import { createLayoutBook } from './layout-book.ts';
import { createOffersLeft } from './offers-left.ts';
import { createOrders } from './orders.ts';
import { createOverride } from './override.ts';
import { createPageBook } from './page-book.ts';
import { createPlayLog } from './play-log.ts';
import { createScreenPower } from './power.ts';
import { createProgrammes } from './programmes.ts';
import { createScreenFacts } from './screen-facts.ts';
import { screenOutputs } from './screen-outputs.ts';
import { createScreenPages } from './screen-pages.ts';
import { createScreenReports } from './screen-reports.ts';
import { createScreenStates } from './screen-states.ts';
import { createScreenView } from './screen-view.ts';
import { type ScreenStanding, standingOf } from './standing.ts';
import { createScreenWatch } from './watch.ts';

export interface SignageOptions {
  readonly config: Config;
  readonly store: Store;
  readonly reader: FactReader;
  readonly rules: StoreRules;
  readonly bitcoin: Pick<Bitcoin, 'rateNow'> | null;
  readonly till: () => TillWatermark | null;
  /** The clock is not trusted. */
  readonly held: () => boolean;
  readonly offers: {
    offers(): readonly VersionedOffer[];
    capped(screen: string, offer: VersionedOffer): Reason | null;
    made(screen: string, offer: string, atMs: number): void;
  };
  /** Whether pages have to bring a token. */
  readonly asksTokens: boolean;
  readonly nextRun: (line: string) => number | null;
  readonly tell: (telling: Telling) => void;
  /** For people who watch. */
  readonly say: (event: string, subject: string, text: string) => void;
  readonly alarms: Alarms;
  readonly random: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly clock: Clock;
  readonly log: Record<'info' | 'warn' | 'error', (fields: LogFields, text: string) => void>;
}

const bytesPerMb = 1_048_576;
const watchEveryMs = 5_000;
const keepEveryMs = 60_000;
/** Dayparts are worked out for two days ahead; caps and offers that ended by themselves are looked at as often. */
const composeEveryMs = 60_000;
/** So many times as long as composing took, it rests. */
const restTimes = 4;
/** Labels that change at the same instant are decided before, so that no price has to go for a moment. */
const afterLabelsMs = 50;

/** Signage, joined: what each screen plays, who shows it, and what is known of that. */
export function createSignage(options: SignageOptions) {
  const { config, store, rules, alarms, clock, log, tell } = options;
  const { locale, secondLocale, timezone, id: gateway } = config.gateway;
  const locales = secondLocale === undefined ? [locale] : [locale, secondLocale];
  const { priceLimitMs, silentMs, hours } = config.screens;
  const name = (bytes: number): string => Buffer.from(options.randomBytes(bytes)).toString('hex');
  const failed = (error: unknown): void =>
    log.error({ event: 'screen.failed', err: error }, 'something of the screens could not be made durable or decided');

  const { url = null, budgetMb, maxFileMb } = config.screens.assets;
  const assets = createAssetCache({
    dir: join(config.data, 'assets'),
    url,
    budgetBytes: budgetMb * bytesPerMb,
    maxFileBytes: maxFileMb * bytesPerMb,
    clock,
    random: options.random,
    changed({ sha256, state, reason, detail }) {
      if (state === 'refused' && reason) alarms.raise(reason, sha256, `${sha256}: ${detail}`);
      else if (state === 'here') {
        for (const code of ['screen.asset-refused', 'screen.assets-full'] as const) alarms.clear(code, sha256);
      }
      composeSoon();
    },
  });
  const facts = createScreenFacts(store, gateway);
  const layouts = createLayoutBook(store);
  const override = createOverride({ memory: store, nowMs: clock.now });
  const opening = hours ? createHours(hours, options.nextRun) : alwaysOpen;
  const cards = createCards({
    store,
    reader: options.reader,
    rules,
    locales,
    order: config.till,
    till: options.till,
    rate: () => options.bitcoin?.rateNow() ?? null,
    held: options.held,
    nowMs: clock.now,
  });
  const programmes = createProgrammes({
    boot: name(4),
    facts,
    layouts,
    override,
    cards,
    rules,
    locales,
    timezone,
    priceLimitMs,
    offers: options.offers.offers,
    capped: options.offers.capped,
    asset: media => assets.asset(media),
    dark: () => !opening.open(clock.now()),
    composed: (feed, before) => left.composed(feed, before),
    nowMs: clock.now,
  });
  const pages = createPageBook({ keptMs: Math.max(60_000, silentMs), monotonicMs: clock.monotonic });
  const left = createOffersLeft({ pages: pages.of, everHeard: screen => reports.everHeard(screen) });
  const orders = createOrders({
    send: (screen, order, id) => programmes.feed(screen)?.order(order, id, clock.now()),
    randomId: () => name(8),
    clock,
  });
  const doors = createScreenDoors({ tokens: store, clock, randomBytes: options.randomBytes });
  const plays = createPlayLog({
    store,
    made: options.offers.made,
    tell,
    keptMs: playsKeptMs,
    nowMs: clock.now,
  });
  const power = createScreenPower({
    screens: config.screens.local,
    open: atMs => opening.open(atMs),
    clock,
    failed: (screen, detail) => alarms.raise('screen.power-failed', screen, `${screen}: ${detail}`),
    mended: screen => alarms.clear('screen.power-failed', screen),
  });
  const watch = createScreenWatch({
    silentMs,
    expected: screen => reports.everHeard(screen) || config.screens.local.some(local => local.screen === screen),
    reload: screen => void orders.give(screen, 'reload', 'watchdog', pages.of(screen).length),
    restart: screen =>
      void power.restart(screen)?.then(end => {
        if (end.ok) alarms.clear('screen.restart-failed', screen);
        else alarms.raise('screen.restart-failed', screen, `${screen}: ${end.detail}`);
      }),
    alarms,
    monotonicMs: clock.monotonic,
  });
  const differing = (screen: string): Difference[] => {
    const seen = standing(screen).seen;
    return seen ? differencesNow(screen, seen) : [];
  };
  const differencesNow = (screen: string, seen: Parameters<typeof differences>[0]): Difference[] =>
    differences(seen, programmes.feed(screen)?.since(clock.now() - reportToleranceMs) ?? [], clock.now());
  const standing = (screen: string): ScreenStanding =>
    standingOf(screen, {
      programmes,
      pages: pages.of,
      watch,
      unpaired: id => options.asksTokens && doors.tokens(id).length === 0,
      silentMs,
      monotonicMs: clock.monotonic,
    });
  const reports = createScreenReports({
    programmes,
    pages,
    orders,
    plays,
    watch,
    differences: differencesNow,
    memory: store,
    failed,
  });
  const served: ScreenPages = createScreenPages({
    programmes,
    pages,
    orders,
    doors,
    reports,
    assets,
    clock,
  });
  const view: ScreenView = createScreenView({
    programmes,
    standingOf: standing,
    elsewhere: facts.elsewhere,
    layouts,
    override,
    orders,
    doors,
    assets,
    differences: differing,
    shotDifferences: reports.shotDifferences,
    played: plays.played,
    store,
    overridden: programmes.recheck,
    nowMs: clock.now,
    monotonicMs: clock.monotonic,
  });

  const states = createScreenStates({
    facts,
    programmes,
    standing,
    tell,
    say: options.say,
    alarms,
    gone(screen) {
      for (const known of [pages, orders, reports, plays, left]) known.forget(screen);
    },
    clock,
  });

  const timers = new Map<string, Cancel>();
  /** Facts that are not yet taken from the store. */
  const unread = new Map<string, () => void>();
  let started = false;
  let soon: Cancel | null = null;
  let restsUntilMs = 0;
  let due: Cancel = () => {};

  /** Carries out something that changes what screens show. A failure leaves pages without a pulse until it works. */
  let sound = true;
  let lookedAt = { atMs: clock.now(), held: options.held() };
  function guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      sound = false;
      failed(error);
    }
  }

  function readFacts(): void {
    for (const [key, read] of unread) {
      read();
      unread.delete(key);
    }
  }

  function composeAll(): void {
    const beganMs = clock.monotonic();
    guarded(() => {
      readFacts();
      programmes.composeAll();
      assets.wanted(programmes.media());
      sound = true;
    });
    const endedMs = clock.monotonic();
    restsUntilMs = endedMs + restTimes * (endedMs - beganMs);
    waitForDue();
  }

  /** Several changes at once are one composition, and those of a busy shop leave time for everything else. */
  function composeSoon(): void {
    if (!started) return;
    soon ??= clock.after(Math.max(20, restsUntilMs - clock.monotonic()), () => {
      soon = null;
      composeAll();
    });
  }

  function reprice(skus: ReadonlySet<string>): void {
    if (!started || skus.size === 0) return;
    guarded(() => programmes.reprice(skus));
    waitForDue();
  }

  function waitForDue(): void {
    due();
    const next = cards.nextMs();
    if (next === null || !started) return;
    due = clock.after(Math.min(15_000, Math.max(0, next - clock.now()) + afterLabelsMs), () => {
      const skus = cards.due();
      reprice(skus);
      // What an offer claims may not be true of the next price.
      if (skus.size > 0) composeSoon();
      else waitForDue();
    });
  }

  /** Prices that wait, rates and hours first: only what has just been looked at is vouched for. */
  function pulse(): void {
    const now = { atMs: clock.now(), held: options.held() };
    // Who sets the clock back, or takes its word for it again, may have changed every plan.
    if (!sound || now.atMs < lookedAt.atMs || now.held !== lookedAt.held) composeAll();
    lookedAt = now;
    reprice(new Set([...cards.due(), ...cards.waiting(), ...programmes.inBitcoin()]));
    guarded(programmes.recheck);
    if (sound) for (const feed of programmes.feeds().values()) feed.pulse(clock.now());
    guarded(states.tell);
  }

  function every(key: string, periodMs: number, work: () => void): void {
    work();
    timers.set(
      key,
      clock.after(periodMs, () => every(key, periodMs, work)),
    );
  }

  return {
    pages: served,
    view,
    /** Where screens make offers. */
    outputs: (): Iterable<Output> => screenOutputs(programmes, pages.of, left, clock.now()),
    /** Takes what was just committed; after labels were decided by it. */
    committed(changes: readonly Change[]): void {
      const skus = new Set<string>();
      let composed = false;
      for (const { stream, key } of changes) {
        if (stream === 'price' || stream === 'product') skus.add(key);
        if (stream === 'screen') unread.set(`${stream} ${key}`, () => facts.load(key));
        if (stream === 'template') unread.set(`${stream} ${key}`, () => layouts.load(key));
        composed ||= stream === 'screen' || stream === 'template' || stream === 'offer' || stream === 'product';
      }
      guarded(readFacts);
      reprice(skus);
      // An offer may claim what is not true of the new price.
      if (composed || programmes.offering(skus)) composeSoon();
    },
    /** These labels were decided anew, so the plan of the shelf may be another. */
    labelsDecided(labels: readonly string[]): void {
      guarded(() => reprice(new Set(labels.flatMap(label => options.reader.binding(label)?.value.skus ?? []))));
    },
    /** Offers were taken back, or made again, here. */
    offersChanged: composeSoon,
    tillMoved: (): void => reprice(cards.waiting()),
    /** A rate was accepted or withdrawn. */
    rateChanged: (): void => reprice(programmes.inBitcoin()),
    over: (screen: string, notices: readonly ScreenNotice[]): void => guarded(() => programmes.over(screen, notices)),
    start(): void {
      started = true;
      power.start();
      every('compose', composeEveryMs, composeAll);
      every('pulse', pulseMs, pulse);
      every('look', watchEveryMs, () =>
        guarded(() => {
          watch.look(programmes.ids(), !opening.open(clock.now()));
          states.look();
        }),
      );
      every('keep', keepEveryMs, () => guarded(plays.look));
    },
    async stop(): Promise<void> {
      started = false;
      for (const cancel of timers.values()) cancel();
      soon?.();
      due();
      power.stop();
      orders.stop();
      await assets.stop();
    },
  };
}
export type Signage = ReturnType<typeof createSignage>;
