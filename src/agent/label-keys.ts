import { readFileSync } from 'node:fs';

/** One line of a key file. */
export interface LabelKeyRow {
  readonly label: string;
  readonly key: Uint8Array;
}

/** Keys of one store; a longer file is refused. */
const maxBytes = 8 * 1024 * 1024;

/**
 * Reads a CSV of `label,key` (twelve and 32 hex digits; a heading and empty lines are skipped). `problems` name the line and
 * never the key.
 */
export function readLabelKeys(text: string): { readonly rows: LabelKeyRow[]; readonly problems: string[] } {
  const rows: LabelKeyRow[] = [];
  const problems: string[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || (index === 0 && /^label\s*,/i.test(line))) continue;
    const [label = '', key = ''] = line.split(',').map(cell => cell.trim().toLowerCase());
    if (!/^[0-9a-f]{12}$/.test(label)) problems.push(`line ${index + 1}: the label is not twelve hex digits`);
    else if (!/^[0-9a-f]{32}$/.test(key)) problems.push(`line ${index + 1}: the key of ${label} is not 32 hex digits`);
    else rows.push({ label, key: Buffer.from(key, 'hex') });
  }
  return { rows, problems };
}

/** Reads a key file from the disk; a file that cannot be read is a problem like any other. */
export function loadLabelKeys(path: string): ReturnType<typeof readLabelKeys> {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > maxBytes) return { rows: [], problems: [`${path} is larger than ${maxBytes} bytes`] };
    return readLabelKeys(bytes.toString('utf8'));
  } catch (error) {
    return { rows: [], problems: [error instanceof Error ? error.message : String(error)] };
  }
}
