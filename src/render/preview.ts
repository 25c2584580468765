import type { LabelContent } from '../shelf/content.ts';
import type { Panel } from '../shelf/panel.ts';
import { type Atlas, createAtlas } from './atlas.ts';
import type { Refusal } from './elements/part.ts';
import { toPng } from './png.ts';
import { createRenderer } from './render.ts';
import { compileTemplate, type Problem } from './template.ts';

/** One sample on one panel. */
export interface PreviewPicture {
  readonly panel: Panel;
  /** Index into the samples. */
  readonly sample: number;
  readonly picture: { readonly ok: true; readonly png: Uint8Array } | ({ readonly ok: false } & Refusal);
}

export type Preview =
  | { readonly ok: true; readonly pictures: readonly PreviewPicture[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Pictures made at once; beyond, the rest is left out. About 2 ms each, most of it PNG. */
export const previewPictures = 60;

/**
 * Shows a designer what a template makes of sample contents, or its problems with their lines. The samples' own template
 * name is replaced, and nothing is kept.
 */
export function previewTemplate(
  source: string,
  panels: readonly Panel[],
  samples: readonly LabelContent[],
  atlas: Atlas = createAtlas(),
): Preview {
  const checked = compileTemplate(source, atlas);
  if (!checked.ok) return { ok: false, problems: checked.problems };
  const renderer = createRenderer({ templates: [source], atlas, layerBytes: 0 });
  const pictures: PreviewPicture[] = [];
  for (const panel of panels) {
    samples.forEach((content, sample) => {
      if (pictures.length >= previewPictures) return;
      const drawn = renderer.render({ ...content, template: checked.template.id }, panel);
      const picture = drawn.ok ? { ok: true as const, png: toPng(drawn.bitmap, { scale: 2 }) } : drawn;
      pictures.push({ panel, sample, picture });
    });
  }
  return { ok: true, pictures };
}
