import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStage, picture, type Stage, sha256Of, want } from './asset-server.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => await stage.close());

const tea = picture('tea');
const milk = picture('milk');

describe('what is wanted', () => {
  it('is fetched once, verified, and given out by its hash', async () => {
    stage.put('/shop/offers/tea.png', tea);
    const cache = stage.cache();
    const wanted = want('offers/tea.png', tea);
    cache.wanted([wanted, wanted]);
    expect(cache.asset(wanted)).toEqual({ missing: 'screen.asset-missing' });
    expect(await cache.settled()).toEqual([
      { ...wanted, state: 'here', reason: null, detail: null, type: 'image/png', bytes: tea.length },
    ]);
    expect(cache.asset(wanted)).toEqual({ sha256: wanted.sha256, type: 'image/png', bytes: tea.length });
    expect(readFileSync(cache.open(wanted.sha256)!.path)).toEqual(tea);
    cache.wanted([wanted]);
    expect(stage.asked).toEqual(['/shop/offers/tea.png']);
    expect(readdirSync(stage.dir)).toEqual([wanted.sha256]);
    expect(cache.open(sha256Of(milk))).toBeNull();
  });

  it('is hashed again after a restart, and fetched again when it has rotted', async () => {
    stage.put('/shop/tea', tea);
    stage.put('/shop/milk', milk);
    const all = [want('tea', tea), want('milk', milk)];
    const first = stage.cache();
    first.wanted(all);
    await first.settled();
    await first.stop();
    const rotten = Buffer.from(milk);
    rotten[500]! ^= 1;
    writeFileSync(join(stage.dir, all[1]!.sha256), rotten);
    writeFileSync(join(stage.dir, `${'a'.repeat(64)}.part`), 'half');

    const second = stage.cache();
    expect(second.open(all[0]!.sha256)).toBeNull();
    second.wanted(all);
    expect((await second.settled()).map(({ state }) => state)).toEqual(['here', 'here']);
    expect(stage.asked).toEqual(['/shop/tea', '/shop/milk', '/shop/milk']);
    expect(readFileSync(second.open(all[1]!.sha256)!.path)).toEqual(milk);
    expect(readdirSync(stage.dir).sort()).toEqual(all.map(({ sha256 }) => sha256).sort());
  });

  it('is not given out when its file has lost its size, and comes again', async () => {
    stage.put('/shop/tea', tea);
    const cache = stage.cache({ limits: { firstRetryMs: 1 } });
    const wanted = want('tea', tea);
    cache.wanted([wanted]);
    await cache.settled();
    truncateSync(join(stage.dir, wanted.sha256), 10);
    expect(cache.open(wanted.sha256)).toBeNull();
    expect(cache.asset(wanted)).toEqual({ missing: 'screen.asset-missing' });
    await cache.settled(([one]) => one!.state === 'here');
    expect(readFileSync(cache.open(wanted.sha256)!.path)).toEqual(tea);
  });

  it('is tried again ever more rarely, and at once from another place', async () => {
    let answers = 0;
    stage.put('/shop/late', (_, response) => {
      answers += 1;
      response.writeHead(answers < 3 ? 503 : 200).end(answers < 3 ? '' : tea);
    });
    const cache = stage.cache({ limits: { firstRetryMs: 5 } });
    cache.wanted([want('late', tea)]);
    expect((await cache.settled())[0]).toMatchObject({ state: 'missing', detail: 'the server answered 503' });
    await cache.settled(([one]) => one!.state === 'here');
    const other = stage.cache({ dir: join(stage.dir, 'other'), limits: { firstRetryMs: 3_600_000 } });
    other.wanted([want('nowhere', milk)]);
    expect((await other.settled())[0]).toMatchObject({ state: 'missing', reason: 'screen.asset-missing' });
    stage.put('/shop/milk', milk);
    other.wanted([want('milk', milk)]);
    expect((await other.settled())[0]).toMatchObject({ state: 'here' });
  });

  it('comes two at a time, the first of the list first', async () => {
    let most = 0;
    const order: string[] = [];
    const open: (() => void)[] = [];
    const all = Array.from({ length: 6 }, (_, at) => picture(`p${at}`));
    for (const [at, file] of all.entries()) {
      stage.put(`/shop/${at}`, (request, response) => {
        order.push(request.url!);
        open.push(() => response.end(file));
        most = Math.max(most, open.length);
        // Nobody gets anything before two have asked.
        if (open.length === 2) setImmediate(() => open.splice(0).forEach(answer => void answer()));
      });
    }
    const cache = stage.cache();
    cache.wanted(all.map((file, at) => want(String(at), file)));
    expect((await cache.settled()).map(({ state }) => state)).toEqual(all.map(() => 'here'));
    expect(most).toBe(2);
    expect(order.slice(0, 2).sort()).toEqual(['/shop/0', '/shop/1']);
  });

  it('that is wanted no more is given up in the middle', async () => {
    const gone = new Promise<void>(resolve => {
      stage.put('/shop/film', (_, response) => {
        response.write(tea);
        response.once('close', resolve);
      });
    });
    stage.put('/shop/milk', milk);
    const cache = stage.cache();
    cache.wanted([want('film', tea)]);
    await vi.waitFor(() => expect(stage.asked).toHaveLength(1));
    cache.wanted([want('milk', milk)]);
    await gone;
    await cache.settled();
    await cache.stop();
    expect(readdirSync(stage.dir)).toEqual([sha256Of(milk)]);
  });
});

describe('what does not come whole', () => {
  it('when the fetching one is killed, is never taken for whole', async () => {
    const film = picture('film', 2_000_000);
    stage.put('/shop/film', (_, response) => {
      response.writeHead(200);
      response.write(film.subarray(0, 1_500_000));
    });
    const child = fileURLToPath(new URL('./fetching-child.ts', import.meta.url));
    const fetching = spawn(process.execPath, ['--import', 'tsx', child, stage.dir, stage.url, sha256Of(film)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const part = join(stage.dir, `${sha256Of(film)}.part`);
    await vi.waitFor(() => expect(readFileSync(part).length).toBeGreaterThan(1_000_000), { timeout: 20_000 });
    const ended = once(fetching, 'close');
    fetching.kill('SIGKILL');
    await ended;
    expect(existsSync(part)).toBe(true);
    const cache = stage.cache({ maxFileBytes: 4_000_000, budgetBytes: 4_000_000 });
    expect(readdirSync(stage.dir)).toEqual([]);
    stage.put('/shop/film', film);
    cache.wanted([want('film', film)]);
    expect((await cache.settled())[0]).toMatchObject({ state: 'here', bytes: film.length });
  }, 40_000);
});
