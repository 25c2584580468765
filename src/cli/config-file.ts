import { readFileSync } from 'node:fs';
import type { ConfigProblem } from '../config/explain.ts';
import type { Origins } from '../config/origin.ts';
import type { Config } from '../config/schema.ts';
import { type Answer, exits, failure } from './exit.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The largest file that is read as a configuration, a certificate or a key. */
const maxFileBytes = 4 * 1024 * 1024;

/** Reads and checks a configuration file; every problem is in the failure, with its place and its fix. */
export async function readConfig(
  file: string,
  env: Env,
): Promise<Answer<{ readonly config: Config; readonly origins: Origins }>> {
  const { loadConfig } = await import('../config/load.ts');
  const loaded = loadConfig({ file, env, readFile });
  if (loaded.ok) return { ok: true, value: loaded };
  const { problemText } = await import('../config/explain.ts');
  const { length } = loaded.problems;
  const title = `The configuration is not valid: ${length} ${length === 1 ? 'problem' : 'problems'}.`;
  const text = [title, ...loaded.problems.map(problemText)].join('\n');
  return {
    ok: false,
    failure: failure(exits.configuration, 'cli.configuration-invalid', text, firstFix(loaded.problems)),
  };
}

function firstFix(problems: readonly ConfigProblem[]): string | null {
  const first = problems[0];
  return first === undefined || problems.length > 1 ? null : `${first.field || first.file}: ${first.fix}`;
}

function readFile(path: string): string {
  const text = readFileSync(path, 'utf8');
  if (text.length > maxFileBytes) throw new Error(`is larger than ${maxFileBytes} bytes`);
  return text;
}
