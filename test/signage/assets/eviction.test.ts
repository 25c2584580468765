import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { openStage, picture, type Stage, want } from './asset-server.ts';

let stage: Stage;
let nowMs = 1_795_446_000_000;
const clock = { ...systemClock, now: () => nowMs };
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => await stage.close());

const names = ['a', 'b', 'c', 'd'];
const wanted = (...of: string[]) => of.map(name => want(name, picture(name)));
const nameOf = (sha256: string) => names.find(name => want(name, picture(name)).sha256 === sha256);
const kept = () => readdirSync(stage.dir).map(nameOf).sort();

it('what was used longest ago goes first, what is wanted never, also after a restart', async () => {
  for (const name of names) stage.put(`/shop/${name}`, picture(name));
  const budgetBytes = 3_000;
  const first = stage.cache({ budgetBytes, clock });
  const bring = async (cache: typeof first, ...of: string[]) => {
    nowMs += 60_000;
    cache.wanted(wanted(...of));
    await cache.settled();
  };
  await bring(first, 'a', 'b', 'c');
  nowMs += 60_000;
  first.open(wanted('b')[0]!.sha256);
  await bring(first, 'a');
  await first.stop();

  const second = stage.cache({ budgetBytes, clock });
  await bring(second, 'd', 'a');
  expect(kept()).toEqual(['a', 'b', 'd']);
  await bring(second, 'a', 'd', 'c');
  expect(kept()).toEqual(['a', 'c', 'd']);
  nowMs += 60_000;
  second.wanted(wanted('a', 'd', 'c', 'b'));
  const standings = await second.settled();
  expect(standings.map(({ state, reason }) => reason ?? state)).toEqual(['here', 'here', 'here', 'screen.assets-full']);
  expect(kept()).toEqual(['a', 'c', 'd']);
  expect(second.usedBytes()).toBe(3_000);
  // As soon as there is room, it comes.
  second.wanted(wanted('a', 'd', 'b'));
  await second.settled(all => all.every(({ state }) => state === 'here'));
  expect(kept()).toEqual(['a', 'b', 'd']);
});
