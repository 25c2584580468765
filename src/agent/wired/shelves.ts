import { createLoadCell, type LoadCell, type LoadCellState, type PickEvent } from '../../zones/pick.ts';
import { loadCellStateFrom } from '../../zones/pick-state.ts';
import type { LoadSample } from '../../zones/ports.ts';
import type { Inventory, Part } from './inventory.ts';

const prefix = 'load-cell/';

export interface ShelvesOptions {
  readonly inventory: Inventory;
  readonly memory: { recall(name: string): string | null; remember(name: string, value: string): void };
  readonly picked: (part: Part<'load-cell'>, event: PickEvent) => void;
}

/** The load cells under shelves: what was taken and put back. Their calibration is durable. */
export function createShelves({ inventory, memory, picked }: ShelvesOptions) {
  const cells = new Map(
    inventory.of('load-cell').map((part): [string, { part: Part<'load-cell'>; cell: LoadCell }] => {
      const state = recalled(memory, part.id);
      return [part.id, { part, cell: createLoadCell({ pieceGrams: part.pieceGrams, ...(state ? { state } : {}) }) }];
    }),
  );

  const kept = new Map<string, string>();

  function keep(id: string, cell: LoadCell): void {
    const text = JSON.stringify(cell.state());
    if (kept.get(id) === text) return;
    memory.remember(prefix + id, text);
    kept.set(id, text);
  }

  return {
    sample(id: string, sample: LoadSample): void {
      const found = cells.get(id);
      const event = found?.cell.sample(sample);
      if (found && event) picked(found.part, event);
    },
    /** Null: there is no such load cell. */
    reading: (id: string) => cells.get(id)?.cell.reading() ?? null,
    /** Null: there is no such load cell. Throws when it cannot be made durable. */
    set(id: string, grams: number | null) {
      const found = cells.get(id);
      if (!found) return null;
      const answer = grams === null ? found.cell.tare() : found.cell.calibrate(grams);
      if (answer.ok) keep(id, found.cell);
      return answer;
    },
    /** What they weigh at rest, for the next start. */
    keepAll(): void {
      for (const [id, { cell }] of cells) if (cell.state().zeroRaw !== null) keep(id, cell);
    },
  };
}
export type Shelves = ReturnType<typeof createShelves>;

/** Of the run before; null: nothing, or nothing that can be read, and the cell has to be calibrated again. */
function recalled(memory: ShelvesOptions['memory'], id: string): LoadCellState | null {
  try {
    return loadCellStateFrom(JSON.parse(memory.recall(prefix + id) ?? 'null'));
  } catch {
    return null;
  }
}
