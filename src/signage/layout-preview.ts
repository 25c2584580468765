import { fits } from './layout-fits.ts';
import { type LayoutProblem, readLayout } from './layout-source.ts';
import type { SignPanel } from './sign-height.ts';
import type { Layout, Skin } from './wire/layout.ts';

/** What the editor shows of a source. `layout` is null where it cannot be drawn at all. */
export interface LayoutPreview {
  readonly problems: readonly LayoutProblem[];
  readonly layout: Layout | null;
  readonly skins: Readonly<Record<string, Skin>>;
}

/** Where a layout is to be drawn. */
export interface LayoutPlace {
  readonly panel: SignPanel;
  readonly viewingDistanceM: number;
}

/** Reads a source and says whether it fits there; null: anywhere. Problems of room carry their line as well. */
export function previewLayout(source: string, on: LayoutPlace | null): LayoutPreview {
  const read = readLayout(source);
  if (!read.ok) return { problems: read.problems, layout: null, skins: {} };
  const unfit = on === null ? [] : fits(read, on.panel, on.viewingDistanceM);
  const problems = unfit.map(problem => ({
    ...problem,
    line: read.lineOf(problem.path.split('/')),
  }));
  return { problems, layout: read.layout, skins: read.skins };
}
