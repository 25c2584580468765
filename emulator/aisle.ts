import type { Air } from './air.ts';
import type { Clock } from './clock.ts';
import { createGiciskyLabel } from './labels/gicisky/label.ts';
import { type GiciskyModel, giciskyModels } from './labels/gicisky/models.ts';
import type { LabelOptions, VirtualLabel } from './labels/label.ts';
import { createOpenDisplayLabel } from './labels/opendisplay/label.ts';
import { type OpenDisplayModel, openDisplayModels } from './labels/opendisplay/models.ts';
import type { Position } from './path-loss.ts';
import { pick, type Random, randomBytes, seededRandom } from './random.ts';

/** Where a label hangs, as people in the shop say it. All count from 1; shelf 1 is the lowest. */
export interface Place {
  readonly aisle: number;
  readonly bay: number;
  readonly shelf: number;
  readonly facing: number;
}

export interface PlacedLabel {
  readonly label: VirtualLabel;
  readonly place: Place;
}

export interface AisleOptions {
  readonly air: Air;
  readonly clock: Clock;
  /** Number of labels, at most 100,000. */
  readonly labels: number;
  readonly seed: number;
  /** Multiplies every panel's refresh time; default 1, as real ones. */
  readonly refreshScale?: number;
  /** Number of adapters to find places for; default 2. */
  readonly adapters?: number;
  /** Spreads the labels over at least so many bays of the first aisle, thinly; default: bay by bay, each full. */
  readonly bays?: number;
  /** Models to hang up, by id; default all but the large ones, which hang rarely. */
  readonly models?: readonly string[];
}

export interface Aisle {
  readonly labels: readonly PlacedLabel[];
  /** Places under the ceiling, spread over the aisles. */
  readonly adapters: readonly Position[];
  /** How many aisles the labels hang in. */
  readonly aisles: number;
  label(id: string): VirtualLabel | undefined;
}

const shelvesPerBay = 5;
const facingsPerShelf = 4;
/** Bays of a whole aisle. */
export const baysPerAisle = 12;
const bayM = 1.25;
export const aisleM = 3;
const shelfM = 0.38;
const ceilingM = 3.2;
const maxLabels = 100_000;
/** Of so many labels of a large model one hangs: the others are for the shelf edge. */
const largePixels = 120_000;
const largeEvery = 12;

function placeOf(index: number, perBay: number): Place {
  const bay = Math.floor(index / perBay);
  const within = index % perBay;
  const perShelf = Math.ceil(perBay / shelvesPerBay);
  return {
    aisle: 1 + Math.floor(bay / baysPerAisle),
    bay: 1 + (bay % baysPerAisle),
    shelf: 1 + Math.floor(within / perShelf),
    facing: 1 + (within % perShelf),
  };
}

function positionOf({ aisle, bay, shelf, facing }: Place): Position {
  return {
    xM: (bay - 1) * bayM + (facing - 0.5) * (bayM / facingsPerShelf),
    yM: (aisle - 1) * aisleM,
    zM: 0.2 + (shelf - 1) * shelfM,
  };
}

type AnyModel =
  | { readonly family: 'gicisky'; readonly model: GiciskyModel }
  | { readonly family: 'opendisplay'; readonly model: OpenDisplayModel };

const everyModel: readonly AnyModel[] = [
  ...giciskyModels.map(model => ({ family: 'gicisky', model }) as const),
  ...openDisplayModels.map(model => ({ family: 'opendisplay', model }) as const),
];

function build(
  chosen: AnyModel,
  options: Omit<LabelOptions, 'address'>,
  random: Random,
  taken: Set<string>,
): VirtualLabel {
  // Stock addresses begin with FFFF; OpenDisplay's are random static ones, whose two highest bits are set.
  const draw = (): string =>
    chosen.family === 'gicisky'
      ? `ffff${randomBytes(random, 4).toString('hex')}`
      : Buffer.concat([Buffer.from([0xc0 | pick(random, 0x3f)]), randomBytes(random, 5)]).toString('hex');
  let address = draw();
  while (taken.has(address)) address = draw();
  taken.add(address);
  if (chosen.family === 'gicisky') return createGiciskyLabel({ ...options, address, model: chosen.model });
  const key = randomBytes(random, 16);
  // One in five comes without security, as many are in the field.
  const secured = random() >= 0.2;
  return createOpenDisplayLabel({ ...options, address, model: chosen.model, key: secured ? key : null });
}

/**
 * Hangs labels of both families on shelves and onto the air. The same seed gives the same labels, addresses, keys and
 * places.
 */
export function createAisle(options: AisleOptions): Aisle {
  const { air, clock, seed, refreshScale = 1 } = options;
  const random = seededRandom(seed);
  const count = Math.min(options.labels, maxLabels);
  const wanted = options.models;
  const models = everyModel.filter(({ model }) => wanted === undefined || wanted.includes(model.id));
  if (models.length === 0) throw new Error(`none of these models exists: ${wanted?.join(', ')}`);
  const small = models.filter(({ model }) => model.width * model.height < largePixels);
  const large = models.filter(({ model }) => model.width * model.height >= largePixels);
  const full = shelvesPerBay * facingsPerShelf;
  const perBay = options.bays === undefined ? full : Math.min(full, Math.max(1, Math.ceil(count / options.bays)));
  const taken = new Set<string>();
  const labels: PlacedLabel[] = [];
  for (let index = 0; index < count; index++) {
    const place = placeOf(index, perBay);
    const fromLarge = large.length > 0 && (small.length === 0 || index % largeEvery === largeEvery - 1);
    const group = fromLarge ? large : small;
    const chosen = group[pick(random, group.length)]!;
    const batteryMv = 2700 + pick(random, 400);
    const own = { clock, random: seededRandom(seed + index + 1), position: positionOf(place), refreshScale, batteryMv };
    const label = build(chosen, own, random, taken);
    air.add(label);
    labels.push({ label, place });
  }
  const last = placeOf(Math.max(0, count - 1), perBay);
  const aisles = last.aisle;
  const lengthM = bayM * (aisles > 1 ? baysPerAisle : Math.max(last.bay, options.bays ?? 0));
  const adapters = options.adapters ?? 2;
  const byId = new Map(labels.map(({ label }) => [label.id, label]));
  return {
    labels,
    adapters: Array.from({ length: adapters }, (_, index) => ({
      xM: ((index + 0.5) / adapters) * lengthM,
      yM: ((aisles - 1) * aisleM) / 2,
      zM: ceilingM,
    })),
    aisles,
    label: id => byId.get(id),
  };
}
