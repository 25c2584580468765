import { aisleM } from '../aisle.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Clock } from '../clock.ts';
import type { Fault } from '../faults.ts';
import { planogram, type ShelfLabel } from '../mesh/assortment.ts';
import { type Oepl, openOepl } from '../oepl/server.ts';
import { type Acts, startActs, strangersIn } from '../people/acts.ts';
import { floorM } from '../people/default-day.ts';
import type { PeopleScript } from '../people/script.ts';
import type { TillQueue } from '../people/till-queue.ts';
import type { ShopZone } from '../people/zones.ts';
import { seededRandom } from '../random.ts';
import { displayLabels, displayPlaces, radioLabelPlace, tillAisle, tillZone } from './plan.ts';
import { openWiredAisle, type WiredAisle } from './wired-aisle.ts';

export interface WiredShopOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly catalogue: Catalogue;
  /** The shop's other labels, with which products are shared out. */
  readonly shelf: readonly ShelfLabel[];
  /** The shop's other zones. */
  readonly zones: readonly ShopZone[];
  readonly aisles: number;
  /** How often the labels of the serial radio check in. */
  readonly checkInMs: number;
  readonly refreshScale: number;
  /** Signage screens over which the alarm of a long queue lies. */
  readonly alarmScreens?: readonly string[];
}

/** Everything on wires, with the people who use it. */
export interface WiredShop {
  readonly aisle: WiredAisle;
  readonly oepl: Oepl;
  /** Displays and labels of the serial radio, to be bound like all others. */
  readonly labels: readonly ShelfLabel[];
  /** Zones that the shop has because of all this. */
  readonly zones: readonly ShopZone[];
  readonly faults: readonly Fault[];
  /** The truth about queues; empty before somebody came. */
  queues(): readonly TillQueue[];
  /** @throws with a sentence when the script names parts that are not there */
  begin(script: PeopleScript): void;
  configuration(): Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

const radioLabels = 6;
/** What its labels are drawn from. */
const radioModels = [
  'oepl-m2-290',
  'oepl-m2-420',
  'oepl-opticon-220',
  'oepl-st-gm29',
  'oepl-m3-290',
  'oepl-hs-750-bwy',
];
const radioSeed = 0x0e91;
const tillDepthM = 2;

/** Opens the wired part of a shop. */
export async function openWiredShop(options: WiredShopOptions): Promise<WiredShop> {
  const { clock, seed, checkInMs, refreshScale } = options;
  const oepl = await openOepl({
    clock,
    random: seededRandom(seed ^ radioSeed),
    labels: radioLabels,
    models: radioModels,
    seed: seed ^ radioSeed,
    checkInMs,
    refreshScale,
  });
  const labels = [...displayPlaces, ...oepl.labels.map(({ id }, index) => ({ id, position: radioLabelPlace(index) }))];
  const [first = freshZone] = options.zones;
  try {
    const aisle = await openWiredAisle({
      clock,
      seed,
      aisleZone: first.id,
      alarmScreens: options.alarmScreens ?? [],
      sku: skuOf(displayLabels.aisleLcd, planogram([...options.shelf, ...labels], options.catalogue)),
    });
    let acts: Acts | null = null;
    return {
      aisle,
      oepl,
      labels,
      zones: [...(options.zones.length === 0 ? [freshZone] : []), tillsBelow(options.aisles)],
      faults: [...aisle.faults, ...oepl.faults],
      queues: () => acts?.queues ?? [],
      begin(script) {
        const strangers = strangersIn(script, aisle.stage);
        if (strangers.length > 0) throw new Error(`The script cannot be played: ${strangers.join('; ')}.`);
        acts?.stop();
        acts = startActs({ script, stage: aisle.stage, clock, seed });
      },
      configuration: aisle.configuration,
      async stop() {
        acts?.stop();
        await Promise.all([aisle.stop(), oepl.stop()]);
      },
    };
  } catch (error) {
    await oepl.stop();
    throw error;
  }
}

/** In a shop that is not cut into zones otherwise. */
const freshZone: ShopZone = {
  id: 'fresh',
  name: 'Fresh food',
  receivers: [],
  places: [{ aisle: '1', bays: [1, 6] }],
  area: { x: 0, y: 0, width: floorM.length, height: aisleM },
};

const tillsBelow = (aisles: number): ShopZone => ({
  id: tillZone,
  name: 'Tills',
  receivers: [],
  places: [{ aisle: tillAisle, bays: [1, 1] }],
  area: { x: 0, y: aisleM * aisles, width: floorM.length, height: tillDepthM },
});

function skuOf(label: string, planned: ReturnType<typeof planogram>): string {
  const skus = planned.find(([id]) => id === label)?.[1]?.skus as readonly string[] | undefined;
  const [sku] = skus ?? [];
  if (sku === undefined) throw new Error(`no product is bound to ${label}`);
  return sku;
}
