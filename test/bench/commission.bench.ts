import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../src/store/connection.ts';
import { type Figure, median, round } from './figure.ts';
import { openLargeStore, size } from './large-store.ts';
import { statusOf } from './shop-and-agent.ts';

const rows = 1_000;
const samples = 5;

/**
 * Rows of a list that a running agent binds per second: judged, durable with their audit trail, and decided anew for
 * their labels when the answer comes. Beside it, on the same disk in the same run, bare upserts that are each committed.
 */
export async function benchCommission(): Promise<Figure[]> {
  const large = await openLargeStore();
  try {
    const { agent } = await large.startAgent();
    try {
      const url = /http\S+/.exec(agent.line)![0];
      const perSecond: number[] = [];
      for (let sample = 0; sample <= samples; sample++) {
        const beganMs = performance.now();
        const answer = await fetch(new URL('api/bindings/batch', url), {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ rows: list(sample) }),
        });
        const { done } = (await answer.json()) as { done: number };
        if (done !== rows) throw new Error(`only ${done} of ${rows} rows were done`);
        // The first one finds the agent's code cold.
        if (sample > 0) perSecond.push(rows / ((performance.now() - beganMs) / 1000));
      }
      await statusOf(agent);
      const baseline = committedOneByOne();
      return [
        {
          name: 'commission.rowsPerSecond',
          value: round(median(perSecond), 0),
          unit: 'rows/s',
          goal: null,
          baseline: round(baseline, 0),
          samples: perSecond.length,
          note: `${rows} rows at once, ${size}; baseline: bare upserts, each committed`,
        },
      ];
    } finally {
      await agent.stop();
    }
  } finally {
    await large.remove();
  }
}

/** The same labels each time, each time to another product. */
function list(sample: number) {
  return Array.from({ length: rows }, (_, at) => ({
    line: at + 2,
    label: (0xffff00000001 + at).toString(16),
    sku: `${100_001 + ((at * 7 + sample * 13) % 40_000)}`,
  }));
}

function committedOneByOne(): number {
  const dir = mkdtempSync(join(tmpdir(), 'endcap-bench-'));
  try {
    const connection = connect(join(dir, 'raw.db'), 1_000);
    connection.pragma('journal_mode = WAL');
    connection.exec('PRAGMA synchronous = FULL; CREATE TABLE binding (label TEXT PRIMARY KEY, body TEXT) STRICT');
    const put = connection.change('INSERT OR REPLACE INTO binding VALUES (?, ?)');
    const beganMs = performance.now();
    for (const { label, sku } of list(0)) put(label, JSON.stringify({ skus: [sku], template: 'shelf', page: 'price' }));
    const perSecond = rows / ((performance.now() - beganMs) / 1000);
    connection.close();
    return perSecond;
  } finally {
    rmSync(dir, { recursive: true });
  }
}
