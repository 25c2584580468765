import type { z } from 'zod';
import type { FieldPath } from './field.ts';
import { fieldName, valueAt } from './field.ts';
import { nearest } from './nearest.ts';
import { configSchema, isSecret, secretFields } from './schema.ts';
import { fieldsOf, itemOf } from './schema-walk.ts';
import type { Place, Source } from './source.ts';

/** One thing that is wrong with the configuration, said so that a person can mend it. */
export interface ConfigProblem {
  /** The file, or null when the environment is at fault. */
  readonly file: string | null;
  /** Null where the field is missing altogether. */
  readonly place: Place | null;
  /** The environment variable at fault, or null. */
  readonly variable: string | null;
  /** `mesh.url`; empty for the file as a whole. */
  readonly field: string;
  readonly message: string;
  readonly fix: string;
}

/** `endcap.yaml:12:3: mesh.url: must look like … → …` */
export function problemText(problem: ConfigProblem): string {
  const position = problem.place === null ? '' : `:${problem.place.line}:${problem.place.column}`;
  const where = problem.variable ?? `${problem.file ?? ''}${position}`;
  const field = problem.field === '' ? '' : `${problem.field}: `;
  return `${where}: ${field}${problem.message}\n  fix: ${problem.fix}`;
}

/** What the schema found, in people's words. `variables` says which fields came from the environment. */
export function explainIssues(
  issues: readonly z.core.$ZodIssue[],
  tree: unknown,
  file: string,
  source: Source,
  variables: ReadonlyMap<string, string>,
): ConfigProblem[] {
  return issues.flatMap(issue => {
    const path = issue.path.map(part => (typeof part === 'number' ? part : String(part)));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map(key => unknownField([...path, key], file, source.placeOf([...path, key])));
    }
    const field = fieldName(path);
    const variable = variables.get(field) ?? null;
    const base = { file, place: source.placeOf(path) ?? source.placeOf(path.slice(0, -1)), variable, field };
    return [{ ...base, ...explained(issue, path, tree, variable === null ? source.writtenAs(path) : null) }];
  });
}

/** A field that the schema does not have. */
export function unknownField(path: FieldPath, file: string, place: Place | null): ConfigProblem {
  const known = fieldsAt(path.slice(0, -1));
  const meant = nearest(String(path.at(-1)), known);
  const fix = meant === null ? `remove it; known here: ${known.join(', ')}` : `did you mean "${meant}"?`;
  return { file, place, variable: null, field: fieldName(path), message: 'is not a field of the configuration', fix };
}

function explained(issue: z.core.$ZodIssue, path: FieldPath, tree: unknown, written: string | null) {
  const value = valueAt(tree, path);
  if (value === undefined) return { message: 'is missing', fix: example(path) };
  if (value === null) return { message: 'is empty', fix: `give it a value (${example(path)}), or remove the line` };
  const isText = issue.code === 'invalid_type' && issue.expected === 'string';
  if (isText && (typeof value === 'number' || typeof value === 'boolean')) {
    const text = written ?? String(value);
    return {
      message: `must be text, and ${text} without quotes is a ${typeof value}`,
      fix: `write it in quotes: "${text}"`,
    };
  }
  const shown = isSecret(path) ? 'the secret' : short(value);
  if (issue.code === 'invalid_value') {
    const choices = issue.values.map(String);
    const meant = nearest(String(value), choices);
    return {
      message: `${shown} is none of ${choices.join(', ')}`,
      fix: meant === null ? `choose one of ${choices.join(', ')}` : `did you mean "${meant}"?`,
    };
  }
  if (issue.code === 'invalid_type') {
    return { message: `${shown} is not a ${issue.expected}`, fix: example(path) };
  }
  return { message: `${shown}: ${issue.message}`, fix: example(path) };
}

const examples: Readonly<Record<string, string>> = {
  gateway: 'add the section: gateway: {organisation: acme, store: "0042", id: gw-01}',
  'gateway.organisation': 'for example: organisation: acme',
  'gateway.store': 'for example: store: "0042"',
  'gateway.id': 'for example: id: gw-01',
  mesh: 'add the section: mesh: {url: "mqtts://broker.example:8883", keys: […]}',
  'mesh.url': 'for example: url: mqtts://broker.example:8883',
  'mesh.protocol': 'write 5, or 4 for a broker that only speaks MQTT 3.1.1',
  radios: 'write a list: radios: [{url: "hci:0"}]',
};

function example(path: FieldPath): string {
  return examples[fieldName(path)] ?? `see ${fieldName(path)} in deploy/endcap.example.yaml`;
}

/** The names of the fields at a path of the schema. */
function fieldsAt(path: FieldPath): string[] {
  let schema: z.core.$ZodType = configSchema;
  for (const part of path) schema = itemOf(schema) ?? fieldsOf(schema)?.[part] ?? schema;
  const names = Object.keys(fieldsOf(schema) ?? {});
  const secrets = names.filter(name => secretFields.includes([...path, name].join('.')));
  return [...names, ...secrets.map(name => `${name}File`)];
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
