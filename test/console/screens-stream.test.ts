import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pageEventSchema } from '../../src/signage/wire/page-event.ts';
import { type FixtureConsole, startFixtureConsole } from './fixture-console.ts';
import { ask, openStream, type PageStream } from './fixture-page.ts';
import { fixtureProgramme } from './fixture-programme.ts';

let shop: FixtureConsole;
const open: PageStream[] = [];
beforeEach(async () => {
  shop = await startFixtureConsole(1);
});
afterEach(async () => {
  for (const stream of open.splice(0)) stream.close();
  await shop.stop();
});

const stream = async (path: string, headers: Record<string, string> = {}): Promise<PageStream> => {
  const opened = await openStream(shop.url, path, headers);
  open.push(opened);
  return opened;
};
const feed = () => shop.view.signage.feed('entrance');
let cents = 10;
/** A price of the screen changes. */
const change = () => {
  cents += 1;
  feed().update(fixtureProgramme('entrance', [], `1,${cents}`), cents);
};
/** Waits until as many pages listen. */
const listeners = async (many: number) => {
  await expect.poll(() => feed().size()).toBe(many);
};

describe('the stream of a page', () => {
  test('begins with the programme, goes on with what changes, and is kept by nobody', async () => {
    const page = await stream('/s/entrance/events');
    expect(page.headers['content-type']).toBe('text/event-stream');
    expect(page.headers['cache-control']).toBe('no-store');
    const first = await page.next();
    expect(pageEventSchema.parse(first.event)).toMatchObject({ type: 'programme', seq: 1 });
    expect(first.id).toBe('b00t-1');
    change();
    expect(await page.next()).toMatchObject({ id: 'b00t-2', event: { type: 'cards', seq: 2 } });
    feed().pulse(99);
    expect(await page.next()).toMatchObject({ id: null, event: { type: 'pulse', seq: 2, atMs: 99 } });
    feed().order('reload', 'o-1', 100);
    expect((await page.next()).event).toMatchObject({ type: 'order', order: 'reload', id: 'o-1' });
  });

  test.each(['last-event-id', 'after'])('goes on by %s with exactly what was missed', async how => {
    const page = await stream('/s/entrance/events');
    await page.next();
    change();
    const { id } = await page.next();
    page.close();
    await listeners(0);
    change();
    change();
    const again =
      how === 'after'
        ? await stream(`/s/entrance/events?after=${id}`)
        : await stream('/s/entrance/events', { 'last-event-id': id! });
    const came = [await again.next(), await again.next(), await again.next()];
    expect(came.map(({ event }) => [event.type, event.seq])).toEqual([
      ['cards', 3],
      ['cards', 4],
      ['pulse', 4],
    ]);
  });

  test.each(['other-1', 'b00t-99', 'nonsense', ''])('begins anew where %j is not known', async id => {
    const page = await stream('/s/entrance/events', { 'last-event-id': id });
    expect((await page.next()).event.type).toBe('programme');
  });

  test('begins anew where too much was missed', async () => {
    for (let n = 0; n < 400; n++) change();
    const page = await stream('/s/entrance/events', { 'last-event-id': 'b00t-2' });
    expect((await page.next()).event).toMatchObject({ type: 'programme', seq: 401 });
  });

  test('of a page that does not read is cut, and goes on when it comes again', async () => {
    const page = await stream('/s/entrance/events');
    await page.next();
    page.response.pause();
    const full = fixtureProgramme('entrance', []);
    // Sockets hold some megabytes of their own.
    const long = 'x'.repeat(400);
    for (let n = 0; n < 2_000 && feed().size() > 0; n++) {
      const ticker = Array.from({ length: 40 }, (_, at) => [`${n} ${at} ${long}`.slice(0, 400)]);
      feed().update({ ...full, ticker }, n);
      if (n % 20 === 0) await new Promise(resolve => setImmediate(resolve));
    }
    expect(feed().size()).toBe(0);
    page.response.resume();
    await page.over();
    const again = await stream('/s/entrance/events', { 'last-event-id': 'b00t-1' });
    expect((await again.next()).event.type).toBe('programme');
    expect(feed().size()).toBe(1);
  });

  test('takes the place of the one that the same page had before, and of no other', async () => {
    const [first, other] = [
      await stream('/s/entrance/events?page=page0001'),
      await stream('/s/entrance/events?page=page0002'),
    ];
    const elsewhere = await stream('/s/aisle-2/events?page=page0001');
    await Promise.all([first.next(), other.next(), elsewhere.next()]);
    const again = await stream('/s/entrance/events?page=page0001');
    await again.next();
    await first.over();
    expect(feed().size()).toBe(2);
    expect(shop.view.signage.feed('aisle-2').size()).toBe(1);
    expect([...shop.view.signage.visitors].map(({ page }) => page).sort()).toEqual([
      'page0001',
      'page0001',
      'page0002',
    ]);
  });

  test('is refused to one page too many, until one leaves', async () => {
    const pages = [];
    for (let n = 0; n < 8; n++) pages.push(await stream('/s/entrance/events'));
    const late = await ask(shop.url, '/s/entrance/events');
    expect([late.status, late.headers['retry-after']]).toEqual([503, '10']);
    expect((await stream('/s/aisle-2/events')).status).toBe(200);
    pages[0]!.close();
    await listeners(7);
    expect((await stream('/s/entrance/events')).status).toBe(200);
  });

  test('is none for somebody who asks for its head', async () => {
    expect((await ask(shop.url, '/s/entrance/events', { method: 'HEAD' })).status).toBe(405);
    expect(feed().size()).toBe(0);
  });

  test('ends with the agent', async () => {
    const console = await startFixtureConsole(1);
    const page = await openStream(console.url, '/s/entrance/events');
    await page.next();
    await console.stop();
    await page.over();
    expect(console.view.signage.feed('entrance').size()).toBe(0);
  });
});
