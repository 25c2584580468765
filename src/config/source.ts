import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type FieldPath, fieldName } from './field.ts';

/** A place in the configuration file, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The configuration file read as YAML 1.2, not yet checked. */
export interface Source {
  readonly tree: Record<string, unknown>;
  /** Where a field's name (or list item) stands. */
  placeOf(path: FieldPath): Place | null;
  /** A plain scalar as it was written: `0042` where the value is the number 42. */
  writtenAs(path: FieldPath): string | null;
}

export type SourceResult =
  | { readonly ok: true; readonly source: Source }
  | { readonly ok: false; readonly problems: readonly { readonly place: Place; readonly message: string }[] };

/** Aliases that may be followed; more is an attempt to blow the file up. */
const maxAliasCount = 50;

export function readSource(text: string): SourceResult {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: '1.2', prettyErrors: false });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (document.errors.length > 0) {
    return { ok: false, problems: document.errors.map(error => ({ place: at(error.pos[0]), message: error.message })) };
  }
  let tree: unknown;
  try {
    tree = document.toJS({ maxAliasCount }) ?? {};
  } catch (error) {
    return { ok: false, problems: [{ place: at(0), message: error instanceof Error ? error.message : String(error) }] };
  }
  if (typeof tree !== 'object' || Array.isArray(tree)) {
    return { ok: false, problems: [{ place: at(0), message: 'the file must hold sections such as "gateway:"' }] };
  }
  const places = new Map<string, number>();
  const written = new Map<string, string>();
  visit(document.contents as Node | null, []);

  function visit(node: Node | null, path: FieldPath): void {
    if (isScalar(node) && node.source !== undefined) written.set(fieldName(path), node.source);
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        if (!isScalar(key)) continue;
        const child = [...path, String(key.value)];
        places.set(fieldName(child), key.range?.[0] ?? 0);
        visit(value as Node | null, child);
      }
    }
    if (isSeq(node)) {
      for (const [index, item] of (node.items as Node[]).entries()) {
        places.set(fieldName([...path, index]), item.range?.[0] ?? 0);
        visit(item, [...path, index]);
      }
    }
  }

  return {
    ok: true,
    source: {
      tree: tree as Record<string, unknown>,
      placeOf(path) {
        const offset = places.get(fieldName(path));
        return offset === undefined ? null : at(offset);
      },
      writtenAs: path => written.get(fieldName(path)) ?? null,
    },
  };
}
