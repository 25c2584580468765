import type { DesiredOptions } from '../../src/delivery/desired.ts';
import type { FactReader } from '../../src/delivery/label-facts.ts';
import { desiredHash } from '../../src/render/content-hash.ts';
import type { Binding, PricePoint } from '../../src/shelf/fact.ts';
import type { VersionedOffer } from '../../src/shelf/offer.ts';
import type { Panel } from '../../src/shelf/panel.ts';
import type { Store } from '../../src/store/store.ts';
import { binding, germanStore, openingMs, point, product, versioned } from '../shelf/facts.ts';
import { inDirectory, opened } from '../store/opening.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

const panel: Panel = { width: 296, height: 128, palette: 'bwr', dpi: 112 };
export const first = 'aabbccddee01';
export const second = 'aabbccddee02';

/** What the mesh has said, to be changed by the test. */
export interface Said {
  readonly bindings: Map<string, Binding>;
  readonly prices: Map<string, { timeline: readonly PricePoint[]; seq: number }>;
  readonly offers: Map<string, VersionedOffer>;
}

function readerOf({ bindings, prices, offers }: Said): FactReader {
  return {
    binding: label => (bindings.has(label) ? versioned(bindings.get(label)!) : null),
    product: sku => versioned(product({ sku })),
    price(sku) {
      const price = prices.get(sku);
      return price ? versioned({ sku, timeline: price.timeline }, { seq: price.seq, version: price.seq }) : null;
    },
    offer: id => (offers.has(id) ? versioned(offers.get(id)!) : null),
    offersBySku: sku => [...offers.values()].filter(({ skus }) => skus.includes(sku)).map(one => one.offer),
  };
}

const hashOf: DesiredOptions['hashOf'] = content =>
  desiredHash({ content, templateHash: 'template', panel, rendererVersion: 1 });

export interface Bench {
  readonly store: Store;
  readonly clock: VirtualClock;
  readonly said: Said;
  readonly options: DesiredOptions;
  readonly changes: string[][];
  /** Prices on `first` as stored; null: refused or unbound. */
  readonly minor: () => string | null;
  prove(label: string): void;
}

/** Runs `work` on a real store, on a virtual clock that begins when the shop opens. */
export async function onBench(work: (bench: Bench) => void | Promise<void>): Promise<void> {
  await inDirectory(async dir => {
    const { store } = opened(dir);
    const clock = createVirtualClock(openingMs);
    const said: Said = {
      bindings: new Map([[first, binding({ label: first })]]),
      prices: new Map([['40123', { timeline: [point()], seq: 1 }]]),
      offers: new Map(),
    };
    const changes: string[][] = [];
    const options: DesiredOptions = {
      store,
      reader: readerOf(said),
      rules: germanStore,
      clock,
      panelOf: () => panel,
      hashOf,
      draws: () => ({ ok: true }),
      samePicture: () => false,
      figures: null,
      changed: labels => void changes.push([...labels]),
    };
    const minor = () =>
      /"price":\{"amountMinor":\{"\$minor":"(\d+)"/.exec(store.desired(first)?.content ?? '')?.[1] ?? null;
    const prove = (label: string) => {
      const { hash, content, epoch, version, seq } = store.desired(label)!;
      store.putShown({
        label,
        hash,
        content: content!,
        epoch,
        version,
        seq,
        atMs: clock.now(),
        proof: 'acknowledged',
        trusted: true,
      });
    };
    try {
      await work({ store, clock, said, options, changes, minor, prove });
    } finally {
      store.close();
    }
  });
}
