import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What lies at the top without being part of the repository. */
const strangers = new Set(['.git', 'node_modules', 'dist', 'coverage']);

/** Names at the top of the repository. */
export function topLevel(): string[] {
  return readdirSync(root).filter(name => !strangers.has(name) && !name.endsWith('.log') && name !== '.DS_Store');
}

/** All files below these folders, as paths from the top with forward slashes, sorted. */
export function filesUnder(...folders: string[]): string[] {
  return folders
    .flatMap(folder => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/'))
    .sort();
}

/** The text of a file, path from the top. */
export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** TypeScript files below these folders. */
export function sourcesUnder(...folders: string[]): string[] {
  return filesUnder(...folders).filter(path => /\.tsx?$/.test(path));
}

/** Source without comments, with its lines in place: what is looked for in code must not be found in prose. */
export function codeOf(path: string): string {
  return withoutComments(textOf(path));
}

/** Blanks comments; strings and templates, which may hold `//`, stay as they are. */
export function withoutComments(source: string): string {
  const token = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return source.replace(token, found => (/^\/[/*]/.test(found) ? found.replace(/[^\n]/g, ' ') : found));
}

/** One import of a file. */
export interface Import {
  /** Path from the top for the project's own files, else the package or `node:` name. */
  readonly target: string;
  readonly own: boolean;
  readonly typeOnly: boolean;
  /** `import()` at the time of need. */
  readonly late: boolean;
}

/** What a file imports or re-exports. */
export function importsOf(path: string): Import[] {
  return importsIn(codeOf(path), path);
}

/** The imports that stand in `code`, a file at `path`. */
export function importsIn(code: string, path: string): Import[] {
  const found: Import[] = [];
  const statement = /\b(?:import|export)\s+(?:(type)\s)?(?:[\w$*\s{},]*?\sfrom\s*)?['"]([^'"]+)['"]/g;
  for (const [, type, target = ''] of code.matchAll(statement)) {
    found.push({ ...resolved(target, path), typeOnly: type !== undefined, late: false });
  }
  for (const [, target = ''] of code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)) {
    found.push({ ...resolved(target, path), typeOnly: false, late: true });
  }
  return found;
}

function resolved(target: string, from: string): Pick<Import, 'target' | 'own'> {
  if (!target.startsWith('.')) return { target, own: false };
  return { target: posix.join(dirname(from), target), own: true };
}
