import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlan, gatewayOf, type PlannedZone } from '../../src/zones/plan.ts';

const zones: PlannedZone[] = [
  { id: 'entrance', receivers: ['gw-01'], places: [{ aisle: 'A' }] },
  {
    id: 'dairy',
    receivers: ['gw-01/1', 'gw-02'],
    places: [
      { aisle: 'A', bays: [3, 6] },
      { aisle: 'B', bays: [9, 7] },
    ],
  },
  { id: 'cheese', receivers: ['gw-02'], places: [{ aisle: 'A', bays: [4, 5] }] },
  { id: 'store-room', receivers: [], places: [] },
];
const plan = createPlan(zones);

describe('the plan', () => {
  it('knows the zone of a radio: its own before that of its gateway', () => {
    const of = ['gw-01', 'gw-01/0', 'gw-01/1', 'gw-02/0', 'gw-03', 'gw-0'].map(plan.zoneOfReceiver);
    expect(of).toEqual(['entrance', 'entrance', 'dairy', 'cheese', null, null]);
  });

  it('knows the zone of a shelf: the one that says fewest bays', () => {
    const of = [1, 3, 4, 6, 7].map(bay => plan.zoneOfPlace({ aisle: 'A', bay }));
    expect(of).toEqual(['entrance', 'dairy', 'cheese', 'dairy', 'entrance']);
    expect(plan.zoneOfPlace({ aisle: 'B', bay: 8 })).toBe('dairy');
    expect(plan.zoneOfPlace({ aisle: 'B', bay: 1 })).toBeNull();
    expect(plan.zoneOfPlace({ aisle: 'C', bay: 1 })).toBeNull();
  });

  it('knows the zones of a gateway, and the gateways of a zone', () => {
    expect(plan.zonesOfGateway('gw-01')).toEqual(['dairy', 'entrance']);
    expect(plan.zonesOfGateway('gw-03')).toEqual([]);
    expect(plan.gatewaysOfZone('dairy')).toEqual(['gw-01']);
    expect(plan.gatewaysOfZone('store-room')).toEqual([]);
    expect(gatewayOf('gw-01/1')).toBe('gw-01');
  });

  it('says which radio is claimed twice; the first zone by id has it', () => {
    expect(plan.contested).toEqual([{ receiver: 'gw-02', zones: ['cheese', 'dairy'] }]);
  });

  it('does not depend on the order of the zones', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(zones, { minLength: zones.length }), order => {
        const other = createPlan(order);
        expect(other.zones).toEqual(plan.zones);
        expect(other.contested).toEqual(plan.contested);
        for (const receiver of ['gw-01', 'gw-01/1', 'gw-02', 'gw-02/3']) {
          expect(other.zoneOfReceiver(receiver)).toBe(plan.zoneOfReceiver(receiver));
        }
        for (const bay of [0, 3, 4, 5, 6, 8]) {
          expect(other.zoneOfPlace({ aisle: 'A', bay })).toBe(plan.zoneOfPlace({ aisle: 'A', bay }));
        }
      }),
    );
  });
});
