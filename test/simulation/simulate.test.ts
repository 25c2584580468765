import { describe, expect, it } from 'vitest';
import { bitcoinSchema } from '../../src/config/bitcoin.ts';
import { usualRules } from '../../src/shelf/refresh-policy.ts';
import { recorded, seeded, walk } from '../../src/simulation/path.ts';
import { plot } from '../../src/simulation/plot.ts';
import { type PolicySpec, parsePolicy, policyName } from '../../src/simulation/policy.ts';
import { simulate, trace } from '../../src/simulation/simulate.ts';

const production = { rules: usualRules(bitcoinSchema.parse({})), latencyMs: 60_000, holdShare: 0.03 };
const policy = (text: string): PolicySpec => parsePolicy(text)!;
const market = (seed: number, over: Partial<Parameters<typeof walk>[0]> = {}) =>
  walk({ days: 2_000, tickMs: 60_000, sigma: 0.5, jumps: null, random: seeded(seed), ...over });

describe('the reference table, on a geometric Brownian motion of 50 % a year over days of twelve hours', () => {
  const path = market(1);
  it.each([
    ['timer:4', 4, 0, 0.66, 0.03, 1.9, 0.06],
    ['band:1', 4, 0.2, 0.42, 0.02, 0.95, 0.04],
    ['band:0.5', 12.5, 0.4, 0.22, 0.02, 0.48, 0.03],
    ['band:2', 1.65, 0.1, 0.78, 0.03, 1.83, 0.08],
  ])('%s', (name, perDay, perDayOff, rms, rmsOff, p99, p99Off) => {
    const result = simulate(path, policy(name), production, [1]);
    expect(Math.abs(result.refreshesPerDay - perDay)).toBeLessThanOrEqual(perDayOff);
    expect(Math.abs(result.rmsPercent - rms)).toBeLessThanOrEqual(rmsOff);
    expect(Math.abs(result.p99Percent - p99)).toBeLessThanOrEqual(p99Off);
    expect(result.withoutShare).toBe(0);
  });

  it('has the band better than the timer in everything but work, and a hard cap worse than either promise', () => {
    const [timer, band, cap] = ['timer:4', 'band:1', 'cap:1/4'].map(name =>
      simulate(path, policy(name), production, [1]),
    );
    expect(band!.rmsPercent).toBeLessThan(timer!.rmsPercent / 1.5);
    expect(band!.maxPercent).toBeLessThan(1.01);
    expect(cap!.refreshesPerDay).toBeLessThan(4);
    expect(cap!.maxPercent).toBeGreaterThan(3);
  });
});

describe("the agent's own policy", () => {
  it('keeps its promise on a Brownian motion with fewer refreshes than it may spend', () => {
    const result = simulate(market(2), policy('endcap'), production, [0.8, 0.9, 1]);
    expect(result.overPromiseShare).toBeLessThan(0.0005);
    expect(result.refreshesPerDay).toBeLessThan(4);
    expect(result.tokensLeast).toBeGreaterThan(1);
  });

  it('never spends what it does not have, takes figures down instead, and comes back', () => {
    const wild = market(3, { sigma: 3, days: 300 });
    const result = simulate(wild, policy('endcap'), production, [1]);
    expect(result.tokensLeast).toBeGreaterThanOrEqual(0);
    expect(result.tokensLeast).toBeLessThan(2);
    expect(result.withoutShare).toBeGreaterThan(0.05);
    expect(result.withoutShare).toBeLessThan(1);
    expect(result.overPromiseShare).toBeLessThan(0.05);
  });

  it('takes figures down for a jump until it has stood', () => {
    const path = market(4, { jumps: { perYear: 200, sigma: 0.06 }, days: 400 });
    const result = simulate(path, policy('endcap'), production, [1]);
    const plain = simulate(market(4, { days: 400 }), policy('endcap'), production, [1]);
    expect(result.withoutShare).toBeGreaterThan(plain.withoutShare);
    expect(result.refreshesPerDay).toBeGreaterThan(plain.refreshesPerDay);
  });
});

describe('a simulation', () => {
  it('is the same again for one seed, and another for another', () => {
    const once = (seed: number) => simulate(market(seed, { days: 50 }), policy('endcap'), production, [0.9]);
    expect(once(7)).toEqual(once(7));
    expect(once(7)).not.toEqual(once(8));
  });

  it('moves the rate over night and refreshes once before the shop opens', () => {
    const path = market(9, { days: 3 });
    expect([...path.opening].filter(one => one === 1)).toHaveLength(3);
    const nights = [...path.opening.keys()].filter(at => at > 0 && path.opening[at] === 1);
    for (const at of nights) expect(path.atMs[at]! - path.atMs[at - 1]!).toBe(12 * 3_600_000);
    expect(simulate(path, policy('band:20'), production, [1]).refreshesPerDay).toBe(1);
  });

  it('takes recorded rates at the hours at which the shop is open', () => {
    const ticks = Array.from({ length: 48 * 3 }, (_, index) => ({
      atMs: index * 1_800_000,
      rate: 60_000 + index * 10,
    }));
    const path = recorded(ticks, atMs => (atMs / 60_000) % 1_440, { open: 480, close: 1_200 });
    expect(path.days).toBe(3);
    expect([...path.atMs].every(ms => (ms / 3_600_000) % 24 >= 8 && (ms / 3_600_000) % 24 < 20)).toBe(true);
    expect([...path.opening].filter(one => one === 1)).toHaveLength(3);
    expect([...path.lastsMs].reduce((sum, ms) => sum + ms, 0)).toBe(3 * 11.5 * 3_600_000);
  });

  it('reads the names of its policies and nothing else', () => {
    for (const name of ['timer:4', 'band:0.5', 'cap:1.5/3', 'endcap']) expect(policyName(policy(name))).toBe(name);
    for (const name of [
      '',
      'timer',
      'timer:0',
      'timer:1.5',
      'band:-1',
      'band:1/4',
      'cap:1',
      'cap:1/0',
      'Endcap',
      'band:x',
    ]) {
      expect(parsePolicy(name)).toBeNull();
    }
  });
});

it('a plot shows rate, figure and band, and nothing that is not a number', () => {
  const path = market(5, { days: 3 });
  const svg = plot(path, trace(path, policy('endcap'), production, 1), 'σ < 50 % & more');
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  expect(svg).toContain('&#60; 50 % &#38; more');
  expect(svg.match(/<path/g)).toHaveLength(4);
  expect(svg.length).toBeLessThan(300_000);
});
