import { expect, test } from 'vitest';
import { createInventory } from '../../../src/agent/wired/inventory.ts';
import { createShelves } from '../../../src/agent/wired/shelves.ts';
import type { Store } from '../../../src/store/store.ts';
import type { PickEvent } from '../../../src/zones/pick.ts';
import { loaded } from '../../config/loading.ts';
import { inDirectory, opened } from '../../store/opening.ts';
import { shopYaml } from './shop.ts';

const inventory = createInventory(loaded(shopYaml()).config);

function shelvesOn(store: Store, fromMs = 0) {
  const picked: PickEvent[] = [];
  const written: string[] = [];
  const memory = {
    recall: store.recall,
    remember(name: string, value: string): void {
      written.push(name);
      store.remember(name, value);
    },
  };
  const shelves = createShelves({ inventory, memory, picked: (_part, event) => void picked.push(event) });
  let atMs = fromMs;
  /** Two seconds of this weight, ten units of the converter to 100 g. */
  const rest = (grams: number) => {
    for (let i = 0; i < 50; i++) {
      atMs += 40;
      shelves.sample('crate', { raw: 100 + grams / 10 + (i % 2), atMs });
    }
  };
  return { shelves, picked, written, rest };
}

test('a cell is tared and calibrated once, and knows it after a restart', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const { shelves, picked, rest } = shelvesOn(store);
    expect(shelves.set('nothing', null)).toBeNull();
    expect(shelves.set('crate', null)).toMatchObject({ ok: false, reason: 'checkout.scale-unstable' });
    expect(store.recall('load-cell/crate')).toBeNull();
    rest(0);
    expect(shelves.set('crate', 5_000)).toMatchObject({ ok: false, reason: 'sensor.not-calibrated' });
    expect(shelves.set('crate', null)).toMatchObject({ ok: true });
    rest(5_000);
    expect(shelves.set('crate', 5_000)).toMatchObject({ ok: true });
    rest(4_000);
    expect(picked).toMatchObject([{ event: 'pick', pieces: 2 }]);
    shelves.keepAll();
    store.close();
    const again = opened(dir);
    const after = shelvesOn(again.store);
    expect(after.shelves.reading('crate')).toMatchObject({ ok: true, pieces: 8 });
    // One more was taken while nobody looked.
    after.rest(3_500);
    expect(after.picked).toMatchObject([{ event: 'pick', pieces: 1 }]);
    expect(after.picked[0]!.confidence).toBeLessThan(picked[0]!.confidence);
    again.store.close();
  }));

test('what has not changed is not written again', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const { shelves, written, rest } = shelvesOn(store);
    shelves.keepAll();
    expect(written).toEqual([]);
    rest(0);
    shelves.set('crate', null);
    shelves.keepAll();
    shelves.keepAll();
    expect(written).toEqual(['load-cell/crate']);
    store.close();
  }));
