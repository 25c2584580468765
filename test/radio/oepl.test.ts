import { describe, expect, it } from 'vitest';
import { knownModels, onLabelRadio } from './label-radio.ts';
import { has } from './system-package.ts';

const shown = { ok: true, type: 'shown', proof: 'acknowledged' };

describe('pictures through a label radio', () => {
  it('are fetched by labels that wake, block by block, and drawn pixel by pixel', () =>
    onLabelRadio({ labels: 4, models: knownModels }, async ({ shop, upload, shows, radio }) => {
      const outcomes = await Promise.all(shop.labels.map((label, at) => upload(label, { seed: at + 1 })));
      for (const outcome of outcomes) expect(outcome).toEqual(shown);
      for (const [at, label] of shop.labels.entries()) await expect.poll(() => shows(label, at + 1)).toBe(true);
      expect(radio.busyMs()).toBeGreaterThan(0);
      expect(shop.module.pending()).toEqual([]);
      expect(shop.module.traffic().blocksLate).toBe(0);
    }));

  it('say how well they are heard, whatever else came with the same bytes', () =>
    onLabelRadio({ labels: 6, models: knownModels, fullEvery: 1 }, async ({ shop, modelOf, heard }) => {
      for (const label of shop.labels) await modelOf(label);
      await expect.poll(() => heard.length).toBeGreaterThan(30);
      for (const { rssi } of heard) {
        expect(rssi).toBeLessThan(-20);
        expect(rssi).toBeGreaterThan(-110);
      }
    }));

  it('wait without being work', () =>
    onLabelRadio({ labels: 1, models: knownModels, checkInMs: 60_000 }, async ({ shop, radio, modelOf, upload }) => {
      shop.labels[0]!.wake();
      await modelOf(shop.labels[0]!);
      const abort = new AbortController();
      const waiting = upload(shop.labels[0]!, { signal: abort.signal });
      await expect.poll(() => shop.module.pending().length).toBe(1);
      expect(radio.busyMs()).toBe(0);
      abort.abort();
      expect(await waiting).toMatchObject({ ok: false });
      expect(shop.module.pending()).toEqual([]);
    }));

  it('are replaced by newer ones before anybody fetched them', () =>
    onLabelRadio({ labels: 1, models: knownModels, checkInMs: 1_000 }, async ({ shop, modelOf, upload, shows }) => {
      const [label] = shop.labels as [(typeof shop.labels)[number]];
      await modelOf(label);
      const abort = new AbortController();
      const older = upload(label, { seed: 1, signal: abort.signal });
      await expect.poll(() => shop.module.pending().length).toBe(1);
      abort.abort();
      expect((await older).ok).toBe(false);
      expect(await upload(label, { seed: 2 })).toEqual(shown);
      await expect.poll(() => shows(label, 2)).toBe(true);
      expect(label.screen().refreshes).toBe(1);
    }));
});

describe('what goes wrong', () => {
  it('the cable is pulled: what waits is offered again when it is back', () =>
    onLabelRadio({ labels: 2, models: knownModels, checkInMs: 1_500 }, async ({ shop, modelOf, upload, states }) => {
      for (const label of shop.labels) await modelOf(label);
      const waiting = shop.labels.map(label => upload(label));
      await expect.poll(() => shop.module.pending().length).toBeGreaterThan(0);
      await shop.unplug();
      await expect.poll(() => states.at(-1)?.state).not.toBe('ready');
      await shop.replug();
      for (const outcome of await Promise.all(waiting)) expect(outcome).toEqual(shown);
    }));

  it('the module restarts: the same, without opening the line', () =>
    onLabelRadio({ labels: 2, models: knownModels, checkInMs: 1_500 }, async ({ shop, modelOf, upload, states }) => {
      for (const label of shop.labels) await modelOf(label);
      const waiting = shop.labels.map(label => upload(label));
      await expect.poll(() => shop.module.pending().length).toBe(2);
      shop.module.reboot();
      for (const outcome of await Promise.all(waiting)) expect(outcome).toEqual(shown);
      expect(states.filter(({ state }) => state === 'down')).toEqual([]);
    }));

  it('a label that shows the picture already says so without a block', () =>
    onLabelRadio({ labels: 1, models: knownModels }, async ({ shop, upload }) => {
      expect(await upload(shop.labels[0]!)).toEqual(shown);
      const { blocksAsked } = shop.module.traffic();
      expect(await upload(shop.labels[0]!)).toEqual(shown);
      expect(shop.module.traffic().blocksAsked).toBe(blocksAsked);
    }));

  it('refuses a second picture for a label, and labels of another kind', () =>
    onLabelRadio({ labels: 1, models: knownModels }, async ({ shop, radio, modelOf }) => {
      const [{ id }] = shop.labels as [(typeof shop.labels)[number]];
      await modelOf(shop.labels[0]!);
      const gatt = { service: 'oepl', roles: () => ({}), notify: [] };
      const first = await radio.connect(id, gatt, 100);
      expect(first.ok).toBe(true);
      expect(await radio.connect(id, gatt, 100)).toMatchObject({ ok: false, reason: 'radio.down' });
      if (first.ok) await first.link.close();
      const other = { ...gatt, roles: () => null };
      expect(await radio.connect(id, other, 100)).toMatchObject({ ok: false, reason: 'radio.gatt-unfit' });
    }));
});

describe.skipIf(!has('socat'))('over a pseudo-terminal (apt: socat)', () => {
  it('speaks fast, and finds the way back when the cable was pulled', () =>
    onLabelRadio({ labels: 2, models: knownModels, pty: true }, async ({ shop, upload, shows }) => {
      const [one, other] = shop.labels as [(typeof shop.labels)[number], (typeof shop.labels)[number]];
      expect(await upload(one)).toEqual(shown);
      expect(shop.uart.baud()).toBe(2_000_000);
      const waiting = upload(other);
      await shop.unplug();
      expect(shop.uart.baud()).toBe(115_200);
      await shop.replug();
      expect(await waiting).toEqual(shown);
      await expect.poll(() => shows(other)).toBe(true);
    }));
});
