import { afterEach, expect, test } from 'vitest';
import { createBoard } from '../../../emulator/firmata/board.ts';
import { createTicketDesk } from '../../../emulator/wired/tickets.ts';
import type { CouponRow } from '../../../src/checkout/ports.ts';
import { createVirtualClock } from '../../delivery/virtual-clock.ts';
import { lay, clock as realClock, stops, strike, until } from '../../nodes/stage.ts';
import { inDirectory, opened } from '../../store/opening.ts';
import { decide, inShop, lcd, nowhere, type Shop, shopOn, shopYaml, startMs, stock } from './shop.ts';

afterEach(strike);

const codeOf = ({ view }: Shop) => {
  const issued = view.issueCoupon({ offer: 'tea' }, 'token:anna');
  if (!issued.ok) throw new Error(issued.reason);
  return issued.document;
};

test('a coupon is told again until the broker has it, and its code never', () =>
  inShop((shop, clock) => {
    const { id, code } = codeOf(shop);
    clock.pass(2_000);
    clock.pass(2_000);
    const told = shop.of('coupon');
    expect(told.map(({ data }) => [data.coupon, data.state, data.offer])).toEqual([
      [id, 'issued', 'tea'],
      [id, 'issued', 'tea'],
    ]);
    for (const { data } of told) expect(Object.values(data)).not.toContain(code);
    told[0]!.taken!();
    clock.pass(10_000);
    expect(shop.of('coupon')).toHaveLength(2);
    const redeemed = shop.view.redeemCoupon({ code, till: 'till-2', dryRun: false });
    expect(redeemed).toMatchObject({ ok: true, document: { id, offer: 'tea', redeemed: true } });
    clock.pass(2_000);
    expect(shop.of('coupon').at(-1)?.data).toMatchObject({ coupon: id, state: 'redeemed', till: 'till-2' });
    // A late word of the first telling does not count for the second.
    told[1]!.taken!();
    clock.pass(2_000);
    expect(shop.of('coupon')).toHaveLength(4);
    shop.of('coupon').at(-1)!.taken!();
    clock.pass(10_000);
    expect(shop.of('coupon')).toHaveLength(4);
  }));

test('a coupon is told after a restart when nobody took it before', () =>
  inDirectory(async dir => {
    const clock = createVirtualClock(startMs);
    const first = opened(dir);
    const before = shopOn(first.store, clock);
    before.wired.start();
    const { id } = codeOf(before);
    await before.wired.stop();
    first.store.close();
    const { store } = opened(dir);
    const after = shopOn(store, clock);
    after.wired.start();
    expect(after.of('coupon').map(({ data }) => data.coupon)).toEqual([id]);
    await after.wired.stop();
    store.close();
  }));

test('a broker that takes a coupon while the disk fails breaks nothing', () =>
  inDirectory(async dir => {
    const clock = createVirtualClock(startMs);
    const { store } = opened(dir);
    const untold: CouponRow[][] = [];
    const shop = shopOn(store, clock);
    shop.wired.start();
    codeOf(shop);
    clock.pass(2_000);
    untold.push(store.untoldCoupons(10));
    expect(untold[0]).toHaveLength(1);
    store.close();
    const before = shop.errors.length;
    shop.of('coupon')[0]!.taken!();
    expect(shop.errors.length).toBe(before + 1);
    await shop.wired.stop();
  }));

test('a scan on the sales floor is answered by the display of its zone, with the product or with no price', () =>
  inShop((shop, clock) => {
    stock(shop.store);
    const scan = (scanner: string, value: string) =>
      expect(shop.view.simulateSensor(scanner, { event: 'scan', value }, 'token:anna')).toEqual({ ok: true });
    scan('gun', '4006381333931');
    expect(shop.wired.overlay.on(lcd)).toEqual({ kind: 'product', sku: '40123' });
    expect(shop.recomputed).toEqual([[lcd]]);
    clock.pass(8_000);
    expect(shop.wired.overlay.on(lcd)).toBeNull();
    scan('gun', '96385074');
    expect(shop.wired.overlay.noticeOn(lcd)).toMatch(/^(Kein Preis|No price) 0*96385074$/);
    clock.pass(8_000);
    // A till scans for itself, and what is no code at all is only noted.
    scan('till-gun', '4006381333931');
    scan('gun', '\u0000\u001d(01)nonsense');
    expect(shop.wired.overlay.on(lcd)).toBeNull();
    expect(shop.of('sensor-event').every(({ data }) => data.method === 'simulated' && data.confidence === 0)).toBe(
      true,
    );
    // The button beside it asks as well.
    shop.view.simulateSensor('ask', { event: 'press' }, 'token:anna');
    expect(shop.wired.overlay.on(lcd)).toEqual({ kind: 'product', sku: '40123' });
  }));

test('nothing is answered where no price of its own would come back, nor by a clock that may be wrong', () =>
  inDirectory(async dir => {
    const clock = createVirtualClock(startMs);
    const { store } = opened(dir);
    stock(store);
    let trusted = false;
    const shop = shopOn(store, clock, shopYaml(), { clockTrusted: () => trusted });
    shop.wired.start();
    const scan = () => shop.view.simulateSensor('gun', { event: 'scan', value: '4006381333931' }, 'token:anna');
    scan();
    expect(shop.wired.overlay.on(lcd)?.kind).toBe('notice');
    trusted = true;
    clock.pass(8_000);
    decide(store, lcd, { reason: 'price.lowest30d-missing', detail: '' });
    scan();
    expect(shop.wired.overlay.on(lcd)).toBeNull();
    expect(shop.wired.overlay.labelsOn('40123')).toEqual([]);
    decide(store, lcd, null);
    scan();
    // A newer price of the product concerns the display as well, while it stands there.
    expect(shop.wired.overlay.labelsOn('40123')).toEqual([lcd]);
    expect(shop.wired.overlay.labelsOn('40777')).toEqual([]);
    await shop.wired.stop();
    store.close();
  }));

test('while the clock may be wrong no coupon ends for good', () =>
  inDirectory(async dir => {
    const clock = createVirtualClock(startMs);
    const { store } = opened(dir);
    let trusted = true;
    const shop = shopOn(store, clock, shopYaml(), { clockTrusted: () => trusted });
    shop.wired.start();
    const issued = shop.view.issueCoupon({}, 'token:anna');
    if (!issued.ok) throw new Error(issued.reason);
    const { code } = issued.document;
    trusted = false;
    clock.setWall(startMs + 40 * 86_400_000);
    clock.pass(5_000);
    shop.view.issueCoupon({}, 'token:anna');
    clock.setWall(startMs + 60_000);
    trusted = true;
    expect(shop.view.redeemCoupon({ code, till: 'till-1', dryRun: false })).toMatchObject({ ok: true });
    await shop.wired.stop();
    store.close();
  }));

test('a display whose decision the disk refused is decided again', () =>
  inDirectory(async dir => {
    const clock = createVirtualClock(startMs);
    const { store } = opened(dir);
    stock(store);
    let full = false;
    const decided: string[][] = [];
    const shop = shopOn(store, clock, shopYaml(), {
      recompute(labels) {
        if (full) throw new Error('the disk is full');
        decided.push([...labels]);
      },
    });
    shop.wired.start();
    shop.view.simulateSensor('gun', { event: 'scan', value: '4006381333931' }, 'token:anna');
    full = true;
    clock.pass(8_000);
    full = false;
    clock.pass(2_000);
    clock.pass(10_000);
    expect(decided).toEqual([[lcd], [lcd]]);
    expect(shop.errors.length).toBeGreaterThan(0);
    await shop.wired.stop();
    store.close();
  }));

test('a ticket opens the relay once, and is not lost while its node is away', () =>
  inDirectory(async dir => {
    const { store } = opened(dir);
    const desk = createTicketDesk(3, 1, realClock.now);
    const ticket = desk.issue(3_600_000);
    const audit = (shop: Shop) => shop.wired.events.of('door-gun').map(({ role }) => role);
    const present = (shop: Shop) =>
      shop.view.simulateSensor('door-gun', { event: 'scan', value: ticket.text }, 'token:anna');

    const away = shopOn(
      store,
      realClock,
      shopYaml(nowhere, nowhere, desk.key.publicKey).replace('door-1', desk.key.kid),
    );
    away.wired.start();
    expect(present(away)).toEqual({ ok: true });
    expect(audit(away)).toEqual(['node.down']);
    await away.wired.stop();

    const board = createBoard({ clock: realClock });
    const opens: number[] = [];
    board.onOutput((pin, value) => {
      if (pin === 2 && value === 1) opens.push(pin);
    });
    const cable = await lay(board);
    const yaml = shopYaml(nowhere, cable.url, desk.key.publicKey).replace('door-1', desk.key.kid);
    const there = shopOn(store, realClock, yaml);
    stops.push(() => there.wired.stop());
    there.wired.start();
    await until(() => there.wired.nodes.nodes().some(({ id, state }) => id === 'n2' && state === 'ready'));
    present(there);
    await until(() => opens.length === 1);
    present(there);
    expect(audit(there)).toEqual(['entry.used', 'opened']);
    await until(() => board.output(2) === 0);
    expect(opens).toHaveLength(1);
    await strike();
    store.close();
  }));
