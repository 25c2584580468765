import { existsSync } from 'node:fs';

/** Whether a program is installed. */
export const has = (program: string): boolean =>
  ['/usr/bin', '/usr/local/bin', '/bin'].some(folder => existsSync(`${folder}/${program}`));
