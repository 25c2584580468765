import { readFile } from 'node:fs/promises';
import { type Answer, exits, failure, wrongUsage } from './exit.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** A lock code comes from a file or the environment, as everybody on the machine can read a command line. */
export const lockCodeVariable = 'ENDCAP_BEACON_LOCK_CODE';
/** The same for the code that replaces it. */
export const newLockCodeVariable = 'ENDCAP_BEACON_NEW_LOCK_CODE';

/** Reads a lock code: from the file that was named, else from the environment. Null: neither is there. */
export async function readLockCode(file: string | null, env: Env, variable: string): Promise<Answer<string | null>> {
  let text = env[variable];
  if (file !== null) {
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      return {
        ok: false,
        failure: failure(exits.failed, 'cli.cannot-read', `${file} cannot be read: ${(error as Error).message}`),
      };
    }
  }
  if (text === undefined || (file === null && text === '')) return { ok: true, value: null };
  const code = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s:-]/g, '');
  if (/^[0-9a-f]{32}$/.test(code)) return { ok: true, value: code };
  const from = file ?? variable;
  return { ok: false, failure: wrongUsage(`${from} holds no lock code.`, 'A lock code is 32 hex digits.') };
}

/** `C0:FF:EE:00:AA:01` as the API wants it; null: it is no address. */
export function readAddress(text: string): string | null {
  const address = text.toLowerCase().replaceAll(/[:-]/g, '');
  return /^[0-9a-f]{12}$/.test(address) ? address : null;
}
