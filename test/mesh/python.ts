import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Debian's own Python: packages from apt are not seen by others. */
export const python = '/usr/bin/python3';

/** Whether Debian's Python has these modules. */
export function pythonHas(...modules: readonly string[]): boolean {
  if (!existsSync(python)) return false;
  try {
    execFileSync(python, ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false; // one of them is missing
  }
}
