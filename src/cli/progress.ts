import type { StatusDocument } from '../console/documents.ts';
import { formatDuration } from './duration.ts';
import { displayWidth } from './table.ts';
import type { Terminal } from './terminal.ts';

/** One line on stderr that is drawn over while something goes on; without a terminal only what it ends with is said. */
export interface ProgressLine {
  show(text: string): void;
  /** Ends the line; null leaves nothing of it. */
  end(text: string | null): void;
}

export function createProgressLine(terminal: Terminal): ProgressLine {
  const room = (terminal.width ?? 80) - 1;
  let last = '';
  const clear = (): void => {
    if (terminal.errIsTerminal && last !== '') terminal.err('\r\x1b[K');
  };
  return {
    show(text) {
      if (!terminal.errIsTerminal || text === last || displayWidth(text) > room) return;
      clear();
      terminal.err(text);
      last = text;
    },
    end(text) {
      clear();
      last = '';
      if (text !== null) terminal.err(`${text}\n`);
    },
  };
}

/** How far the labels are, e.g. `Labels ██████░░░░ 36 of 60 show their prices, ready in 4 s`. */
export function describeLabels({ labels, wave }: StatusDocument): { readonly text: string; readonly done: boolean } {
  const proven = labels.confirmed + labels.sent;
  const width = 20;
  const filled = labels.total === 0 ? 0 : Math.floor((proven / labels.total) * width);
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
  const eta = wave?.etaSeconds == null ? '' : `, ready in ${formatDuration(wave.etaSeconds * 1000)}`;
  return {
    text: `Labels ${bar} ${proven} of ${labels.total} show their prices${eta}`,
    done: labels.total > 0 && proven === labels.total,
  };
}
