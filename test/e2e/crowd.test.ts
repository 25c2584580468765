import { accessSync, appendFileSync, constants } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ZonePresence } from '../../src/mesh/contract/proximity.ts';
import { ad } from '../radio/raw-reports.ts';
import { type Crowd, countsOf, createCrowd, type Hall, type Hearing } from './crowd-phones.ts';
import { type CrowdScene, knownTag, openCrowdScene, type Passed } from './crowd-scene.ts';
import { createSearch, type Found, type Search } from './crowd-search.ts';

/*
 * Two hours of two thousand phones, one in which people are not counted and one in which they are; then a search for
 * every address of them in all that the agent keeps, writes and says.
 *
 * Each hour is one by the clocks of the agent and of the shop: sixty windows in which people are counted, four changes
 * of address or more for each phone, about twenty hearings of each address. On the machine it takes less than a minute,
 * as both clocks go faster. So two things are not as in a shop: what becomes of memory by its mere age is not tried, and
 * whatever the agent waits for has to come that much sooner, so that the adapter for beacons is given up now and then.
 */

const hourMs = 3_600_000;
/** Seconds of an hour in one of the machine; slower where it matters what comes in which window. */
const rates = { broadcast: 200, count: 100 } as const;
/** Hearings that are passed on at once; the controller has other things to say in between. */
const mostAtOnce = 60;
const tickMs = 3;
/** Between two visits of the console, on the machine. */
const lookEveryMs = 2_000;
const looksAt = [
  '/api/zones',
  '/api/privacy',
  '/metrics',
  '/api/beacons',
  '/api/beacons/sniff?after=0',
  '/api/status',
  '/api/attention',
  '/api/audit?limit=1000',
  '/api/offers',
  '/api/doctor',
];
/** What an hour may add to what the agent needs when it has cleared up. */
const mostGrowthBytes = 10_000_000;
const mostResidentBytes = 400_000_000;
const forms = ['text', 'raw', 'number'] as const;
/** A tag of ours that says its name. */
const tagHeard = { phone: -1, hall: 'corner', rssi: -60, address: knownTag, data: ad(0x09, 0x54) } as const;
const tagEveryMs = 5_000;

function canReadMemory(): boolean {
  try {
    accessSync('/proc/self/mem', constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** What the mesh was told of the people in a hall, once for each window, by when that was over. */
function toldOf(hall: Hall, traffic: readonly Passed[]): { readonly endMs: number; readonly people: People }[] {
  const told = new Map<number, { readonly endMs: number; readonly people: People }>();
  for (const { topic, payload } of traffic) {
    if (!topic.endsWith(`/zone/${hall}/presence`)) continue;
    const { people } = (JSON.parse(payload.toString()) as { readonly data: ZonePresence }).data;
    if (people === null) continue;
    const endMs = Date.parse(people.windowEnd);
    told.set(Math.round(endMs / 1_000), { endMs, people });
  }
  return [...told.values()];
}
type People = NonNullable<ZonePresence['people']>;

describe.skipIf(!canReadMemory())('an hour in a crowd (Linux: /proc/PID/mem)', () => {
  let scene: CrowdScene;
  const addresses = new Set<string>();
  const bundles: Uint8Array[] = [];
  /** In use after clearing up: at the beginning, and after each hour. */
  const inUse: number[] = [];
  let counted: { readonly crowd: Crowd; readonly heard: readonly Hearing[]; readonly from: number };

  beforeAll(async () => {
    scene = await openCrowdScene();
    scene.follow('/api/events');
    scene.follow('/api/tail');
    await measure();
  });
  afterAll(() => scene?.stop());

  async function measure(): Promise<void> {
    const { heapUsed, external } = await scene.memoryInUse();
    inUse.push(heapUsed + external);
  }

  /** Somebody who looks at the console and at frames, until it is over. */
  async function visit(over: () => boolean): Promise<void> {
    for (let round = 0; !over(); round++) {
      if (round % 3 === 1) await scene.ask('POST', '/api/privacy/unlock');
      for (const path of looksAt) await scene.ask('GET', path);
      if (round === 2) bundles.push(...(await scene.supportBundle()));
      await sleep(lookEveryMs);
    }
    await scene.ask('DELETE', '/api/privacy/unlock');
  }

  /** Lets the agent hear an hour of a crowd, and a tag of its own among them. */
  async function hour(rate: number, seed: number): Promise<{ crowd: Crowd; heard: Hearing[] }> {
    const beganMs = scene.clock.now();
    const crowd = createCrowd(seed, beganMs);
    const heard: Hearing[] = [];
    let over = false;
    const visited = visit(() => over);
    visited.catch(() => {});
    scene.quicken(rate);
    let tagDueMs = beganMs;
    for (let nowMs = beganMs; nowMs < beganMs + hourMs; nowMs = scene.clock.now()) {
      const next = crowd.until(nowMs, mostAtOnce);
      heard.push(...next);
      scene.hear(next);
      for (; tagDueMs <= nowMs; tagDueMs += tagEveryMs) scene.hear([{ ...tagHeard, atMs: nowMs }]);
      await sleep(tickMs);
    }
    over = true;
    scene.quicken(1);
    await visited;
    for (const address of [...crowd.addresses, ...scene.shop.people!.addresses()]) addresses.add(address);
    expect(crowd.addresses.size).toBeGreaterThan(8_000);
    expect(heard.length).toBeGreaterThan(100_000);
    return { crowd, heard };
  }

  /** Everywhere that somebody could be, in any form. */
  function expectNobody(): void {
    const search: Search = createSearch([...addresses, knownTag]);
    const memory = search.inMemory(scene.pid);
    expect(memory.bytes).toBeGreaterThan(30_000_000);
    // The search sees what is kept on purpose.
    expect(memory.text).toContain(knownTag);
    const strangers = (found: Found): string[] =>
      forms.flatMap(form => [...found[form]].filter(one => addresses.has(one)).map(one => `${form} ${one}`));
    expect({
      memory: strangers(memory),
      files: strangers(search.inFiles(scene.dataDir)),
      output: strangers(search.inFiles(scene.outputDir)),
      broker: strangers(search.in(...scene.traffic.flatMap(({ topic, payload }) => [Buffer.from(topic), payload]))),
      answers: strangers(search.in(...scene.answers.map(({ body }) => body))),
      support: strangers(search.in(...bundles)),
    }).toEqual({ memory: [], files: [], output: [], broker: [], answers: [], support: [] });
  }

  it('knows none of two thousand phones in mode broadcast', { timeout: 90_000 }, async () => {
    await hour(rates.broadcast, 1);
    expectNobody();
    expect(['hall', 'till', 'corner'].flatMap(hall => toldOf(hall as Hall, scene.traffic))).toEqual([]);
    const sniffed = scene.answers.filter(({ path, status }) => path.includes('sniff') && status === 200);
    expect(Buffer.concat(sniffed.map(({ body }) => body)).toString()).toContain('"from":"known-tag"');
    await measure();
  });

  it('knows none of them in mode count', { timeout: 90_000 }, async () => {
    const from = scene.traffic.length;
    expect((await scene.ask('POST', '/api/privacy/mode', { mode: 'count' })).status).toBe(200);
    counted = { from, ...(await hour(rates.count, 2)) };
    expectNobody();
    await measure();
  });

  it('counts those who are really there, window by window', () => {
    const truth = countsOf(counted.crowd, counted.heard);
    for (const hall of ['hall', 'till'] as const) {
      const told = toldOf(hall, scene.traffic.slice(counted.from));
      expect(told.length).toBeGreaterThan(45);
      expect(told.filter(({ people }) => people.count !== null && people.count % 5 !== 0)).toEqual([]);
      // A machine that is busy hears some of a window in the next one; that may happen now and then.
      const wrong = told.filter(({ endMs, people }) => {
        const really = truth(hall, endMs);
        return Math.abs((people.count ?? 0) - really) > really / 5;
      });
      expect(wrong.length).toBeLessThan(told.length / 10);
      expect(new Set(told.map(({ people }) => people.count)).size).toBeGreaterThan(5);
    }
  });

  it('never tells of fewer than five', () => {
    const truth = countsOf(counted.crowd, counted.heard);
    const told = toldOf('corner', scene.traffic.slice(counted.from));
    expect(told.length).toBeGreaterThan(45);
    expect(told.some(({ endMs }) => truth('corner', endMs) > 0)).toBe(true);
    expect(new Set(told.map(({ people }) => people.count))).toEqual(new Set([null]));
    expect(new Set(told.map(({ people }) => people.confidence))).toEqual(new Set([0]));
  });

  it('tells nothing by which one window could be linked to another', () => {
    for (const hall of ['hall', 'till', 'corner'] as const) {
      const byCount = new Map<number | null, Set<string>>();
      for (const { people } of toldOf(hall, scene.traffic.slice(counted.from))) {
        const { windowEnd, ...rest } = people;
        expect(Object.keys(rest).sort()).toEqual(['confidence', 'count', 'leastTold', 'method']);
        byCount.set(people.count, (byCount.get(people.count) ?? new Set()).add(JSON.stringify(rest)));
      }
      // Two windows with as many people are told of in the same words.
      expect([...byCount.values()].filter(words => words.size !== 1)).toEqual([]);
    }
  });

  it('needs no more memory for another hour', () => {
    const [, afterOne, afterTwo] = inUse;
    expect(afterTwo! - afterOne!).toBeLessThan(mostGrowthBytes);
    expect(scene.residentBytes()).toBeLessThan(mostResidentBytes);
  });

  it('would be found out: by its memory, and by its log', { timeout: 60_000 }, async () => {
    const [asked = '', logged = ''] = counted.crowd.addresses;
    const search = createSearch([asked, logged]);
    await scene.ask('GET', `/api/labels/${asked}`);
    expect([...search.inMemory(scene.pid).text]).toEqual([asked]);
    appendFileSync(scene.logFile, `${logged.toUpperCase().match(/../g)!.join(':')}\n`);
    expect(search.inFiles(scene.outputDir).text).toContain(logged);
  });

  it('leaves nobody behind when it ends', { timeout: 60_000 }, async () => {
    scene.quicken(10);
    expect(await scene.endAgent()).toBe(0);
    const found = createSearch(addresses).inFiles(scene.dataDir);
    expect(forms.flatMap(form => [...found[form]])).toEqual([]);
  });
});
