import { decode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../emulator/clock.ts';
import { seededRandom } from '../../emulator/random.ts';
import { createScreen, type EmulatedScreen } from '../../emulator/screens/screen.ts';
import { until } from './joiner.ts';
import { card, entry, openScreenGateway, programme, type ScreenGateway } from './screen-gateway.ts';

let gateway: ScreenGateway;
let screen: EmulatedScreen;
/** Added to the time that can be set, and to the one that cannot. */
let moved: { wallMs: number; steadyMs: number };

beforeEach(async () => {
  moved = { wallMs: 0, steadyMs: 0 };
  gateway = await openScreenGateway();
  begin(programme());
  screen = createScreen({
    id: 'door',
    clock: { ...systemClock, now: () => Date.now() + moved.wallMs },
    steadyMs: () => performance.now() + moved.steadyMs,
    random: seededRandom(1),
    reportMs: 60,
    retryMs: 20,
  });
});
afterEach(async () => {
  await screen.stop();
  await gateway.stop();
});

/** What every fresh stream begins with. */
function begin(is: object, seq = 4): void {
  gateway.opening = [{ id: `boot1-${seq}`, event: { seq, atMs: Date.now(), type: 'programme', programme: is } }];
}
const say = (seq: number, event: object) => gateway.say(`boot1-${seq}`, { seq, atMs: Date.now(), ...event });
const prices = () => screen.truth().seen.prices;
const price = (text: string | null) => [{ sku: '10001', text }];
const isLive = () => until(() => screen.truth().state === 'live' && screen.truth().seq >= 0, 'the programme');
const report = (fits: (one: ScreenGateway['reports'][number]) => boolean, what: string) =>
  until(() => gateway.reports.find(fits), what);

async function live(): Promise<void> {
  screen.load(gateway.url);
  await isLive();
}

describe('an emulated screen', () => {
  it('shows what it is told and says so', async () => {
    await live();
    const { seen, boot, seq, visible, clock, page } = await report(({ seq }) => seq === 4, 'a report');
    expect(seen).toEqual({
      prices: price('1,29 €'),
      entries: [{ region: 'main', entry: 'hello', offer: null }],
      overlay: null,
    });
    expect([boot, seq, visible, clock]).toEqual(['boot1', 4, true, 'true']);
    expect(page).toBe(screen.truth().page);
  });

  it('takes new prices, and what lies above', async () => {
    await live();
    say(5, { type: 'cards', cards: [card('10001', '0,99 €')] });
    await until(() => prices()[0]?.text === '0,99 €', 'the new price');
    const overlay = { id: 'queue', severity: 'warning', text: 'Kasse 2 öffnet', sinceMs: 0 };
    say(6, { type: 'above', above: { overlays: [overlay], emergency: null } });
    await report(({ seen }) => seen.overlay === 'Kasse 2 öffnet' && seen.entries.length === 1, 'the alarm');
    const emergency = { text: ['Bitte gehen Sie hinaus'], fromMs: 0, untilMs: null };
    say(7, { type: 'above', above: { overlays: [overlay], emergency } });
    await report(({ seen }) => seen.overlay === 'Bitte gehen Sie hinaus', 'the emergency');
    expect(screen.truth().seen).toEqual({ prices: [], entries: [], overlay: 'Bitte gehen Sie hinaus' });
  });

  it('goes on where it was after its stream broke, and begins anew after something is missing', async () => {
    await live();
    gateway.opening = [];
    gateway.cut();
    await until(() => gateway.asked.length === 2, 'a second stream');
    expect(gateway.asked[1]).toEqual({ cookie: null, lastEventId: 'boot1-4' });
    say(5, { type: 'pulse' });
    await until(() => gateway.asked.length === 3, 'a third stream');
    expect(gateway.asked[2]!.lastEventId).toBe(null);
    await report(({ problems }) => problems.includes('event 5 came after 4'), 'its complaint');
    begin(programme({ cards: [card('10001', '2,00 €')] }), 9);
    gateway.cut();
    await until(() => prices()[0]?.text === '2,00 €', 'the programme anew');
  });

  it('plays on without a gateway, and lets prices go when its word is too old', async () => {
    begin(programme({ priceLimitMs: 5_000, entries: [entry('one'), entry('two')] }));
    await live();
    await gateway.stop();
    expect(prices()).toEqual(price('1,29 €'));
    moved = { wallMs: 6_000, steadyMs: 6_000 };
    expect(prices()).toEqual(price(null));
    expect(screen.truth().hidden).toBe(1);
    moved = { wallMs: 11_000, steadyMs: 11_000 };
    await until(() => screen.truth().seen.entries[0]?.entry === 'two', 'the next entry');
  });

  it('lets prices go when its clock was moved, until the gateway speaks again', async () => {
    await live();
    moved = { wallMs: 3_000, steadyMs: 0 };
    expect(prices()).toEqual(price(null));
    await report(({ clock, hidden }) => clock === 'lost' && hidden === 1, 'that it lost its clock');
    say(4, { type: 'pulse' });
    await until(() => prices()[0]?.text === '1,29 €', 'its price');
  });

  it('proves what it played until that is safe, and only what could be seen', async () => {
    begin(programme({ entries: [entry('one', { durationMs: 1_000 }), entry('two', { durationMs: 1_000 })] }));
    gateway.takes = false;
    await live();
    screen.hide(true);
    const first = await report(({ plays }) => plays.some(({ entry }) => entry === 'one'), 'the first play');
    expect(first.plays[0]!.seenMs).toBeLessThan(first.plays[0]!.toMs - first.plays[0]!.fromMs);
    expect(first.visible).toBe(false);
    screen.hide(false);
    const second = await report(({ plays }) => plays.length === 3, 'two more plays');
    expect(second.plays.map(({ entry }) => entry)).toEqual(['one', 'two', 'one']);
    expect(second.plays[0]).toEqual(first.plays[0]);
    for (const { fromMs, toMs, seenMs } of second.plays) expect(seenMs).toBeLessThanOrEqual(toMs - fromMs + 1);
    gateway.takes = true;
    const at = gateway.reports.length;
    const ids = second.plays.map(({ id }) => id);
    await until(
      () => gateway.reports.slice(at + 1).some(({ plays }) => !plays.some(({ id }) => ids.includes(id))),
      'forgetting',
    );
  });

  it('carries out orders once each, and says so each time', async () => {
    await live();
    const { page } = screen.truth();
    say(4, { type: 'order', order: 'identify', id: 'a' });
    say(4, { type: 'order', order: 'screenshot', id: 'b' });
    say(4, { type: 'order', order: 'screenshot', id: 'b' });
    await report(({ done }) => done.some(({ id, ok }) => id === 'a' && ok), 'that it showed its name');
    await report(({ done }) => done.some(({ id, ok }) => id === 'b' && ok), 'its picture');
    expect(screen.truth().identified).toBe(true);
    expect(gateway.pictures.map(({ order }) => order)).toEqual(['b']);
    const { width, height } = decode(gateway.pictures[0]!.png);
    expect([width, height]).toEqual([270, 480]);
    say(4, { type: 'order', order: 'reload', id: 'c' });
    const told = await report(({ done }) => done.some(({ id, ok }) => id === 'c' && ok), 'that it loads anew');
    expect(told.page).toBe(page);
    await report(({ page: now, seq }) => now !== page && seq === 4, 'its new page');
    expect(screen.truth().loads).toBe(2);
  });

  it('shows a code until it is paired, and keeps its token over a reload', async () => {
    gateway.status = 401;
    screen.load(gateway.url);
    await until(() => screen.truth().code === 'K7MP4X', 'its code');
    expect(screen.truth().state).toBe('pairing');
    gateway.paired = true;
    await isLive();
    expect([screen.truth().code, gateway.pairings, gateway.reports.some(({ seq }) => seq < 0)]).toEqual([
      null,
      1,
      false,
    ]);
    say(4, { type: 'order', order: 'reload', id: 'c' });
    await until(() => screen.truth().loads === 2, 'a reload');
    await isLive();
    expect(gateway.asked.at(-1)!.cookie).toBe('endcap_screen=token');
    expect(gateway.pairings).toBe(1);
  });

  it('waits while a gateway does not know it, or has no room for it', async () => {
    gateway.status = 404;
    screen.load(gateway.url);
    await until(() => screen.truth().state === 'unknown', 'that nobody knows it');
    gateway.status = 503;
    await until(() => screen.truth().state === 'refused', 'that it is refused');
    gateway.status = 200;
    await isLive();
  });

  it('is silent without power and comes back as a new page', async () => {
    await live();
    const { page } = screen.truth();
    screen.unplug();
    expect(screen.truth()).toMatchObject({ state: 'off', page: null, visible: false });
    await new Promise(resolve => setTimeout(resolve, 80));
    const silentFrom = gateway.reports.length;
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(gateway.reports.length).toBe(silentFrom);
    screen.plug();
    await isLive();
    expect(screen.truth().page).not.toBe(page);
  });

  it('shows an old price when it is frozen, and reports that', async () => {
    await live();
    screen.freeze(true);
    say(5, { type: 'cards', cards: [card('10001', '0,99 €')] });
    await report(({ seq, seen }) => seq === 5 && seen.prices[0]?.text === '1,29 €', 'the old price');
    screen.freeze(false);
    await report(({ seen }) => seen.prices[0]?.text === '0,99 €', 'the new one');
  });

  it('is dark when the store is closed', async () => {
    begin(programme({ dark: true }));
    await live();
    expect(screen.truth().seen).toEqual({ prices: [], entries: [], overlay: null });
    const { data } = decode(screen.picture());
    expect(data.slice(0, 3)).toEqual(Uint8Array.from([0, 0, 0]));
  });

  it('begins anew after an event that it cannot read', async () => {
    await live();
    gateway.say('boot1-5', { seq: 5, atMs: Date.now(), type: 'cards', cards: 'none' });
    await until(() => gateway.asked.length === 2, 'a new stream');
    expect(gateway.asked[1]!.lastEventId).toBe(null);
  });
});
