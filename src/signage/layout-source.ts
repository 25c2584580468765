import { isMap, LineCounter, type Node, parseDocument, type Scalar } from 'yaml';
import type { z } from 'zod';
import { tooClose } from './contrast.ts';
import { fieldsAt, type LayoutDocument, layoutDocumentSchema } from './layout-schema.ts';
import type { Layout, Region, Skin } from './wire/layout.ts';

/** What is wrong with a layout, for its designer. */
export interface LayoutProblem {
  readonly code: 'screen.layout-invalid';
  readonly message: string;
  /** Line in the source, from 1; null when it concerns the whole. */
  readonly line: number | null;
  /** `regions/main/area`; empty: the whole. */
  readonly path: string;
}

export type Orientation = 'landscape' | 'portrait' | 'any';

/** A layout that has passed all checks which need no panel. */
export interface SignageLayout {
  readonly layout: Layout;
  /** By name; the first one is worn unless the mesh says otherwise. */
  readonly skins: Readonly<Record<string, Skin>>;
  readonly about: string;
  readonly orientation: Orientation;
}

export type LineOf = (path: readonly PropertyKey[]) => number | null;

export type LayoutResult =
  | (SignageLayout & { readonly ok: true; readonly lineOf: LineOf })
  | { readonly ok: false; readonly problems: readonly LayoutProblem[] };

/** The largest source taken, in characters; the same as that of a template on the mesh. */
export const longestSource = 128 * 1024;
/** Problems listed at once, and YAML aliases followed. */
const problemsListed = 50;
const maxAliasCount = 100;
/** Shares of a per cent by which regions may touch: thirds are written as 33.33. */
const touch = 0.01;

/**
 * Whether a template of the mesh is a layout for screens: a YAML mapping with the key `layout`. It may still be a wrong
 * one; `readLayout` tells.
 */
export function isLayoutSource(source: string): boolean {
  return source.length <= longestSource && /^["']?layout["']?\s*:/m.test(source) && read(source).isLayout;
}

/**
 * Reads a layout and checks all that can be checked without a panel: fields, regions that leave the screen or overlap,
 * sizes of text, contrast of every skin. Pure.
 *
 * @example
 * const result = readLayout(yaml);
 * if (!result.ok) for (const p of result.problems) console.error(`${p.line}: ${p.path}: ${p.message}`);
 */
export function readLayout(source: string): LayoutResult {
  if (source.length > longestSource) {
    return { ok: false, problems: [problem(`is longer than ${longestSource} characters`, null)] };
  }
  const { value, broken, lineOf } = read(source);
  if (broken !== null) return { ok: false, problems: [broken] };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, problems: [problem('must be a list of fields, the first of them "layout: NAME"', 1)] };
  }
  const parsed = layoutDocumentSchema.safeParse(value);
  const found = parsed.success ? findings(parsed.data) : parsed.error.issues.flatMap(issue => explained(issue, value));
  if (!parsed.success || found.length > 0) {
    const problems = found.slice(0, problemsListed).map(({ path, message }) => ({
      ...problem(message, lineOf(path)),
      path: path.map(String).join('/'),
    }));
    return { ok: false, problems };
  }
  const { layout: id, about, text, regions, skins } = parsed.data;
  const placed = Object.entries(regions).map(([name, { area, ...region }]): Region => {
    const [x, y, width, height] = area;
    return { id: name, ...region, x, y, width, height };
  });
  return {
    ok: true,
    layout: { id, regions: placed, text },
    skins,
    about,
    orientation: parsed.data.for.orientation,
    lineOf,
  };
}

interface Finding {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What is wrong although every field is as it should be. */
function findings({ regions, skins }: LayoutDocument): Finding[] {
  const all = Object.entries(regions);
  const found: Finding[] = [];
  if (regions.main?.kind !== 'playlist') {
    const path = regions.main === undefined ? ['regions'] : ['regions', 'main', 'kind'];
    found.push({ path, message: 'needs a region "main" of the kind playlist: that is where playlists go' });
  }
  for (const [at, [id, { area }]] of all.entries()) {
    const [x, y, width, height] = area;
    const path = ['regions', id, 'area'];
    if (width === 0 || height === 0) found.push({ path, message: 'has no size' });
    if (x + width > 100 + touch) found.push({ path, message: `leaves the screen: ${x} + ${width} is more than 100` });
    if (y + height > 100 + touch) found.push({ path, message: `leaves the screen: ${y} + ${height} is more than 100` });
    for (const [other, { area: before }] of all.slice(0, at)) {
      if (overlap(area, before)) found.push({ path, message: `lies over "${other}"` });
    }
  }
  for (const [name, skin] of Object.entries(skins)) {
    for (const { front, behind, least, has } of tooClose(skin)) {
      // Rounded down: what is too little must not read as enough.
      const shown = Math.floor(has * 100) / 100;
      const message = `${skin[front]} on ${behind} ${skin[behind]} has a contrast of ${shown} : 1, it needs ${least} : 1`;
      found.push({ path: ['skins', name, front], message });
    }
  }
  return found;
}

type Area = readonly [number, number, number, number];

function overlap([x, y, width, height]: Area, [x2, y2, width2, height2]: Area): boolean {
  const shared = (from: number, to: number, from2: number, to2: number) => Math.min(to, to2) - Math.max(from, from2);
  return shared(x, x + width, x2, x2 + width2) > touch && shared(y, y + height, y2, y2 + height2) > touch;
}

/** What the schema found, in people's words. */
function explained(issue: z.core.$ZodIssue, tree: unknown): Finding[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    const known = fieldsAt(path).join(', ');
    return issue.keys.map(key => ({
      path: [...path, key],
      message: `is not a field of a layout; known here: ${known}`,
    }));
  }
  const value = path.reduce<unknown>(
    (node, part) =>
      typeof node === 'object' && node !== null ? (node as Record<PropertyKey, unknown>)[part] : undefined,
    tree,
  );
  if (value === undefined) return [{ path, message: 'is missing' }];
  if (value === null) return [{ path, message: 'is empty' }];
  if (issue.code === 'invalid_key') return [{ path, message: issue.issues[0]?.message ?? issue.message }];
  if (issue.code === 'invalid_value') {
    return [{ path, message: `${JSON.stringify(value)} is none of ${issue.values.map(String).join(', ')}` }];
  }
  return [{ path, message: issue.message }];
}

function read(source: string): {
  readonly value: unknown;
  readonly isLayout: boolean;
  readonly broken: LayoutProblem | null;
  readonly lineOf: LineOf;
} {
  const lines = new LineCounter();
  const yaml = parseDocument(source, { lineCounter: lines, merge: true, prettyErrors: false });
  const lineOf: LineOf = path => {
    for (let depth = path.length; depth > 0; depth--) {
      const parent: unknown = depth === 1 ? yaml.contents : yaml.getIn(path.slice(0, depth - 1), true);
      if (!isMap<Scalar, Node>(parent)) continue;
      const key = parent.items.find(pair => String(pair.key.value) === path[depth - 1])?.key;
      if (key?.range) return lines.linePos(key.range[0]).line;
    }
    return null;
  };
  const isLayout = yaml.has('layout');
  const [error] = yaml.errors;
  if (error !== undefined) {
    const broken = problem(error.message, lines.linePos(error.pos[0]).line);
    return { value: null, isLayout, broken, lineOf };
  }
  try {
    return { value: yaml.toJS({ maxAliasCount }), isLayout, broken: null, lineOf };
  } catch (error) {
    const broken = problem(error instanceof Error ? error.message : String(error), null);
    return { value: null, isLayout, broken, lineOf };
  }
}

function problem(message: string, line: number | null): LayoutProblem {
  return { code: 'screen.layout-invalid', message, line, path: '' };
}
