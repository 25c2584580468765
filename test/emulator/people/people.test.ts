import { describe, expect, it } from 'vitest';
import { createAir, type Heard } from '../../../emulator/air.ts';
import { createVirtualClock } from '../../../emulator/clock.ts';
import { createRotation } from '../../../emulator/people/addresses.ts';
import { defaultDay } from '../../../emulator/people/default-day.ts';
import { type People, startPeople } from '../../../emulator/people/people.ts';
import { createPhone, phoneProfiles } from '../../../emulator/people/phones.ts';
import { type PeopleScriptInput, peopleScriptSchema } from '../../../emulator/people/script.ts';
import { eidFrame } from '../../../emulator/people/tags.ts';
import { seededRandom } from '../../../emulator/random.ts';

const openedMs = Date.parse('2026-11-30T10:00:00Z');
const minute = 60_000;
const spot = { x: 2, y: 1 };
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const kindOf = (address: string) =>
  ({ 0: 'non-resolvable', 1: 'resolvable', 3: 'static' })[Number.parseInt(address.slice(0, 2), 16) >> 6];

function aisle(walkers: PeopleScriptInput['walkers'] | null, seed = 1) {
  const clock = createVirtualClock(openedMs);
  const air = createAir({ clock, random: seededRandom(seed), seed });
  const script = walkers === null ? defaultDay(12) : peopleScriptSchema.parse({ walkers });
  const people = startPeople({ air, clock, script, seed });
  const heard: Heard[] = [];
  const listen = (xM: number) => {
    const found: Heard[] = [];
    air.addAdapter({ xM, yM: 0, zM: 3.2 }).scan(frame => {
      found.push(frame);
      heard.push(frame);
    });
    return found;
  };
  return { clock, air, people, heard, listen };
}

describe('telephones', () => {
  it('have addresses of the kind that goes with what they say, each for about a quarter of an hour', () => {
    for (const [index, profile] of phoneProfiles.entries()) {
      const phone = createPhone(100 + index, profile);
      const spans = new Map<string, number>();
      for (let ms = openedMs; ms < openedMs + 6 * 60 * minute; ms += minute / 2) {
        const address = phone.addressAt(ms);
        spans.set(address, (spans.get(address) ?? 0) + 0.5);
        expect(kindOf(address)).toBe(profile.addressKind);
      }
      const whole = [...spans.values()].slice(1, -1);
      expect(whole.length).toBeGreaterThan(19);
      expect(Math.min(...whole)).toBeGreaterThanOrEqual(10);
      expect(Math.max(...whole)).toBeLessThanOrEqual(20);
      expect(new Set(whole).size).toBeGreaterThan(1);
    }
  });

  it('change what they say with their address, never before', () => {
    const profile = phoneProfiles.find(({ name }) => name === 'exposure-notification')!;
    const phone = createPhone(7, profile);
    const rotation = createRotation(7, 15 * minute);
    for (let ms = openedMs; ms < openedMs + 60 * minute; ms += minute) {
      const same = rotation.indexAt(ms) === rotation.indexAt(ms + minute);
      expect(phone.addressAt(ms) === phone.addressAt(ms + minute)).toBe(same);
      expect(hexOf(phone.frameAt(ms)) === hexOf(phone.frameAt(ms + minute))).toBe(same);
    }
  });

  it('say nothing that fits no advertisement, and of many all kinds occur', () => {
    const profiles = new Set<string>();
    for (let seed = 1; seed <= 200; seed++) {
      const phone = createPhone(seed);
      profiles.add(phone.profile.name);
      expect(phone.frameAt(openedMs).length).toBeLessThanOrEqual(31);
    }
    expect(profiles.size).toBe(phoneProfiles.length);
  });

  it('that have checked in send tokens only, under addresses that change with them, until they check out', () => {
    const phone = createPhone(3);
    const before = phone.addressAt(openedMs);
    const key = Buffer.alloc(16, 9);
    phone.checkIn({ key, untilMs: openedMs + 25 * minute });
    const [first, second] = [openedMs, openedMs + 10 * minute].map(ms => ({
      address: phone.addressAt(ms),
      token: hexOf(phone.frameAt(ms)).slice(-16),
      frame: hexOf(phone.frameAt(ms)),
    }));
    expect(first!.frame).toMatch(/^0201061921512e9c5a1d3e6e9b0b4c3a6d1e0c5f7f[0-9a-f]{16}$/);
    expect(new Set([before, first!.address, second!.address]).size).toBe(3);
    expect(second!.token).not.toBe(first!.token);
    expect(phone.checkedIn(openedMs + 25 * minute)).toBe(false);
    expect(hexOf(phone.frameAt(openedMs + 25 * minute))).not.toContain('512e9c5a');
    phone.checkOut();
    expect(phone.addressAt(openedMs)).toBe(before);
  });
});

describe('people on the air', () => {
  it('are the same in every run of one seed', () => {
    const run = (seed: number) => {
      const { clock, heard, listen, people } = aisle(null, seed);
      listen(7);
      clock.advance(2 * minute);
      people.stop();
      return { heard: heard.map(({ address, rssi, data }) => [address, rssi, hexOf(data)]), list: people.list() };
    };
    const [one, same, other] = [run(1), run(1), run(2)];
    expect(one.heard.length).toBeGreaterThan(1_000);
    expect(same).toEqual(one);
    expect(other.heard).not.toEqual(one.heard);
  });

  it('are heard under the addresses that are noted, all of them random, and no fixed one is noted', () => {
    const { clock, heard, listen, people } = aisle(null);
    listen(7);
    clock.advance(40 * minute);
    const noted = new Set(people.addresses());
    const fixed = new Set([...new Set(heard.map(({ address }) => address))].filter(address => !noted.has(address)));
    // Anna, three trolleys, two sensors; Ben goes by an address that changes.
    expect(fixed.size).toBe(6);
    expect([...fixed].every(address => kindOf(address) === 'static')).toBe(true);
    expect(heard.every(({ addressType, connectable }) => addressType === 'random' && !connectable)).toBe(true);
    expect(noted.size).toBeGreaterThan(24);
    people.stop();
  });

  it('are heard best where they are', () => {
    const path = [
      { x: 1, y: 1, pauseSeconds: 30 },
      { x: 14, y: 1, pauseSeconds: 30 },
    ];
    const ibeacon = { uuid: 'e2c56db5dffb48d2b060d0f5a71096e0', major: 1, minor: 2 };
    const { clock, people, listen } = aisle([{ kind: 'trolley', name: 'cart', ibeacon, speedMps: 1, path }]);
    const [left, right] = [listen(1), listen(14)];
    const mean = (frames: Heard[]) => frames.reduce((sum, { rssi }) => sum + rssi, 0) / frames.length;
    clock.advance(28_000);
    expect(mean(left) - mean(right)).toBeGreaterThan(6);
    clock.advance(20_000);
    left.length = 0;
    right.length = 0;
    clock.advance(20_000);
    expect(people.list()).toEqual([
      { name: 'cart', kind: 'trolley', profile: null, spot: { xM: 14, yM: 1 }, checkedIn: false },
    ]);
    expect(mean(right) - mean(left)).toBeGreaterThan(6);
  });

  it('are silent outside', () => {
    const { clock, listen } = aisle([
      { kind: 'phones', name: 'guest', path: [{ ...spot, pauseSeconds: 10 }], awaySeconds: 20, startSeconds: 5 },
    ]);
    const found = listen(2);
    clock.advance(4_900);
    expect(found).toEqual([]);
    clock.advance(10_100);
    const inside = found.length;
    expect(inside).toBeGreaterThan(10);
    clock.advance(19_900);
    expect(found.length).toBe(inside);
    clock.advance(5_000);
    expect(found.length).toBeGreaterThan(inside);
  });

  it('leave no timer when they stop, though somebody listens on', () => {
    const { clock, listen, people } = aisle(null);
    const found = listen(7);
    clock.advance(minute);
    people.stop();
    people.stop();
    const before = found.length;
    clock.advance(minute);
    expect(found.length).toBe(before);
  });

  it('check in and out by name', () => {
    const { people } = aisle([
      { kind: 'phones', name: 'guest', count: 2, path: [spot] },
      { kind: 'staff', name: 'anna', eid: {}, path: [spot] },
    ]);
    const checkedIn = (one: People) => one.list().flatMap(({ name, checkedIn: is }) => (is ? [name] : []));
    const visit = { key: Buffer.alloc(16), untilMs: openedMs + minute };
    expect(people.checkIn('guest-02', visit)).toBe(true);
    expect(people.checkIn('guest', visit)).toBe(false);
    expect(people.checkIn('anna', visit)).toBe(false);
    expect(checkedIn(people)).toEqual(['guest-02']);
    expect(people.checkOut('guest-02')).toBe(true);
    expect(people.checkOut('nobody')).toBe(false);
    expect(checkedIn(people)).toEqual([]);
  });
});

describe('tags', () => {
  it('of staff change identity and address together, as the key says that is in the configuration', () => {
    const { clock, listen, people } = aisle([{ kind: 'staff', name: 'ben', eid: { exponent: 5 }, path: [spot] }]);
    const found = listen(2);
    clock.advance(2 * minute);
    const eid = people.tags[0]!.eid!;
    const identities = new Map<string, Set<string>>();
    for (const { address, data } of found) {
      identities.set(address, (identities.get(address) ?? new Set()).add(hexOf(data)));
      expect(kindOf(address)).toBe('non-resolvable');
    }
    expect([...identities.values()].every(frames => frames.size === 1)).toBe(true);
    expect(identities.size).toBeGreaterThanOrEqual(4);
    const key = { identityKey: Buffer.from(eid.key, 'hex'), exponent: eid.exponent };
    const seen = new Set(found.map(({ data }) => hexOf(data)));
    for (let s = 0; s < 119; s += 8) expect(seen).toContain(hexOf(eidFrame(key, openedMs / 1000 + s, -18)));
  });

  it('of trolleys say now and then how their battery is', () => {
    const ibeacon = { uuid: 'e2c56db5dffb48d2b060d0f5a71096e0', major: 1, minor: 2 };
    const { clock, listen } = aisle([{ kind: 'trolley', name: 'cart', ibeacon, path: [spot] }]);
    const found = listen(2);
    clock.advance(minute);
    const telemetry = found.filter(({ data }) => hexOf(data).startsWith('0201060303aafe1116aafe2000'));
    expect(telemetry.length / found.length).toBeCloseTo(0.1, 1);
    const counts = telemetry.map(({ data }) => Buffer.from(data).readUInt32BE(17));
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });

  it('that measure count up, and a button speaks only when it is pressed', () => {
    const { clock, listen, people } = aisle([
      {
        kind: 'sensor',
        name: 'freezer',
        encrypted: true,
        measures: { what: 'temperature', celsius: -18 },
        path: [spot],
      },
      { kind: 'sensor', name: 'bell', measures: { what: 'button', everySeconds: 30, press: 'double' }, path: [spot] },
      { kind: 'sensor', name: 'door', measures: { what: 'door', everySeconds: 20, openSeconds: 5 }, path: [spot] },
      { kind: 'ruuvi', name: 'fridge', path: [spot] },
    ]);
    expect(people.tags.map(({ id, kind, bindKey }) => [id, kind, bindKey?.length])).toEqual([
      ['freezer', 'sensor', 32],
      ['bell', 'sensor', undefined],
      ['door', 'sensor', undefined],
      ['fridge', 'sensor', undefined],
    ]);
    const found = listen(2);
    clock.advance(2 * minute);
    const of = (id: string) =>
      found
        .filter(({ address }) => address === people.tags.find(tag => tag.id === id)!.address)
        .map(f => hexOf(f.data));
    const counters = of('freezer').map(frame => Buffer.from(frame, 'hex').readUInt32LE(frame.length / 2 - 8));
    expect(counters).toEqual(counters.toSorted((a, b) => a - b));
    expect(new Set(counters).size).toBeGreaterThanOrEqual(12);
    expect(counters[0]).toBeGreaterThan(1_700_000_000);
    const presses = of('bell');
    expect(presses.every(frame => /16d2fc4400..015a3a02$/.test(frame))).toBe(true);
    expect(new Set(presses).size).toBe(4);
    expect(presses.length).toBeLessThan(40);
    const doors = of('door').map(frame => frame.slice(-2));
    expect(doors.filter(state => state === '01').length / doors.length).toBeCloseTo(0.25, 1);
    expect(of('fridge').every(frame => frame.startsWith('0201061bff990405'))).toBe(true);
  });
});
