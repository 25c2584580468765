import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { bundlePage } from '../../src/signage/bundle.ts';
import type { PageEvent } from '../../src/signage/wire/page-event.ts';

/** The page of the screens by itself: its files, and pictures by their hash. */
export interface SignStage {
  /** A mirror that shows this, in the panel's own pixels, once everything stands. Nothing moves on it. */
  open(event: Extract<PageEvent, { type: 'programme' }>): Promise<Page>;
  stop(): Promise<void>;
}

export async function startSignStage(
  browser: Browser,
  pictures: ReadonlyMap<string, { readonly type: string; readonly bytes: Uint8Array }> = new Map(),
): Promise<SignStage> {
  const files = new Map((await bundlePage()).map(file => [`/s/${file.path}`, file]));
  const server = createServer(({ url }, answer) => {
    const { pathname } = new URL(url!, 'http://stage');
    const [, hash = ''] = /^\/s\/[a-z0-9-]+\/asset\/([0-9a-f]{64})$/.exec(pathname) ?? [];
    const isPage = /^\/s\/[a-z0-9-]+$/.test(pathname);
    const found = pictures.get(hash) ?? files.get(isPage ? '/s/index.html' : pathname);
    answer.writeHead(found === undefined ? 404 : 200, found && { 'content-type': found.type }).end(found?.bytes);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    async open(event) {
      const { widthPx, heightPx } = event.programme.panel;
      const context = await browser.newContext({
        viewport: { width: widthPx, height: heightPx },
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      // Time passes as it is told to: which page of a board stands there must not depend on how fast this machine is.
      await page.clock.install({ time: event.atMs });
      await page.goto(`${origin}/s/${event.programme.screen}?mirror`);
      await page.clock.pauseAt(event.atMs + 3_600_000);
      // At the top of its window a page is its own parent.
      await page.evaluate(what => postMessage(what, location.origin), event as unknown);
      await page.clock.runFor(500);
      await page.locator('.layer.on').first().waitFor();
      await page.evaluate(async () => {
        await document.fonts.ready;
        await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
      });
      await page.clock.runFor(1_100);
      return page;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
