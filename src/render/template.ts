import { createHash } from 'node:crypto';
import { LineCounter, parseDocument } from 'yaml';
import type { Palette, Panel } from '../shelf/panel.ts';
import type { Reason } from '../shelf/reasons.ts';
import { type Atlas, createAtlas } from './atlas.ts';
import { compilePage } from './compile.ts';
import { type TemplateDocument, templateSchema } from './template-schema.ts';

/** A template that has passed all checks. */
export interface Template {
  readonly id: string;
  /** SHA-256 of its source, 64 hex digits. */
  readonly hash: string;
  readonly source: string;
  readonly document: TemplateDocument;
}

/** What is wrong with a template, for its designer. */
export interface Problem {
  readonly code: Reason;
  readonly message: string;
  /** Line in the source, from 1; null when it concerns the whole. */
  readonly line: number | null;
  /** E.g. `variants/0/elements/3`. */
  readonly path: string;
}

export type TemplateResult =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The largest source taken, in bytes of UTF-8. */
export const largestSourceBytes = 512 * 1024;
/** Problems listed at once. */
const problemsListed = 50;
const palettes: readonly Palette[] = ['bw', 'bwr', 'bwy', 'bwry'];
/** The e-paper of this trade is close to it; panels that are finer get their own check when they turn up. */
const usualDpi = 112;

/** A parsed template, and the way from a path in it back to a line of its source. */
type Parsed =
  | { readonly ok: true; readonly template: Template; readonly lineOf: (path: readonly PropertyKey[]) => number | null }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Parses and checks a template: the schema, and every variant on its own panel in all palettes (glyphs, overflow, sizes,
 * modules, inks). Pure but for the fonts, which are loaded on first use. About 200 ms for seven variants.
 *
 * @example
 * const result = compileTemplate(yaml);
 * if (!result.ok) for (const p of result.problems) console.error(`${p.line}: ${p.message}`);
 */
export function compileTemplate(source: string, atlas: Atlas = createAtlas()): TemplateResult {
  const parsed = parse(source);
  if (!parsed.ok) return parsed;
  const problems = check(parsed.template.document, atlas, parsed.lineOf);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, template: parsed.template };
}

/** Only the schema, in some milliseconds: for templates that have been checked before they were shipped. */
export function parseTemplate(source: string): TemplateResult {
  const parsed = parse(source);
  return parsed.ok ? { ok: true, template: parsed.template } : parsed;
}

function parse(source: string): Parsed {
  if (Buffer.byteLength(source) > largestSourceBytes) {
    return wholly('template.not-yaml', `longer than ${largestSourceBytes} bytes`);
  }
  const lines = new LineCounter();
  const yaml = parseDocument(source, { lineCounter: lines, merge: true });
  const [broken] = yaml.errors;
  if (broken !== undefined) {
    const line = lines.linePos(broken.pos[0]).line;
    return { ok: false, problems: [{ code: 'template.not-yaml', message: broken.message, line, path: '' }] };
  }
  let value: unknown;
  try {
    value = yaml.toJS({ maxAliasCount: 200 });
  } catch (error) {
    return wholly('template.not-yaml', error instanceof Error ? error.message : String(error));
  }
  const lineOf = (path: readonly PropertyKey[]): number | null => {
    for (let depth = path.length; depth > 0; depth--) {
      const node: unknown = yaml.getIn(path.slice(0, depth), true);
      if (isRanged(node)) return lines.linePos(node.range[0]).line;
    }
    return null;
  };
  const parsed = templateSchema.safeParse(value);
  if (parsed.success) {
    const document = parsed.data;
    return { ok: true, template: { id: document.template, hash: hashSource(source), source, document }, lineOf };
  }
  const problems = parsed.error.issues.slice(0, problemsListed).map(
    ({ path, message }): Problem => ({
      code: 'template.schema',
      message,
      line: lineOf(path),
      path: path.map(String).join('/'),
    }),
  );
  return { ok: false, problems };
}

/** Compiles every variant for its own panel in all palettes, with its options off and on. */
function check(
  document: TemplateDocument,
  atlas: Atlas,
  lineOf: (path: readonly PropertyKey[]) => number | null,
): Problem[] {
  const problems = new Map<string, Problem>();
  const allOn = Object.fromEntries(Object.entries(document.options).map(([name, text]) => [name, text || 'x']));
  const hasOff = Object.values(document.options).includes('');
  const documents = hasOff ? [document, { ...document, options: allOn }] : [document];
  document.variants.forEach((variant, v) => {
    for (const [palette, candidate] of palettes.flatMap(p => documents.map(d => [p, d] as const))) {
      const panel: Panel = { width: variant.width, height: variant.height, palette, dpi: usualDpi };
      for (const page of ['price', 'staff'] as const) {
        const path = ['variants', v, page === 'staff' ? 'staff' : 'elements'];
        for (const found of compilePage(candidate, variant, page, path, panel, atlas, 0).problems) {
          const at = found.path.join('/');
          const key = `${found.code} ${at} ${found.message}`;
          if (problems.has(key) || problems.size >= problemsListed) continue;
          const message = `${found.message} (variant ${variant.name}, ${palette})`;
          problems.set(key, { code: found.code, message, line: lineOf(found.path), path: at });
        }
      }
    }
  });
  return [...problems.values()];
}

/** SHA-256 of a template's source, 64 hex digits. */
export function hashSource(source: string): string {
  return createHash('sha256').update(source).digest('hex');
}

function wholly(code: Reason, message: string): { readonly ok: false; readonly problems: readonly Problem[] } {
  return { ok: false, problems: [{ code, message, line: null, path: '' }] };
}

function isRanged(node: unknown): node is { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}
