import { describe, expect, it } from 'vitest';
import { createWhereaboutsRunner } from '../../../src/agent/proximity/whereabouts-runner.ts';
import type { Telling } from '../../../src/mesh/telling.ts';
import { createPlan } from '../../../src/zones/plan.ts';
import type { TagKind } from '../../../src/zones/presence.ts';
import { createVirtualClock } from '../../delivery/virtual-clock.ts';

const plan = createPlan([
  { id: 'east', receivers: ['gw-01'], places: [] },
  { id: 'west', receivers: ['gw-02'], places: [] },
]);

/** Two gateways that hear of each other what they say. */
function store(kinds: Map<string, TagKind>) {
  const clock = createVirtualClock(1_700_000_000_000);
  const told: { readonly gateway: string; readonly telling: Telling }[] = [];
  const make = (gateway: string) =>
    createWhereaboutsRunner({
      gateway,
      plan,
      kindOf: tag => kinds.get(tag) ?? null,
      crowd: () => null,
      leastTold: 5,
      moved: () => {},
      failed: error => expect(error).toBe('no failure'),
      tell(telling) {
        told.push({ gateway, telling });
        if (telling.about !== 'medians') return;
        for (const [name, runner] of gateways) if (name !== gateway) runner.neighbour({ gateway, ...telling.data });
      },
      clock,
    });
  const gateways = new Map(['gw-01', 'gw-02'].map(name => [name, make(name)]));
  for (const runner of gateways.values()) runner.start();
  return { clock, told, gateway: (name: string) => gateways.get(name)! };
}

describe('where tags are, joined', () => {
  it('is empty and not silent where a neighbour listens and hears nothing of ours', () => {
    const { clock, gateway } = store(new Map());
    clock.pass(8_000);
    for (const name of ['gw-01', 'gw-02']) {
      expect(
        gateway(name)
          .zones()
          .map(({ zone, state }) => `${zone} ${state}`),
      ).toEqual(['east empty', 'west empty']);
    }
    gateway('gw-02').stop();
    clock.pass(8_000);
    expect(
      gateway('gw-01')
        .zones()
        .map(({ zone, state }) => `${zone} ${state}`),
    ).toEqual(['east empty', 'west silent']);
  });

  it('is not said any more of a session that is over', () => {
    const kinds = new Map<string, TagKind>([['visit-1', 'session']]);
    const { clock, told, gateway } = store(kinds);
    for (let at = 0; at < 8; at++) {
      gateway('gw-01').heard('visit-1', 'gw-01/0', -60);
      clock.pass(1_000);
    }
    const naming = () => told.filter(({ telling }) => JSON.stringify(telling.data).includes('visit-1'));
    expect(naming().length).toBeGreaterThan(5);
    expect(gateway('gw-01').speaks('visit-1')).toBe(true);
    expect(gateway('gw-02').speaks('visit-1')).toBe(false);
    kinds.clear();
    gateway('gw-01').ended('visit-1');
    gateway('gw-02').ended('visit-1');
    const before = naming().length;
    clock.pass(60_000);
    expect(naming()).toHaveLength(before);
    expect(gateway('gw-01').speaks('visit-1')).toBe(false);
  });
});
