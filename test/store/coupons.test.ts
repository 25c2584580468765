import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { couponTills, untoldCouponRows } from '../../src/store/coupons.ts';
import { couponsOn } from '../checkout/opened-coupons.ts';
import { inDirectory, opened } from './opening.ts';

const child = fileURLToPath(new URL('../checkout/coupon-child.ts', import.meta.url));

function start(...words: string[]): { process: ChildProcessWithoutNullStreams; lines: () => string[] } {
  const started = spawn(process.execPath, ['--import', 'tsx', child, ...words]);
  let text = '';
  started.stdout.setEncoding('utf8').on('data', chunk => {
    text += chunk;
  });
  return { process: started, lines: () => text.split('\n').slice(0, -1) };
}

test('of two tills at once, in processes of their own, one gets each code', { timeout: 60_000 }, () =>
  inDirectory(async dir => {
    const { store } = opened(dir);
    const { issued } = couponsOn(store);
    const codes = store.transaction(() => Array.from({ length: 150 }, () => issued().code));
    store.close();
    const tills = ['till-1', 'till-2'].map(till => ({ till, ...start('redeem', join(dir, 'store.db'), till) }));
    for (const { lines } of tills) await expect.poll(lines).toEqual(['ready']);
    for (const [at, code] of codes.entries()) {
      for (const till of at % 2 === 0 ? tills : tills.toReversed()) till.process.stdin.write(`${code}\n`);
      for (const { lines } of tills) await expect.poll(() => lines().length, { interval: 2 }).toBe(at + 2);
    }
    for (const till of tills) till.process.stdin.end();
    await Promise.all(tills.map(till => once(till.process, 'close')));
    const gotBy = (lines: readonly string[]) =>
      lines.filter(line => line.endsWith(' true')).map(line => line.slice(0, 4));
    // Each once: as many as there are, and no two alike.
    expect(tills.flatMap(({ lines }) => gotBy(lines())).sort()).toEqual([...codes].sort());
    for (const { lines } of tills) expect(gotBy(lines()).length).toBeGreaterThan(0);
    const again = opened(dir);
    const rows = again.store.untoldCoupons(1_000);
    expect(rows.map(row => row.revision)).toEqual(codes.map(() => 2));
    for (const { till, lines } of tills) {
      expect(rows.filter(row => row.till === till)).toHaveLength(gotBy(lines()).length);
    }
    again.store.close();
  }),
);

test('a coupon that was told outlives a kill', { timeout: 60_000 }, () =>
  inDirectory(async dir => {
    opened(dir).store.close();
    for (let kill = 1; kill <= 4; kill++) {
      const issuing = start('issue', join(dir, 'store.db'), String(kill));
      await expect.poll(() => issuing.lines().length).toBeGreaterThan(kill * 3);
      issuing.process.kill('SIGKILL');
      await once(issuing.process, 'close');
      const { store } = opened(dir);
      const { coupons } = couponsOn(store);
      for (const [id, code] of issuing.lines().map(line => line.split(' '))) {
        expect(coupons.redeem({ code: code!, till: 'a' })).toMatchObject({ ok: true, coupon: { id } });
      }
      store.close();
    }
  }),
);

test('coupons that the mesh never hears of, and tills, are kept within bounds', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    for (let round = 0; round < 3; round++) {
      store.transaction(() => {
        for (let i = 0; i < 9_000; i++) {
          const n = round * 9_000 + i;
          store.addCoupon(Buffer.from(String(n)), { id: `c-${n}`, offer: null, atMs: n, untilMs: n, freeAtMs: n });
        }
      });
      expect(store.sweepCoupons(1_000_000)).toBe(9_000);
    }
    expect(store.couponCodes()).toEqual([]);
    const rows = store.untoldCoupons(100_000);
    expect(rows).toHaveLength(untoldCouponRows);
    expect(rows.at(-1)!.id).toBe('c-26999');
    const tries = { wrong: 1, sinceMs: 0, locks: 0, lockedUntilMs: 0 };
    store.transaction(() => {
      for (let i = 0; i < 2 * couponTills; i++) store.putCouponTill(`till-${i}`, { ...tries, lastAtMs: i });
    });
    expect(store.couponTill(`till-${couponTills - 1}`)).toBeNull();
    expect(store.couponTill(`till-${couponTills}`)).toEqual({ ...tries, lastAtMs: couponTills });
    store.close();
  }));
