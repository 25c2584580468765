import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { inDirectory, opened } from './opening.ts';

const kills = 30;
const child = fileURLToPath(new URL('./committing-child.ts', import.meta.url));

/** Runs the child until some time after its first commit, kills it, and returns what it had acknowledged. */
async function committedUntilKilled(dir: string, first: number, delayMs: number) {
  const process_ = spawn(process.execPath, ['--import', 'tsx', child, dir, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  process_.stdout.setEncoding('utf8').on('data', chunk => {
    if (text === '') setTimeout(() => process_.kill('SIGKILL'), delayMs);
    text += chunk;
  });
  const [, signal] = await once(process_, 'close');
  expect(signal).toBe('SIGKILL');
  return text
    .trim()
    .split('\n')
    .map(line => line.split(' ').map(Number) as [version: number, size: number]);
}

test(`nothing acknowledged is missing after ${kills} kills`, { timeout: 180_000 }, () =>
  inDirectory(async dir => {
    let version = 1;
    /** The newest acknowledged version of each key. */
    const acknowledged = new Map<string, number>();
    let nested = 0;
    for (let kill = 0; kill < kills; kill++) {
      // A spread of delays without a pattern, the same in every run.
      const lines = await committedUntilKilled(dir, version, ((kill * 37) % 41) + 1);
      for (const [seen, size] of lines) {
        for (let i = 0; i < size; i++) acknowledged.set(`k${i}`, seen);
        if (seen % 7 === 0) nested = seen;
      }
      const newest = lines.at(-1)![0];
      const { store, state } = opened(dir);
      expect(state.recovered).toBeNull();
      expect(state.factsDropped).toEqual([]);
      const stream = store.stream('price')!;
      // The one commit that was under way may be there or not, but then whole.
      expect([newest, newest + 1]).toContain(stream.seq);
      const whole = stream.seq % 3 === 0 ? 20 : 1;
      for (let i = 0; i < whole; i++) expect(store.fact('price', `k${i}`)?.version).toBe(stream.seq);
      for (const [key, seen] of acknowledged) {
        expect(store.fact('price', key)?.version).toBeGreaterThanOrEqual(seen);
      }
      if (nested > 0) expect(Number(store.recall('nested'))).toBeGreaterThanOrEqual(nested);
      expect(store.unreported(1)[0]!.revision).toBe(stream.seq);
      version = stream.seq + 1;
      store.close();
    }
    expect(version).toBeGreaterThan(kills);
  }),
);
