import { createHash } from 'node:crypto';
import type { LabelContent } from '../shelf/content.ts';
import type { Bitmap, Panel } from '../shelf/panel.ts';
import { type Atlas, createAtlas } from './atlas.ts';
import { type CompiledPage, chooseVariant, compilePage } from './compile.ts';
import type { Refusal } from './elements/part.ts';
import { drawNotice } from './notice.ts';
import { compileTemplate, parseTemplate, type Template, type TemplateResult } from './template.ts';
import { drawTextPanel, textPanelShowsSats } from './text-panel.ts';

export type RenderResult = { readonly ok: true; readonly bitmap: Bitmap } | ({ readonly ok: false } & Refusal);

/**
 * Draws what labels show.
 *
 * A label of 296×128 px takes about 10 µs when its product is known already (a copy of the product's layer and the
 * glyphs of its price), about 200 µs the first time. No disk or network after the fonts are loaded.
 */
export interface Renderer {
  /** A fresh bitmap that the caller may keep, or why the label keeps what it has. Never clips. */
  render(content: LabelContent, panel: Panel): RenderResult;
  /** Whether the template has a place on this panel for every price in satoshi that the content has. */
  drawsSats(content: LabelContent, panel: Panel): boolean;
  /** Adds a template or replaces the one of the same name; nothing changes when it has problems. */
  setTemplate(source: string): TemplateResult;
  /** Whether there was one. A built-in template comes back when the one that replaced it goes. */
  removeTemplate(id: string): boolean;
  template(id: string): Template | null;
  templates(): readonly Template[];
  /** Hash of the template with the options that it is drawn with, or null when it is unknown. */
  templateHash(id: string): string | null;
}

/** Changes when equal contents may come out as different pictures, so that labels are drawn again. */
export const rendererVersion = 1;

/** Panels × pages of one template that stay compiled; a shop has a handful. */
const pagesKept = 64;
/** Templates that the mesh may supply beside the built-in ones. */
export const templatesKept = 100;

export interface RendererOptions {
  /**
   * Sources of the built-in templates, see `builtin-templates.ts`. Throws when one of them does not follow the schema. That
   * they have no other problems either is for the tests, as checking them all takes longer than a start may.
   */
  readonly templates: readonly string[];
  /** Texts for the templates' `options`, by template and option. */
  readonly options?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly atlas?: Atlas;
  /** Memory for product layers per page and panel, in bytes. */
  readonly layerBytes?: number;
}

interface Loaded {
  readonly template: Template;
  readonly hash: string;
  readonly pages: Map<string, CompiledPage | Refusal>;
}

/** Creates a renderer with its built-in templates. */
export function createRenderer(options: RendererOptions): Renderer {
  const atlas = options.atlas ?? createAtlas();
  const layerBytes = options.layerBytes ?? 8 * 1024 * 1024;
  const builtIn = new Map<string, Loaded>();
  const supplied = new Map<string, Loaded>();

  const load = (template: Template): Loaded => {
    const own = options.options?.[template.id] ?? {};
    const document = { ...template.document, options: { ...template.document.options, ...own } };
    const set = Object.entries(own).sort();
    const hash =
      set.length === 0
        ? template.hash
        : createHash('sha256').update(template.hash).update(JSON.stringify(set)).digest('hex');
    return { template: { ...template, document }, hash, pages: new Map() };
  };
  for (const source of options.templates) {
    const result = parseTemplate(source);
    if (!result.ok) throw new Error(`a built-in template is broken: ${JSON.stringify(result.problems[0])}`);
    builtIn.set(result.template.id, load(result.template));
  }
  const find = (id: string) => supplied.get(id) ?? builtIn.get(id) ?? null;

  function pageOf(content: LabelContent, panel: Panel): CompiledPage | Refusal {
    const loaded = find(content.template);
    if (loaded === null) return { reason: 'render.template-unknown', detail: content.template };
    const key = `${content.page} ${panel.width}×${panel.height} ${panel.palette} ${panel.dpi}`;
    let page = loaded.pages.get(key);
    if (page === undefined) {
      page = pageFor(loaded.template, content.page, panel, atlas, layerBytes);
      if (loaded.pages.size >= pagesKept) loaded.pages.clear();
      loaded.pages.set(key, page);
    }
    return page;
  }

  return {
    drawsSats(content, panel) {
      if (panel.cells) return textPanelShowsSats(content, panel.cells);
      const page = pageOf(content, panel);
      return !('reason' in page) && page.drawsSats(content);
    },
    render(content, panel) {
      if (content.notice !== undefined) return { ok: true, bitmap: drawNotice(content.notice, panel) };
      if (panel.cells) {
        const loaded = find(content.template);
        if (loaded === null) return { ok: false, reason: 'render.template-unknown', detail: content.template };
        return drawTextPanel(content, panel, panel.cells, loaded.template.document.words);
      }
      const page = pageOf(content, panel);
      if ('reason' in page) return { ok: false, ...page };
      const painted = page.paint(content);
      return 'reason' in painted ? { ok: false, ...painted } : { ok: true, bitmap: painted };
    },
    setTemplate(source) {
      const result = compileTemplate(source, atlas);
      if (!result.ok) return result;
      const { id } = result.template;
      if (!supplied.has(id) && supplied.size >= templatesKept) {
        const message = `${templatesKept} templates are the most`;
        return { ok: false, problems: [{ code: 'template.too-many', message, line: null, path: '' }] };
      }
      supplied.set(id, load(result.template));
      return result;
    },
    removeTemplate: id => supplied.delete(id),
    template: id => find(id)?.template ?? null,
    templates: () => [...new Map([...builtIn, ...supplied]).values()].map(loaded => loaded.template),
    templateHash: id => find(id)?.hash ?? null,
  };
}

function pageFor(
  template: Template,
  page: LabelContent['page'],
  panel: Panel,
  atlas: Atlas,
  layerBytes: number,
): CompiledPage | Refusal {
  const { document, id } = template;
  const chosen = chooseVariant(document, panel);
  if (chosen === null) {
    return { reason: 'render.panel-too-small', detail: `${id} on ${panel.width}×${panel.height} px` };
  }
  const path = ['variants', chosen.index, page === 'staff' ? 'staff' : 'elements'];
  const compiled = compilePage(document, chosen.variant, page, path, panel, atlas, layerBytes);
  const [problem] = compiled.problems;
  if (problem === undefined) return compiled.page;
  const where = `${id} ${problem.path.join('/')} on ${panel.width}×${panel.height} ${panel.palette}`;
  return { reason: 'render.template-invalid', detail: `${where}: ${problem.message}` };
}
