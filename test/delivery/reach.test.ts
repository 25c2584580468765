import fc from 'fast-check';
import { expect, it } from 'vitest';
import { disappoint, hear, type Reach, servers } from '../../src/delivery/reach.ts';

const freshMs = 60_000;

it('is served by the radio that hears it best, and by those that hear it about as well', () => {
  const reach: Reach = new Map();
  hear(reach, 'far', -90, 0);
  hear(reach, 'near', -60, 0);
  hear(reach, 'beside', -67, 0);
  expect(servers(reach, 0, freshMs)).toEqual(['near', 'beside']);
});

it('is served by the far one when the near ones have not heard it lately', () => {
  const reach: Reach = new Map();
  hear(reach, 'near', -60, 0);
  hear(reach, 'far', -90, freshMs);
  expect(servers(reach, freshMs, freshMs)).toEqual(['near']);
  expect(servers(reach, freshMs + 1, freshMs)).toEqual(['far']);
  expect(servers(reach, freshMs * 3, freshMs)).toEqual([]);
});

it('does not change hands for one odd reading', () => {
  const reach: Reach = new Map();
  hear(reach, 'near', -60, 0);
  hear(reach, 'far', -85, 0);
  hear(reach, 'far', -50, 1);
  expect(servers(reach, 1, freshMs)[0]).toBe('near');
  for (let at = 2; at < 20; at += 1) hear(reach, 'far', -50, at);
  expect(servers(reach, 20, freshMs)[0]).toBe('far');
});

it('goes to the other radio after the best one could not reach it, and comes back', () => {
  const reach: Reach = new Map();
  hear(reach, 'near', -60, 0);
  hear(reach, 'far', -65, 0);
  disappoint(reach, 'near');
  disappoint(reach, 'unknown');
  expect(servers(reach, 0, freshMs)[0]).toBe('far');
  for (let at = 1; at < 20; at += 1) hear(reach, 'near', -60, at);
  expect(servers(reach, 20, freshMs)).toEqual(['near', 'far']);
});

it('has a server whenever some radio has heard it lately, each at most once, best first', () => {
  const reading = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: -110, max: -20 }), fc.nat(120_000));
  fc.assert(
    fc.property(fc.array(reading, { maxLength: 40 }), readings => {
      const reach: Reach = new Map();
      const inOrder = readings.sort((x, y) => x[2] - y[2]);
      for (const [radio, rssi, atMs] of inOrder) hear(reach, radio, rssi, atMs);
      const able = servers(reach, 120_000, freshMs);
      expect(able.length > 0).toBe(inOrder.some(([, , atMs]) => 120_000 - atMs <= freshMs));
      expect(new Set(able).size).toBe(able.length);
      const strengths = able.map(radio => reach.get(radio)!.rssi);
      expect(strengths).toEqual([...strengths].sort((x, y) => y - x));
      for (const { rssi } of reach.values()) expect(rssi >= -110 && rssi <= -20).toBe(true);
    }),
  );
});
