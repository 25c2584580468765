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

/** Reads a source and says whether it fits this panel from this distance. Problems of room carry their line as well. */
export function previewLayout(source: string, panel: SignPanel, viewingDistanceM: number): LayoutPreview {
  const read = readLayout(source);
  if (!read.ok) return { problems: read.problems, layout: null, skins: {} };
  const problems = fits(read, panel, viewingDistanceM).map(problem => ({
    ...problem,
    line: read.lineOf(problem.path.split('/')),
  }));
  return { problems, layout: read.layout, skins: read.skins };
}
