import type { z } from 'zod';
import type { FieldPath } from './field.ts';
import { configSchema, secretFields } from './schema.ts';
import { fieldsOf, itemOf, unwrapped } from './schema-walk.ts';

/** One value from the environment, typed as its field wants it. */
export interface EnvironmentValue {
  readonly variable: string;
  readonly path: FieldPath;
  readonly value: unknown;
}

export interface EnvironmentProblem {
  readonly variable: string;
  /** The names that would have been possible where the variable's name went astray. */
  readonly known: readonly string[];
}

/** The environment as it comes from the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Items a list can have by environment: indexes beyond are not fields. */
const maxIndex = 63;

/**
 * `ENDCAP_MESH__URL` is `mesh.url`, `ENDCAP_RADIOS__0__URL` is `radios[0].url`, `ENDCAP_TILL__MAX_WAIT_MS` is
 * `till.maxWaitMs`. A list of words may be one variable, separated by commas. Variables without `__` belong to others
 * (`ENDCAP_SOCKET`), but for `ENDCAP_DATA`.
 */
export function readEnvironment(env: Environment): {
  readonly values: EnvironmentValue[];
  readonly problems: EnvironmentProblem[];
} {
  const values: EnvironmentValue[] = [];
  const problems: EnvironmentProblem[] = [];
  for (const variable of Object.keys(env).sort()) {
    const value = env[variable];
    if (value === undefined || !variable.startsWith('ENDCAP_')) continue;
    if (!variable.includes('__') && variable !== 'ENDCAP_DATA') continue;
    const found = follow(variable.slice('ENDCAP_'.length).split('__'), configSchema, []);
    if (found.ok) values.push({ variable, path: found.path, value: typed(value, found.schema) });
    else problems.push({ variable, known: found.known });
  }
  return { values, problems };
}

type Followed =
  | { readonly ok: true; readonly path: FieldPath; readonly schema: z.core.$ZodType }
  | { readonly ok: false; readonly known: readonly string[] };

function follow(parts: readonly string[], schema: z.core.$ZodType, path: FieldPath): Followed {
  const [part, ...rest] = parts;
  if (part === undefined) return { ok: true, path, schema };
  const item = itemOf(schema);
  if (item !== null) {
    const index = /^\d{1,2}$/.test(part) ? Number(part) : Number.NaN;
    return index <= maxIndex ? follow(rest, item, [...path, index]) : { ok: false, known: ['0', '1'] };
  }
  const fields = fieldsOf(schema) ?? {};
  for (const [name, field] of Object.entries(fields)) {
    if (plain(name) === plain(part)) return follow(rest, field, [...path, name]);
    const isSecret = secretFields.includes([...path, name].join('.'));
    if (isSecret && rest.length === 0 && plain(`${name}File`) === plain(part)) {
      return { ok: true, path: [...path, `${name}File`], schema: field };
    }
  }
  return { ok: false, known: Object.keys(fields) };
}

function typed(value: string, schema: z.core.$ZodType): unknown {
  const { type } = unwrapped(schema)._zod.def;
  if (type === 'string' || type === 'enum') return value;
  if (type === 'array') return value.split(',').map(word => word.trim());
  // Numbers and truth values; whatever is neither is left for the schema to refuse.
  if (value === 'true' || value === 'false') return value === 'true';
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
