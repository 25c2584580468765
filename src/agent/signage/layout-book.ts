import { templateItemSchema } from '../../mesh/contract/template.ts';
import type { Reason } from '../../shelf/reasons.ts';
import type { Screen } from '../../shelf/screen.ts';
import { builtinLayouts } from '../../signage/builtin-layouts.ts';
import { fits } from '../../signage/layout-fits.ts';
import { isLayoutSource, type LayoutProblem, readLayout, type SignageLayout } from '../../signage/layout-source.ts';
import type { Store } from '../../store/store.ts';

/** A layout as it is known here. */
export interface KnownLayout {
  readonly id: string;
  readonly source: string;
  readonly origin: 'built-in' | 'mesh';
  /** Null: it is not valid. */
  readonly read: SignageLayout | null;
  readonly problems: readonly LayoutProblem[];
}

/** Layouts that come along, and those among the templates of the mesh; these go before. */
export function createLayoutBook(store: Pick<Store, 'fact' | 'factKeys'>) {
  const builtin = new Map(builtinLayouts().map(one => [one.layout.id, one]));
  const fromMesh = new Map<string, KnownLayout>();

  function load(id: string): void {
    fromMesh.delete(id);
    const row = store.fact('template', id);
    if (!row || row.deleted) return;
    const item = templateItemSchema.parse(JSON.parse(row.body));
    if (item.deleted || !isLayoutSource(item.source)) return;
    const result = readLayout(item.source);
    fromMesh.set(id, {
      id,
      source: item.source,
      origin: 'mesh',
      read: result.ok ? result : null,
      problems: result.ok ? [] : result.problems,
    });
  }
  for (const { key } of store.factKeys('template')) load(key);

  return {
    /** The mesh has said something about a template. */
    load,
    all: (): KnownLayout[] => [
      ...[...builtin.values()]
        .filter(({ layout }) => !fromMesh.has(layout.id))
        .map(one => ({ id: one.layout.id, source: one.source, origin: 'built-in' as const, read: one, problems: [] })),
      ...fromMesh.values(),
    ],
    /** The layout of a screen, if it can be read there. */
    of(
      screen: Screen,
    ): { readonly ok: true; readonly layout: SignageLayout } | { ok: false; reason: Reason; detail: string } {
      const known = fromMesh.get(screen.layout);
      const layout = known ? known.read : (builtin.get(screen.layout) ?? null);
      if (!layout) {
        return known
          ? { ok: false, reason: 'screen.layout-invalid', detail: known.problems[0]?.message ?? screen.layout }
          : { ok: false, reason: 'screen.layout-unknown', detail: screen.layout };
      }
      const [problem] = fits(layout, screen.panel, screen.viewingDistanceM);
      if (problem) return { ok: false, reason: 'screen.layout-invalid', detail: `${problem.path}: ${problem.message}` };
      return { ok: true, layout };
    },
  };
}
export type LayoutBook = ReturnType<typeof createLayoutBook>;
