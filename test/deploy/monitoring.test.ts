import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type House, openHouse } from '../e2e/house.ts';
import { has, inRepository, run } from './tools.ts';

const rulesFile = inRepository('deploy/prometheus/endcap.rules.yml');
const rules = readFileSync(rulesFile, 'utf8');
const testFile = inRepository('deploy/prometheus/endcap.test.yml');
const dashboard = readFileSync(inRepository('deploy/grafana/endcap.json'), 'utf8');
const promtool = has('promtool');

let house: House;
beforeAll(async () => {
  house = await openHouse({ labels: 2, refreshScale: 0.01 });
  await house.startAgent();
});
afterAll(async () => await house.stop());

it('every figure that alerts and panels ask for is one that the agent has', async () => {
  const figures = await (await fetch(new URL('metrics', house.url()))).text();
  const known = new Set([...figures.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  const named = (text: string) => [...new Set(text.match(/\bendcap_\w+/g) ?? [])];
  const asked = [rules, readFileSync(testFile, 'utf8'), dashboard].flatMap(named);
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter(name => !known.has(name))).toEqual([]);
});

it('every alert says what is wrong and what to do', () => {
  const alerts = (parse(rules) as { groups: { rules: Record<string, unknown>[] }[] }).groups.flatMap(one => one.rules);
  expect(alerts.length).toBeGreaterThan(10);
  for (const { alert, labels, annotations } of alerts) {
    expect([alert, labels, annotations]).toEqual([
      expect.stringMatching(/^Endcap[A-Z]/),
      { severity: expect.stringMatching(/^(warning|critical)$/) },
      { summary: expect.any(String), action: expect.any(String) },
    ]);
  }
});

it('the dashboard has its panels side by side, each with a question', () => {
  interface Panel {
    readonly id: number;
    readonly title: string;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets: readonly { readonly expr: string }[];
  }
  const { panels } = JSON.parse(dashboard) as { panels: Panel[] };
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, at) => `${x + (at % w)}/${y + Math.floor(at / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  expect(panels.filter(({ targets }) => targets.length === 0)).toEqual([]);
});

it.skipIf(!promtool)('Prometheus takes the rules (apt: prometheus)', () => {
  expect(run('promtool', ['check', 'rules', rulesFile])).toMatchObject({ status: 0 });
});

it.skipIf(!promtool)('the alerts fire when they should, and not on a healthy gateway (apt: prometheus)', () => {
  expect(run('promtool', ['test', 'rules', testFile])).toMatchObject({ status: 0 });
});
