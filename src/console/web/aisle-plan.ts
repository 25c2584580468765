import type { LabelSummary } from '../documents.ts';

/** One board of a bay; labels by facing, left to right. */
export interface Board {
  readonly shelf: number;
  readonly labels: readonly LabelSummary[];
}

/** One bay; the topmost board first. */
export interface Bay {
  readonly bay: number;
  readonly boards: readonly Board[];
}

export interface Aisle {
  readonly aisle: string;
  readonly bays: readonly Bay[];
}

/** The shop as it stands; `tray`: labels that have no place yet. */
export interface AislePlan {
  readonly aisles: readonly Aisle[];
  readonly tray: readonly LabelSummary[];
}

const byName = new Intl.Collator('en', { numeric: true });

/** Puts labels where they hang. Boards are counted from the floor, so the highest number is drawn on top. */
export function planAisles(labels: Iterable<LabelSummary>): AislePlan {
  const tray: LabelSummary[] = [];
  const aisles = new Map<string, Map<number, Map<number, LabelSummary[]>>>();
  for (const label of labels) {
    if (label.position === null) {
      tray.push(label);
      continue;
    }
    const { aisle, bay, shelf } = label.position;
    const bays = entry(aisles, aisle, () => new Map<number, Map<number, LabelSummary[]>>());
    const boards = entry(bays, bay, () => new Map<number, LabelSummary[]>());
    entry(boards, shelf, (): LabelSummary[] => []).push(label);
  }
  return {
    aisles: [...aisles]
      .sort(([a], [b]) => byName.compare(a, b))
      .map(([aisle, bays]) => ({
        aisle,
        bays: [...bays].sort(([a], [b]) => a - b).map(([bay, boards]) => ({ bay, boards: boardsOf(boards) })),
      })),
    tray: tray.sort((a, b) => byName.compare(a.id, b.id)),
  };
}

function boardsOf(boards: ReadonlyMap<number, LabelSummary[]>): Board[] {
  return [...boards]
    .sort(([a], [b]) => b - a)
    .map(([shelf, labels]) => ({
      shelf,
      labels: labels.sort((a, b) => a.position!.facing - b.position!.facing || byName.compare(a.id, b.id)),
    }));
}

/**
 * The beginning of a plan: whole bays with at least one label that is wanted, until they hold `count` labels. `more`:
 * something was left out.
 */
export function firstOf(
  plan: AislePlan,
  count: number,
  wanted: (label: LabelSummary) => boolean,
): AislePlan & { readonly more: boolean } {
  let left = count;
  let more = false;
  const aisles = plan.aisles.flatMap(({ aisle, bays }) => {
    const taken = bays.filter(bay => {
      if (!bay.boards.some(board => board.labels.some(wanted))) return false;
      if (left <= 0) {
        more = true;
        return false;
      }
      left -= bay.boards.reduce((sum, board) => sum + board.labels.length, 0);
      return true;
    });
    return taken.length === 0 ? [] : [{ aisle, bays: taken }];
  });
  const loose = plan.tray.filter(wanted);
  const tray = loose.length <= left ? loose : loose.slice(0, Math.max(0, left));
  return { aisles, tray, more: more || tray.length < loose.length };
}

/** Whether two plans of a bay hold the very same labels: then it need not be drawn again. */
export function sameBay(a: Bay, b: Bay): boolean {
  return (
    a.bay === b.bay &&
    a.boards.length === b.boards.length &&
    a.boards.every((board, index) => {
      const other = b.boards[index]!;
      return board.shelf === other.shelf && sameLabels(board.labels, other.labels);
    })
  );
}

/** Whether two lists hold the very same label objects. */
export function sameLabels(a: readonly LabelSummary[], b: readonly LabelSummary[]): boolean {
  return a.length === b.length && a.every((label, index) => label === b[index]);
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
