import { createPublicKey } from 'node:crypto';
import { dirname, isAbsolute, resolve } from 'node:path';
import { type Environment, readEnvironment } from './environment.ts';
import { type ConfigProblem, explainIssues } from './explain.ts';
import { type FieldPath, fieldName, leaves, setAt, valueAt } from './field.ts';
import { nearest } from './nearest.ts';
import type { Origin, Origins } from './origin.ts';
import { type Config, configSchema, pathFields, secretFields } from './schema.ts';
import { readSource, type Source } from './source.ts';
import { checkWired } from './wired-together.ts';

export type ConfigResult =
  | { readonly ok: true; readonly config: Config; readonly origins: Origins }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

export interface ConfigInput {
  /** Path of the YAML file, as people know it. */
  readonly file: string;
  readonly env: Environment;
  /** Reads a text file; throws as `readFileSync` does. */
  readonly readFile: (path: string) => string;
}

/** Characters of a configuration file; longer ones are refused. */
const maxFileChars = 1_000_000;
const rawKeyBytes = 32;

/**
 * Reads the configuration: the file, then the environment over it, then the schema with its defaults. Returns all
 * problems at once. The environment wins over the file.
 *
 * @example loadConfig({file: 'endcap.yaml', env: process.env, readFile: path => readFileSync(path, 'utf8')})
 */
export function loadConfig(input: ConfigInput): ConfigResult {
  const { file } = input;
  const about = { file, place: null, variable: null, field: '' };
  let text: string;
  try {
    text = input.readFile(file);
  } catch (error) {
    return refused([{ ...about, message: textOf(error), fix: 'name a readable file with --config' }]);
  }
  if (text.length > maxFileChars) {
    return refused([
      { ...about, message: `is longer than ${maxFileChars} characters`, fix: 'name a configuration file' },
    ]);
  }
  const read = readSource(text);
  if (!read.ok) {
    const fix = 'correct the YAML there: two spaces per level, a space after each colon, no tabs';
    return refused(read.problems.map(problem => ({ ...about, ...problem, fix })));
  }
  const { source } = read;
  const tree = structuredClone(source.tree);
  const origins = new Map<string, Origin>();
  for (const [path] of leaves(source.tree)) {
    origins.set(fieldName(path), { from: 'file', file, line: source.placeOf(path)?.line ?? 1 });
  }
  const problems = overlayEnvironment(tree, input.env, origins);
  const variables = new Map<string, string>();
  for (const [field, origin] of origins) if (origin.from === 'environment') variables.set(field, origin.variable);

  const at = (path: FieldPath, message: string, fix: string): void => {
    const field = fieldName(path);
    const variable = variables.get(field) ?? null;
    problems.push({ file, place: source.placeOf(path), variable, field, message, fix });
  };
  readSecretFiles(tree, input, origins, at);
  const parsed = configSchema.safeParse(tree);
  if (!parsed.success) problems.push(...explainIssues(parsed.error.issues, tree, file, source, variables));
  if (!parsed.success || problems.length > 0) return refused(inFileOrder(problems));

  const config = parsed.data;
  for (const field of pathFields) {
    const path = field.split('.');
    const value = valueAt(config, path);
    // A default is absolute already, and a path from the environment counts from where the agent runs.
    if (typeof value !== 'string' || isAbsolute(value)) continue;
    setAt(config, path, variables.has(field) ? resolve(value) : fromConfig(file, value));
  }
  for (const [index, key] of config.mesh.keys.entries()) {
    const raw = rawPublicKey(key.publicKey, path => input.readFile(fromConfig(file, path)));
    if (raw.ok) key.publicKey = raw.value;
    else
      at(
        ['mesh', 'keys', index, 'publicKey'],
        raw.detail,
        'give 32 bytes in base64url, or the path of an Ed25519 PEM file',
      );
  }
  checkTogether(config, source, at);
  return problems.length > 0 ? refused(inFileOrder(problems)) : { ok: true, config, origins };
}

type At = (path: FieldPath, message: string, fix: string) => void;

function overlayEnvironment(
  tree: Record<string, unknown>,
  env: Environment,
  origins: Map<string, Origin>,
): ConfigProblem[] {
  const { values, problems } = readEnvironment(env);
  const problem = (variable: string, message: string, fix: string): ConfigProblem => ({
    file: null,
    place: null,
    variable,
    field: '',
    message,
    fix,
  });
  const found = problems.map(({ variable, known }) => {
    const meant = nearest(variable.split('__').at(-1)!, known);
    return problem(
      variable,
      'names no field of the configuration',
      meant === null ? 'remove it' : `did you mean ${meant}?`,
    );
  });
  for (const { variable, path, value } of values) {
    const field = fieldName(path);
    if (!setAt(tree, path, value)) {
      found.push(problem(variable, `${field} cannot be set`, 'correct the section in the file first'));
      continue;
    }
    dropOtherForm(tree, path, origins);
    origins.set(field, { from: 'environment', variable });
  }
  return found;
}

/** A secret from the environment replaces the file's, whichever of its two forms either has. */
function dropOtherForm(tree: Record<string, unknown>, path: FieldPath, origins: Map<string, Origin>): void {
  const field = fieldName(path);
  const secret = field.replace(/File$/, '');
  if (!secretFields.includes(secret)) return;
  const other = field === secret ? `${secret}File` : secret;
  if (origins.get(other)?.from !== 'file') return;
  const section = valueAt(tree, path.slice(0, -1)) as Record<string, unknown>;
  delete section[other.slice(other.lastIndexOf('.') + 1)];
  origins.delete(other);
}

/** `tokenFile` becomes `token`, with the origin of the former. */
function readSecretFiles(
  tree: Record<string, unknown>,
  input: ConfigInput,
  origins: Map<string, Origin>,
  at: At,
): void {
  for (const field of secretFields) {
    const path = field.split('.');
    const filePath = [...path.slice(0, -1), `${path.at(-1)}File`];
    const name = valueAt(tree, filePath);
    if (name === undefined) continue;
    const section = valueAt(tree, path.slice(0, -1)) as Record<string, unknown>;
    delete section[filePath.at(-1)!];
    if (typeof name !== 'string' || name === '') {
      at(filePath, 'must be the path of a file', 'write the path in quotes');
    } else if (valueAt(tree, path) !== undefined) {
      at(filePath, `${field} is given as well`, 'keep one of the two');
    } else {
      const origin = origins.get(`${field}File`);
      try {
        const from = origin?.from === 'environment' ? resolve(name) : fromConfig(input.file, name);
        setAt(tree, path, input.readFile(from).trim());
        if (origin !== undefined) origins.set(field, origin);
      } catch (error) {
        at(filePath, textOf(error), 'let the user that runs the agent read it');
      }
    }
  }
}

/** What no field can say by itself. */
function checkTogether(config: Config, source: Source, at: At): void {
  const { mesh, delivery } = config;
  if (mesh.requireSignatures && mesh.keys.length === 0) {
    const path = source.placeOf(['mesh', 'keys']) === null ? ['mesh'] : ['mesh', 'keys'];
    at(
      path,
      'no key is pinned, so every message would be refused',
      'add mesh.keys; only in a lab: requireSignatures: false',
    );
  }
  if (config.bitcoin && mesh.requireSignatures && !mesh.keys.some(key => key.signs.includes('fx'))) {
    at(['bitcoin'], 'no key in mesh.keys may sign fx, so no rate would ever be accepted', 'add fx to what a key signs');
  }
  if ((mesh.cert === undefined) !== (mesh.key === undefined)) {
    at(['mesh', mesh.cert === undefined ? 'key' : 'cert'], 'cert and key belong together', 'give both, or neither');
  }
  const kids = mesh.keys.map(key => key.kid);
  for (const [index, kid] of kids.entries()) {
    if (kids.indexOf(kid) !== index)
      at(['mesh', 'keys', index, 'kid'], `"${kid}" is given twice`, 'give each key its own kid');
  }
  if (config.console.token !== undefined && config.console.tokens.admin !== undefined) {
    at(['console', 'token'], 'is the same as tokens.admin, which is given as well', 'keep one of the two');
  }
  const urls = config.radios.map(radio => radio.url);
  for (const [index, url] of urls.entries()) {
    if (urls.indexOf(url) !== index) at(['radios', index, 'url'], `"${url}" is given twice`, 'name each adapter once');
  }
  const { adapter } = config.beacons ?? {};
  if (adapter !== undefined && urls.includes(adapter)) {
    at(
      ['beacons', 'adapter'],
      `"${adapter}" listens under radios already, and scanning would take what it broadcasts off the air`,
      'give the beacons an adapter of their own',
    );
  }
  checkWired(config, at);
  if (delivery.backoff.longestMs < delivery.backoff.firstMs) {
    at(['delivery', 'backoff', 'longestMs'], 'is shorter than firstMs', 'make it at least as long');
  }
}

function rawPublicKey(given: string, readFile: (path: string) => string) {
  if (/^[A-Za-z0-9_-]{43}$/.test(given)) return { ok: true, value: given } as const;
  try {
    const key = createPublicKey(readFile(given));
    const { kty, crv, x } = key.export({ format: 'jwk' });
    if (kty === 'OKP' && crv === 'Ed25519' && x !== undefined && Buffer.from(x, 'base64url').length === rawKeyBytes) {
      return { ok: true, value: x } as const;
    }
    return { ok: false, detail: `${given} holds a key of another kind than Ed25519` } as const;
  } catch (error) {
    return { ok: false, detail: `neither a raw key nor a readable PEM file: ${textOf(error)}` } as const;
  }
}

function fromConfig(file: string, path: string): string {
  return isAbsolute(path) ? path : resolve(dirname(file), path);
}

function inFileOrder(problems: readonly ConfigProblem[]): ConfigProblem[] {
  const line = (problem: ConfigProblem) => problem.place?.line ?? Number.MAX_SAFE_INTEGER;
  return problems.toSorted((a, b) => line(a) - line(b));
}

function refused(problems: readonly ConfigProblem[]): ConfigResult {
  return { ok: false, problems };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
