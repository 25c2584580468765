import type { GeneratedDocument } from './document.ts';
import { stale, write } from './tree.ts';

/**
 * Brings the documents in line and names those that changed; with `--check` it only names those that are stale.
 *
 * @returns the exit code: 1 when `--check` found something
 */
export function runGenerator(documents: readonly GeneratedDocument[], args: readonly string[]): number {
  const check = args.includes('--check');
  const paths = check ? stale(documents) : write(documents);
  for (const path of paths) process.stdout.write(`${check ? 'stale' : 'wrote'} ${path}\n`);
  if (paths.length === 0) process.stdout.write(`${documents.length} documents are up to date\n`);
  return check && paths.length > 0 ? 1 : 0;
}
