import type { FieldPath } from './field.ts';
import { fieldName, leaves } from './field.ts';
import { type Config, isSecret } from './schema.ts';

/** Where a value came from. */
export type Origin =
  | { readonly from: 'default' }
  | { readonly from: 'file'; readonly file: string; readonly line: number }
  | { readonly from: 'environment'; readonly variable: string };

/** Where each given field came from, by its name; what is not in it is a default. */
export type Origins = ReadonlyMap<string, Origin>;

/** One line of `config show`. */
export interface ConfigLine {
  readonly field: string;
  /** JSON-serialisable; a secret reads `********`. */
  readonly value: unknown;
  readonly origin: Origin;
}

/** The whole configuration, a line per field, in the schema's order. */
export function configLines(config: Config, origins: Origins): ConfigLine[] {
  return [...leaves(config)].map(([path, value]) => ({
    field: fieldName(path),
    value: masked(path, value),
    origin: originOf(path, origins),
  }));
}

/** `default`, `endcap.yaml:12`, `ENDCAP_MESH__URL`. */
export function originText(origin: Origin): string {
  if (origin.from === 'file') return `${origin.file}:${origin.line}`;
  return origin.from === 'environment' ? origin.variable : 'default';
}

const mask = '********';

/** Secrets, and passwords inside URLs. */
function masked(path: FieldPath, value: unknown): unknown {
  if (isSecret(path)) return mask;
  return typeof value === 'string' ? value.replace(/^(\w+:\/\/[^/:@\s]*):[^/@\s]*@/, `$1:${mask}@`) : value;
}

/** A part of a list that came as a whole came from where the list did. */
function originOf(path: FieldPath, origins: Origins): Origin {
  for (let length = path.length; length > 0; length--) {
    const origin = origins.get(fieldName(path.slice(0, length)));
    if (origin !== undefined) return origin;
  }
  return { from: 'default' };
}
