import type { BatchRow, BindRequest } from '../console/binding-documents.ts';
import { isGtin } from '../shelf/gtin.ts';
import type { BindingContent } from '../shelf/local-binding.ts';
import type { Reason } from '../shelf/reasons.ts';

/** What a wish is judged by. */
export interface Knowledge {
  /** Whether a radio has heard the label, or it is bound. */
  knows(label: string): boolean;
  /** The SKU as it is published; null: there is no such product. */
  sku(given: string): string | null;
  hasTemplate(id: string): boolean;
  /** What the label is bound to now. */
  binding(label: string): BindingContent;
}

export type Wish =
  | {
      readonly ok: true;
      readonly label: string;
      readonly sku: string;
      readonly content: NonNullable<BindingContent>;
      readonly before: BindingContent;
    }
  | { readonly ok: false; readonly label: string; readonly reason: Reason; readonly detail: string | null };

/** What a label shows that nobody chose a template for. */
const usualTemplate = 'shelf';

/** The id of a label as scanners and stickers write it: capitals, colons and dashes are let pass. Null: it is none. */
export function labelId(given: string): string | null {
  const id = given.trim().toLowerCase().replace(/[:-]/g, '');
  return /^[0-9a-f]{12}$/.test(id) ? id : null;
}

/** Finds the SKU that was meant by a SKU or a GTIN. */
export function skuFinder(known: { exists(sku: string): boolean; ofGtin(gtin: string): string | null }) {
  return (given: string): string | null => {
    const text = given.trim().toLowerCase();
    if (/^[a-z0-9][a-z0-9-]{0,39}$/.test(text) && known.exists(text)) return text;
    return isGtin(text) ? known.ofGtin(text) : null;
  };
}

/** Judges one wish. What it does not name stays as it is. Pure. */
export function judge(
  { label: given, sku: wanted, template, position, unheard }: Omit<BindRequest, 'dryRun'>,
  known: Knowledge,
): Wish {
  const label = labelId(given);
  if (label === null) return { ok: false, label: given, reason: 'binding.label-invalid', detail: given };
  const refused = (reason: Reason, detail: string | null): Wish => ({ ok: false, label, reason, detail });
  if (!unheard && !known.knows(label)) return refused('binding.label-unknown', null);
  const sku = known.sku(wanted);
  if (sku === null) return refused('binding.sku-unknown', wanted);
  const before = known.binding(label);
  const chosen = template ?? before?.template ?? usualTemplate;
  if (!known.hasTemplate(chosen)) return refused('binding.template-unknown', chosen);
  const content = {
    skus: [sku],
    template: chosen,
    position: position ?? before?.position ?? null,
    page: before?.page ?? 'price',
  } as const;
  return { ok: true, label, sku, content, before };
}

/** A row of a file as a wish; a place is all of its four columns, or none. */
export function wishOfRow(
  row: BatchRow,
  unheard: boolean,
): { ok: true; wish: BindRequest } | { ok: false; reason: Reason } {
  const { label, sku } = row;
  const template = row.template.trim();
  const cells = [row.aisle, row.bay, row.shelf, row.facing].map(cell => cell.trim());
  const wish = { label, sku, unheard, dryRun: false, ...(template === '' ? {} : { template }) };
  if (cells.every(cell => cell === '')) return { ok: true, wish };
  const [aisle = '', bay = '', shelf = '', facing = ''] = cells;
  const whole = [bay, shelf, facing].every(cell => /^\d{1,4}$/.test(cell));
  if (!whole || aisle === '' || aisle.length > 20) return { ok: false, reason: 'binding.place-invalid' };
  return {
    ok: true,
    wish: { ...wish, position: { aisle, bay: Number(bay), shelf: Number(shelf), facing: Number(facing) } },
  };
}
