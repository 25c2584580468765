/**
 * Commits facts as fast as it can and says each acknowledged commit on stdout, until it is killed.
 * Arguments: directory, first version. Every third commit is a batch, every seventh a nested one.
 */
import { writeSync } from 'node:fs';
import { factRow, opened } from './opening.ts';

const [dir, first] = process.argv.slice(2);
const { store } = opened(dir!, { lockTimeoutMs: 5_000 });
for (let version = Number(first); ; version++) {
  const size = version % 3 === 0 ? 20 : 1;
  store.transaction(() => {
    for (let i = 0; i < size; i++) store.putFact(factRow(`k${i}`, version));
    if (version % 7 === 0) store.transaction(() => store.remember('nested', String(version)));
    store.putStream({ name: 'price', epoch: 1, seq: version, ahead: [], headSeq: null, headAtMs: null });
    store.touchReport('l-1');
  });
  writeSync(1, `${version} ${size}\n`);
}
