import type { FigureRow } from '../delivery/ports.ts';
import type { TokenBank } from '../shelf/token-bank.ts';
import type { Connection } from './connection.ts';

/** Figures are kept so long after they ended; longer than any till honours them. */
export const figuresKeptMs = 24 * 3_600_000;

type Cells = [
  label: string,
  sku: string,
  shownAtMs: number,
  sats: string,
  pair: string,
  rate: string,
  rateAtMs: number,
  rateSeq: number,
  endedAtMs: number | null,
];

/** Prices in satoshi that labels acknowledged, and what each label may still spend on them. */
export function createFigures(connection: Connection) {
  const columns = 'label, sku, shown_at_ms, sats, pair, rate, rate_at_ms, rate_seq, ended_at_ms';
  const put = connection.change(
    `INSERT OR REPLACE INTO sats_figure (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)`,
  );
  const end = connection.change('UPDATE sats_figure SET ended_at_ms = ? WHERE label = ? AND ended_at_ms IS NULL');
  const prune = connection.change('DELETE FROM sats_figure WHERE ended_at_ms < ?');
  const bySku = connection.query<Cells>(
    `SELECT ${columns} FROM sats_figure WHERE sku = ? AND (ended_at_ms IS NULL OR ended_at_ms >= ?) ORDER BY shown_at_ms`,
  );
  const banks = connection.query<[label: string, tokens: number, atMs: number]>(
    'SELECT label, tokens, at_ms FROM sats_bank',
  );
  const putBank = connection.change('INSERT OR REPLACE INTO sats_bank (label, tokens, at_ms) VALUES (?, ?, ?)');

  function endFigures(label: string, atMs: number): void {
    end(atMs, label);
    prune(atMs - figuresKeptMs);
  }

  return {
    showFigures(label: string, figures: readonly Omit<FigureRow, 'endedAtMs'>[], atMs: number): void {
      endFigures(label, atMs);
      for (const { sku, shownAtMs, sats, pair, rate, rateAtMs, rateSeq } of figures) {
        put(label, sku, shownAtMs, sats.toString(), pair, rate, rateAtMs, rateSeq);
      }
    },
    endFigures,
    /** Of this product, those that stand or ended at `sinceMs` or later. */
    figuresOf: (sku: string, sinceMs: number): FigureRow[] => bySku.all(sku, sinceMs).map(rowOf),
    /** What labels have left; one that never spent is not there. */
    banks: (): Map<string, TokenBank> => new Map(banks.all().map(([label, tokens, atMs]) => [label, { tokens, atMs }])),
    putBank: (label: string, { tokens, atMs }: TokenBank): void => void putBank(label, tokens, atMs),
  };
}

function rowOf([label, sku, shownAtMs, sats, pair, rate, rateAtMs, rateSeq, endedAtMs]: Cells): FigureRow {
  return { label, sku, sats: BigInt(sats), pair, rate, rateAtMs, rateSeq, shownAtMs, endedAtMs };
}
