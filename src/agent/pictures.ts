import type { Draw } from '../delivery/dispatch.ts';
import type { DesiredRow } from '../delivery/ports.ts';
import { createBitmapCache } from '../render/bitmap-cache.ts';
import { desiredHash } from '../render/content-hash.ts';
import { imageCrc } from '../render/image-crc.ts';
import { type Renderer, type RenderResult, rendererVersion } from '../render/render.ts';
import type { LabelContent } from '../shelf/content.ts';
import { decodeContent } from '../shelf/content-codec.ts';
import type { Bitmap, Panel } from '../shelf/panel.ts';

/** Memory for finished pictures; a label of 296×128 in two inks takes 9.5 KB. */
const cacheBytes = 12 * 1024 * 1024;

export type Pictures = ReturnType<typeof createPictures>;

/** Pictures of contents, drawn once while they are asked for again. */
export function createPictures(renderer: Renderer) {
  const cache = createBitmapCache(cacheBytes);

  /**
   * Identity of the picture that this content makes on that panel. Without a panel (the model is not known yet) it
   * stands for the content alone and never equals that of a picture.
   */
  function hashOf(content: LabelContent, panel: Panel | null): string {
    const templateHash = renderer.templateHash(content.template) ?? '';
    const nowhere: Panel = { width: 0, height: 0, palette: 'bw', dpi: 0 };
    return desiredHash({ content, templateHash, panel: panel ?? nowhere, rendererVersion });
  }

  /** What is returned must not be changed. */
  function drawAs(hash: string, content: LabelContent, panel: Panel): RenderResult {
    const known = cache.get(hash);
    if (known) return { ok: true, bitmap: known };
    const drawn = renderer.render(content, panel);
    if (drawn.ok) cache.put(hash, drawn.bitmap);
    return drawn;
  }

  const draw: Draw = (desired: DesiredRow, panel: Panel) => {
    if (desired.content === null) throw new Error(`${desired.label} is refused and has no picture`);
    const drawn = drawAs(desired.hash, decodeContent(desired.content), panel);
    if (!drawn.ok) return drawn;
    return { ok: true, bitmap: drawn.bitmap, imageId: imageCrc(drawn.bitmap) || 1 };
  };

  return {
    hashOf,
    draw,
    /** Draws it, for whoever only wants to know whether that works. */
    draws: (content: LabelContent, panel: Panel) => drawAs(hashOf(content, panel), content, panel),
    /** Whether two contents make the very same picture; false when either cannot be drawn. */
    same(a: LabelContent, b: LabelContent, panel: Panel): boolean {
      const [one, other] = [drawAs(hashOf(a, panel), a, panel), drawAs(hashOf(b, panel), b, panel)];
      return one.ok && other.ok && imageCrc(one.bitmap) === imageCrc(other.bitmap);
    },
    /** The very picture of stored content; null when it cannot be drawn any more, as its template has changed. */
    of(stored: { readonly hash: string; readonly content: string }, panel: Panel): Bitmap | null {
      const content = decodeContent(stored.content);
      if (hashOf(content, panel) !== stored.hash) return cache.get(stored.hash) ?? null;
      const drawn = drawAs(stored.hash, content, panel);
      return drawn.ok ? drawn.bitmap : null;
    },
  };
}
