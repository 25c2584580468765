import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, describe, expect, it } from 'vitest';
import { endcap } from './endcap.ts';

const dir = mkdtempSync(join(tmpdir(), 'endcap-simulate-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const file = (name: string, text?: string): string => {
  const path = join(dir, name);
  if (text !== undefined) writeFileSync(path, text);
  return path;
};
const simulate = (...words: string[]) => endcap(['simulate', 'rates', ...words]);

/** Two days of readings each ten minutes, in milliseconds and in UTC. */
const day = Date.parse('2026-11-23T00:00:00Z');
const readings = Array.from(
  { length: 288 },
  (_, at) => [day + at * 600_000, 60_000 + Math.round(900 * Math.sin(at / 7))] as const,
);
const csv = `time,rate\n${readings.map(([ms, rate]) => `${new Date(ms).toISOString()},${rate}.50`).join('\n')}\n`;

describe('endcap simulate rates', () => {
  it('compares policies as a document for scripts', async () => {
    const words = ['--policy', 'band:1', '--policy', 'timer:4', '--days', '400', '--seed', '3', '--json'];
    const { code, stdout, stderr } = await simulate(...words);
    expect([code, stderr]).toEqual([0, '']);
    const { schemaVersion, policies } = JSON.parse(stdout);
    expect(schemaVersion).toBe(1);
    expect(policies.map((one: { policy: string }) => one.policy)).toEqual(['band:1', 'timer:4']);
    const names = ['refreshesPerDay', 'rmsPercent', 'p99Percent', 'maxPercent', 'overPromiseShare', 'withoutShare'];
    for (const policy of policies) for (const name of names) expect(policy[name]).toBeTypeOf('number');
    expect(policies[0].refreshesPerDay).toBeCloseTo(4, 0);
    expect((await simulate(...words)).stdout).toBe(stdout);
  });

  it('shows the usual ones side by side', async () => {
    const { code, stdout } = await simulate('--days', '5', '--labels', '2');
    expect(code).toBe(0);
    for (const name of ['timer:4', 'band:1', 'cap:1/4', 'endcap']) expect(stdout).toContain(name);
  });

  it('takes recorded rates, in the hours of the shop', async () => {
    const { code, stdout } = await simulate('--csv', file('rates.csv', csv), '--timezone', 'UTC', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).policies[1].refreshesPerDay).toBeGreaterThan(1);
    const never = await simulate('--csv', file('rates.csv'), '--open', '03:01-03:05', '--timezone', 'UTC');
    expect([never.code, never.stderr]).toEqual([2, expect.stringContaining('no readings while the shop is open')]);
  });

  it.each([
    ['time,price\n1,2\n', 'has no column "rate"'],
    ['time,rate\n2026-11-23T00:00:00Z,1\nyesterday,2\n', 'line 3: "yesterday" is no time'],
    ['time,rate\n2026-11-23T00:00:00Z,1\n2026-11-23T00:01:00Z,1e5\n', 'line 3: "1e5" is no rate'],
    ['time,rate\n2026-11-23T00:01:00Z,1\n2026-11-23T00:00:00Z,2\n', 'line 3: is not later'],
    ['time,rate\n2026-11-23T00:01:00Z,1\n', '1 readings'],
    ['', 'has no column "time"'],
  ])('refuses %j and names the line', async (text, why) => {
    const { code, stderr } = await simulate('--csv', file('wrong.csv', text));
    expect([code, stderr]).toEqual([2, expect.stringContaining(why)]);
  });

  it('draws a plot as SVG and as PNG', async () => {
    const days = ['--days', '2', '--policy', 'endcap'];
    expect((await simulate(...days, '--plot', file('band.svg'))).code).toBe(0);
    expect(readFileSync(file('band.svg'), 'utf8')).toMatch(/^<svg .*rate of the figure shown \(endcap\)/);
    expect((await simulate(...days, '--plot', file('band.png'))).code).toBe(0);
    const { width, height, data, channels } = decode(readFileSync(file('band.png')));
    expect([width, height]).toEqual([1_200, 520]);
    const colours = new Set<string>();
    for (let at = 0; at < data.length; at += channels) colours.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
    // The lines, and letters: an empty picture would be one colour.
    expect(colours.has('179,38,30')).toBe(true);
    expect(colours.size).toBeGreaterThan(50);
    expect((await simulate('--plot', file('band.gif'))).code).toBe(2);
    expect(existsSync(file('band.gif'))).toBe(false);
  });

  it('names what may be simulated when it does not know a policy', async () => {
    const { code, stderr } = await simulate('--policy', 'moon:1');
    expect([code, stderr]).toEqual([2, expect.stringContaining('timer:4, band:1, cap:1/4 or endcap')]);
  });
});
