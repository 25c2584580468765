import { systemClock } from '../../../src/clock.ts';
import { createAssetCache } from '../../../src/signage/assets/cache.ts';

/** Fetches one asset until it is killed. */
const [dir = '', url = '', sha256 = ''] = process.argv.slice(2);
const cache = createAssetCache({
  dir,
  url,
  budgetBytes: 1e9,
  maxFileBytes: 1e9,
  clock: systemClock,
  random: Math.random,
  changed: ({ state }) => process.stdout.write(`${state}\n`),
});
cache.wanted([{ ref: 'film', sha256 }]);
