import type { Environment } from '../../src/config/environment.ts';
import { type ConfigProblem, problemText } from '../../src/config/explain.ts';
import { loadConfig } from '../../src/config/load.ts';

/** RFC 8037, appendix A.2. */
export const publicKey = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';

export const smallest = `gateway:
  organisation: acme
  store: "0042"
  id: gw-01
mesh:
  url: mqtt://127.0.0.1:1883
  keys:
    - {kid: k1, publicKey: ${publicKey}, signs: [price]}
`;

/** Loads a file's text; other files are given by their absolute path. */
export function load(text: string, env: Environment = {}, files: Readonly<Record<string, string>> = {}) {
  return loadConfig({
    file: '/etc/endcap/endcap.yaml',
    env,
    readFile(path) {
      if (path === '/etc/endcap/endcap.yaml') return text;
      const content = files[path];
      if (content === undefined) throw new Error(`ENOENT: no such file, open '${path}'`);
      return content;
    },
  });
}

export function loaded(text: string, env: Environment = {}, files: Readonly<Record<string, string>> = {}) {
  const result = load(text, env, files);
  if (!result.ok) throw new Error(result.problems.map(problemText).join('\n'));
  return result;
}

export function problemsOf(text: string, env: Environment = {}, files: Readonly<Record<string, string>> = {}) {
  const result = load(text, env, files);
  if (result.ok) throw new Error('the configuration was accepted');
  return result.problems as readonly ConfigProblem[];
}
