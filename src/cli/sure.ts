import { createInterface } from 'node:readline/promises';
import type { Terminal } from './terminal.ts';

/** Asks somebody at a terminal before something drastic; where nobody sits, whoever wrote the script was sure. */
export async function isSure(question: string, terminal: Terminal): Promise<boolean> {
  if (process.stdin.isTTY !== true || !terminal.errIsTerminal) return true;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const said = await lines.question(`${question} Type yes: `);
  lines.close();
  return said.trim().toLowerCase() === 'yes';
}
