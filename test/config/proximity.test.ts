import { expect, test } from 'vitest';
import { configLines } from '../../src/config/origin.ts';
import { loaded, problemsOf, smallest } from './loading.ts';

const secret = '00112233445566778899aabbccddeeff';

test('keys of sensors and tags are never shown, nor repeated in a problem', () => {
  const tags = `sightings:
  tags:
    - {id: freezer, kind: sensor, address: c0ffee123456, bindKey: ${secret}}
    - {id: anna, kind: staff, eid: {key: ${secret}, exponent: 10}}
`;
  const { config, origins } = loaded(smallest + tags);
  expect(config.sightings.tags[0]?.bindKey).toBe(secret);
  const lines = configLines(config, origins);
  expect(JSON.stringify(lines)).not.toContain(secret);
  expect(lines.find(({ field }) => field === 'sightings.tags[0].bindKey')?.value).toBe('********');
  expect(lines.find(({ field }) => field === 'sightings.tags[1].eid.key')?.value).toBe('********');
  const problems = problemsOf(smallest + tags.replace(`bindKey: ${secret}`, `bindKey: ${secret}ff`));
  expect(JSON.stringify(problems)).not.toContain(secret);
});

test('beacons have an adapter of their own', () => {
  const both = `radios: [{url: "hci:0"}]\nbeacons: {adapter: "hci:0"}\n`;
  expect(problemsOf(smallest + both)[0]).toMatchObject({ field: 'beacons.adapter' });
  expect(loaded(smallest + both.replace('adapter: "hci:0"', 'adapter: "hci:1"')).config.beacons?.adapter).toBe('hci:1');
});

test('a tag is known in exactly one way', () => {
  const tag = (how: string) => `sightings: {tags: [{id: t1, kind: asset${how}}]}\n`;
  expect(problemsOf(smallest + tag(''))[0]?.message).toMatch(/exactly one/);
  expect(problemsOf(smallest + tag(`, address: c0ffee123456, uid: ${secret}`))[0]?.message).toMatch(/exactly one/);
  expect(loaded(smallest + tag(`, uid: ${secret}`)).config.sightings.tags).toHaveLength(1);
});
