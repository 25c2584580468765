import { expect, test } from 'vitest';
import { createCommitter } from '../../src/mesh/committer.ts';

/** A disk that notes what was committed together. */
function rig(faulty: { disk: boolean }) {
  const groups: string[][] = [];
  const seen: string[] = [];
  let waiting: (() => void)[] = [];
  let open: string[] = [];
  const committer = createCommitter({
    transaction(work) {
      open = [];
      work();
      if (faulty.disk) throw Object.assign(new Error('full'), { reason: 'store.disk-full' });
      groups.push(open);
    },
    flush() {},
    reload() {},
    isStorageFault: error => error instanceof Error && 'reason' in error,
    soon: work => void waiting.push(work),
  });
  return {
    groups,
    seen,
    add(name: string, over: { weight?: number; work?: () => void } = {}) {
      committer.add({
        weight: over.weight ?? 1,
        work() {
          over.work?.();
          open.push(name);
        },
        committed: () => void seen.push(name),
        failed: () => void seen.push(`${name} failed`),
      });
    },
    run() {
      while (waiting.length > 0) {
        const due = waiting;
        waiting = [];
        for (const work of due) work();
      }
    },
  };
}

test('what waits together shares a commit, within its limits, in order', () => {
  const { add, run, groups, seen } = rig({ disk: false });
  for (let index = 0; index < 70; index++) add(`${index}`);
  add('heavy', { weight: 300_000 });
  add('after');
  run();
  expect(groups.map(group => group.length)).toEqual([64, 7, 1]);
  expect(seen).toEqual([...Array.from({ length: 70 }, (_, index) => `${index}`), 'heavy', 'after']);
});

test('MESH-040: nobody hears of success when the disk fails', () => {
  const { add, run, seen } = rig({ disk: true });
  add('a');
  add('b');
  run();
  expect(seen).toEqual(['a failed', 'b failed']);
});

test('a job that throws fails alone', () => {
  const { add, run, seen, groups } = rig({ disk: false });
  add('a');
  add('b', {
    work() {
      throw new TypeError('a bug');
    },
  });
  add('c');
  run();
  expect(seen).toEqual(['a', 'b failed', 'c']);
  expect(groups).toEqual([['a'], ['c']]);
});
