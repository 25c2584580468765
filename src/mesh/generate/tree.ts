import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { GeneratedDocument } from './document.ts';
import type { GeneratorInputs } from './documents.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
function filesBelow(folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/'))
      .sort();
  } catch {
    return []; // there is no such folder yet
  }
}

const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** What the generator reads from the repository. */
export function generatorInputs(): GeneratorInputs {
  const tests = filesBelow('test').filter(path => path.endsWith('.test.ts'));
  return {
    prose: read('src/mesh/generate/handbook.md'),
    tests: tests.map(path => ({ path, text: read(path) })),
  };
}

/** Paths of generated files that are missing, differ, or should not be there. */
export function stale(documents: readonly GeneratedDocument[]): string[] {
  const wanted = new Map(documents.map(({ path, content }) => [path, content]));
  // Beside generated files lie no others, save in the top folder of the documents.
  const folders = new Set([...wanted.keys()].map(path => dirname(path)).filter(folder => folder !== 'docs'));
  const surplus = [...folders].flatMap(folder =>
    filesBelow(folder).filter(path => dirname(path) === folder && !wanted.has(path)),
  );
  const differing = [...wanted].filter(([path, content]) => {
    try {
      return read(path) !== content;
    } catch {
      return true; // it is missing
    }
  });
  return [...differing.map(([path]) => path), ...surplus].sort();
}

/** Brings the repository in line; @returns the paths that changed. */
export function write(documents: readonly GeneratedDocument[]): string[] {
  const changes = stale(documents);
  const wanted = new Map(documents.map(({ path, content }) => [path, content]));
  for (const path of changes) {
    const content = wanted.get(path);
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (content === undefined) rmSync(join(root, path));
    else writeFileSync(join(root, path), content);
  }
  return changes;
}
