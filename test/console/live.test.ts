import { request } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { PageEvent, TailEvent } from '../../src/console/documents.ts';
import { type FixtureConsole, startFixtureConsole } from './fixture-console.ts';
import { labelId } from './fixture-labels.ts';

let shop: FixtureConsole;
const opened: AbortController[] = [];
afterEach(async () => {
  for (const controller of opened.splice(0)) controller.abort();
  await shop.stop();
});

interface Frame {
  readonly id: string;
  readonly event: PageEvent;
}

/** Follows the event stream as a page does. */
async function follow(headers: Record<string, string> = {}) {
  const controller = new AbortController();
  opened.push(controller);
  const response = await fetch(new URL('/api/events', shop.url), { headers, signal: controller.signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async (): Promise<Frame> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end < 0) {
        const { value, done } = await reader.read();
        if (done) throw new Error('stream ended');
        text += value;
        continue;
      }
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      const id = /^id: (.+)$/m.exec(block)?.[1];
      if (id !== undefined) return { id, event: PageEvent.parse(JSON.parse(/^data: (.+)$/m.exec(block)![1]!)) };
    }
  };
  return { next, leave: () => controller.abort() };
}

test('a page gets a snapshot, then only what changed', async () => {
  shop = await startFixtureConsole(60);
  const page = await follow();
  const first = (await page.next()).event;
  expect(first.type === 'snapshot' && first.labels.length).toBe(60);

  shop.view.change(labelId(4), { priceText: '1,11 €' });
  const delta = (await page.next()).event;
  expect(delta).toMatchObject({ type: 'labels', labels: [{ id: labelId(4), priceText: '1,11 €' }], gone: [] });
  expect((await page.next()).event.type).toBe('status');

  shop.view.announce({ labels: ['nobody'] });
  expect((await page.next()).event).toMatchObject({ type: 'labels', labels: [], gone: ['nobody'] });
});

test('a page that comes back goes on where it was', async () => {
  shop = await startFixtureConsole(10);
  const page = await follow();
  const { id } = await page.next();
  page.leave();
  shop.view.announce({ labels: [labelId(1)] });
  shop.view.announce({ labels: [labelId(2)] });
  const again = await follow({ 'last-event-id': id });
  const seen = [(await again.next()).event, (await again.next()).event];
  expect(seen).toMatchObject([{ labels: [{ id: labelId(1) }] }, { labels: [{ id: labelId(2) }] }]);
});

test.each(['', 'another-boot-3', 'nonsense'])('an id that is not known gets a snapshot: %j', async id => {
  shop = await startFixtureConsole(10);
  const page = await follow({ 'last-event-id': id });
  expect((await page.next()).event.type).toBe('snapshot');
});

test('whoever missed more than is kept gets a snapshot', async () => {
  shop = await startFixtureConsole(10);
  const page = await follow();
  const { id } = await page.next();
  for (let n = 0; n < 600; n++) shop.view.announce({ labels: [labelId(n % 10)] });
  const again = await follow({ 'last-event-id': id });
  expect((await again.next()).event.type).toBe('snapshot');
});

test('a reader that does not read is dropped, and the others go on', async () => {
  shop = await startFixtureConsole(300);
  const closed = new Promise<void>((resolve, reject) => {
    const sent = request({ port: Number(new URL(shop.url).port), host: '127.0.0.1', path: '/api/events' }, response => {
      response.once('readable', () => {});
      response.on('error', () => {});
      response.on('close', resolve);
      // Reads nothing until the far end has had time to give up on it.
      setTimeout(() => response.resume(), 2_000);
    });
    sent.on('error', reject);
    sent.end();
  });
  const page = await follow();
  await page.next();
  const all = Array.from({ length: 300 }, (_, index) => labelId(index));
  for (let n = 0; n < 250; n++) {
    shop.view.announce({ labels: all });
    expect((await page.next()).event.type).toBe('labels');
  }
  await closed;
});

test('the tail gives one event a line', async () => {
  shop = await startFixtureConsole(1);
  const controller = new AbortController();
  opened.push(controller);
  const response = await fetch(new URL('/api/tail', shop.url), { signal: controller.signal });
  const event = { at: '2026-11-23T10:00:00.000Z', event: 'label.shown', subject: labelId(0), text: '4,99 € proven' };
  shop.view.announce({ events: [event, event] });
  const { value } = await response.body!.getReader().read();
  const lines = new TextDecoder().decode(value).trim().split('\n');
  expect(lines.map(line => TailEvent.parse(JSON.parse(line)))).toEqual([event, event]);
});

test('no more than 64 streams are open at once', async () => {
  shop = await startFixtureConsole(1);
  await Promise.all(Array.from({ length: 64 }, () => follow()));
  expect((await fetch(new URL('/api/events', shop.url))).status).toBe(503);
});

test('stopping lets go of the view', async () => {
  shop = await startFixtureConsole(1);
  const view = shop.view;
  expect(view.subscribers()).toBe(1);
  await shop.stop();
  expect(view.subscribers()).toBe(0);
  shop = await startFixtureConsole(1);
});
