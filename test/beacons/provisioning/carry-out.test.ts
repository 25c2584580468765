import { createPrivateKey, createPublicKey, diffieHellman, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lockState } from '../../../emulator/beacons/lock.ts';
import { type CarriedStep, carryOut } from '../../../src/beacons/provisioning/carry-out.ts';
import type { SharedIdentity } from '../../../src/beacons/provisioning/identity.ts';
import type { ConfigurationLink } from '../../../src/beacons/provisioning/link.ts';
import { planProvisioning, type Step, type Wanted } from '../../../src/beacons/provisioning/plan.ts';
import { type FoundBeacon, readBeacon } from '../../../src/beacons/provisioning/read-beacon.ts';
import { beaconOf, bytes, connectDirectly, lockCode } from './direct-link.ts';

const uid = 'uid:8b0ca750095477cb3e77010203040506';
const newCode = 'f0e0d0c0b0a090807060504030201000';

/** A resolver with a key pair of its own, as RFC 8410 writes them: 32 bytes behind a fixed head. */
const secret = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), Buffer.alloc(32, 0x77)]),
  format: 'der',
  type: 'pkcs8',
});
const publicHead = Buffer.from('302a300506032b656e032100', 'hex');
const resolverKey = createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(12).toString('hex');
/** Source: google/eddystone: eddystone-eid/eid-computation.md. */
const ours: SharedIdentity = (resolverHex, beaconHex) => {
  if (resolverHex !== resolverKey) return null;
  const spki = Buffer.concat([publicHead, bytes(beaconHex)]);
  const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const shared = diffieHellman({ privateKey: secret, publicKey });
  return new Uint8Array(hkdfSync('sha256', shared, bytes(resolverHex + beaconHex), new Uint8Array(), 16));
};

async function read(link: ConfigurationLink, code: string | null = lockCode): Promise<FoundBeacon> {
  const found = await readBeacon(link, code === null ? null : bytes(code));
  if (!found.ok) throw new Error(`${found.reason}: ${found.detail}`);
  return found.beacon;
}
function plan(found: FoundBeacon, wanted: Wanted, sharedIdentity?: SharedIdentity): readonly Step[] {
  const planned = planProvisioning(found, wanted, sharedIdentity === undefined ? {} : { sharedIdentity });
  if (!planned.ok) throw new Error(`${planned.reason}: ${planned.detail}`);
  return planned.steps;
}
async function apply(
  link: ConfigurationLink,
  wanted: Wanted,
  sharedIdentity?: SharedIdentity,
): Promise<readonly CarriedStep[]> {
  const found = await read(link, wanted.lockCode ?? null);
  return carryOut(link, plan(found, wanted, sharedIdentity), {
    found,
    lockCode: wanted.lockCode === undefined ? null : bytes(wanted.lockCode),
    newLockCode: wanted.newLockCode === undefined ? null : bytes(wanted.newLockCode),
    ...(sharedIdentity === undefined ? {} : { sharedIdentity }),
  });
}
const verdicts = (steps: readonly CarriedStep[]): string[] => steps.map(({ what, verdict }) => `${what} ${verdict}`);

describe('reading', () => {
  it('tells everything of a beacon whose code is known', async () => {
    const beacon = beaconOf();
    expect(await read(connectDirectly(beacon))).toEqual({
      lock: 'locked',
      canHide: false,
      inside: {
        slots: 4,
        eidSlots: 1,
        ownIntervals: true,
        ownPowers: true,
        frames: ['uid', 'url', 'tlm', 'eid'],
        powers: [-40, -20, -16, -12, -8, -4, 0, 4],
        publicKey: beacon.publicKey().toString('hex'),
        content: [0, 1, 2, 3].map(slot => ({
          slot,
          content: slot === 0 ? { type: 'url', url: 'https://eddystone.org/s' } : { type: 'empty' },
          intervalMs: 1000,
          radioPower: -12,
          advertisedPower: -12,
        })),
      },
    });
  });

  it('tells of a locked one only that it is', async () => {
    const beacon = beaconOf({ abilities: { canHide: true } });
    beacon.press();
    const found = await read(connectDirectly(beacon), null);
    expect(found).toEqual({ lock: 'locked', canHide: true, inside: null });
    expect(planProvisioning(found, { slots: [] })).toMatchObject({ ok: false, reason: 'beacon.locked' });
  });

  it('says that a code is wrong, and never which', async () => {
    const beacon = beaconOf();
    const refused = await readBeacon(connectDirectly(beacon), bytes(newCode));
    expect(refused).toMatchObject({ ok: false, reason: 'beacon.key-wrong' });
    expect(JSON.stringify(refused)).not.toContain(newCode);
    expect(beacon.state().lock).toBe(lockState.locked);
  });
});

describe('a plan', () => {
  it.each<[string, Wanted['slots'], string]>([
    ['a slot that there is not', [{ slot: 4, content: 'tlm' }], 'beacon.gatt-refused'],
    ['a slot named twice', [{ slot: 0 }, { slot: 0 }], 'beacon.slot-invalid'],
    ['content that is none', [{ slot: 0, content: 'uid:12' }], 'beacon.slot-invalid'],
    ['a power that it has not', [{ slot: 0, radioPower: -3 }], 'beacon.gatt-refused'],
    ['more EIDs than it can', [0, 1].map(slot => ({ slot, content: `eid:${resolverKey}:10` })), 'beacon.gatt-refused'],
  ])('is refused as a whole for %s', async (_, slots, reason) => {
    const found = await read(connectDirectly(beaconOf()));
    expect(planProvisioning(found, { slots })).toMatchObject({ ok: false, reason });
  });

  it('is refused for what all slots have in common, when it is wanted differently', async () => {
    const found = await read(connectDirectly(beaconOf({ abilities: { ownIntervals: false, ownPowers: false } })));
    const both = (a: object, b: object): unknown =>
      planProvisioning(found, {
        slots: [
          { slot: 0, ...a },
          { slot: 1, ...b },
        ],
      });
    expect(both({ intervalMs: 100 }, { intervalMs: 200 })).toMatchObject({ reason: 'beacon.gatt-refused' });
    expect(both({ radioPower: 0 }, { radioPower: 4 })).toMatchObject({ reason: 'beacon.gatt-refused' });
    expect(both({ radioPower: 0 }, { intervalMs: 200 })).toMatchObject({ ok: true });
  });

  it('is refused where a beacon cannot hide, or broadcasts no such frame', async () => {
    const found = await read(connectDirectly(beaconOf({ abilities: { frames: ['uid'] } })));
    expect(planProvisioning(found, { slots: [], remainConnectable: false })).toMatchObject({ ok: false });
    expect(planProvisioning(found, { slots: [{ slot: 1, content: 'tlm' }] })).toMatchObject({ ok: false });
  });

  it('moves an EID into the place that another slot gives up first', async () => {
    const beacon = beaconOf();
    const link = connectDirectly(beacon);
    await apply(link, { lockCode, slots: [{ slot: 0, content: `eid:${resolverKey}:4` }] });
    const slots = [
      { slot: 1, content: `eid:${resolverKey}:4` },
      { slot: 0, content: uid },
    ];
    expect(verdicts(await apply(link, { lockCode, slots }))).toEqual([
      'content done',
      'content done',
      'registration done',
    ]);
  });
});

describe('carrying out', () => {
  it('writes slots, intervals and powers, and locks again', async () => {
    const beacon = beaconOf();
    const slots = [
      { slot: 0, content: uid, intervalMs: 300, radioPower: -4, advertisedPower: -6 },
      { slot: 1, content: 'url:https://example.com/a' },
      { slot: 2, content: 'tlm', intervalMs: 5000 },
    ];
    const steps = await apply(connectDirectly(beacon), { lockCode, slots });
    expect(steps.every(({ verdict }) => verdict === 'done')).toBe(true);
    const state = beacon.state();
    expect(state.lock).toBe(lockState.locked);
    expect(state.slots.slice(0, 3)).toEqual([
      { content: uid, intervalMs: 300, radioPower: -4, advertisedPower: -6 },
      { content: 'url:036578616d706c650061', intervalMs: 1000, radioPower: -12, advertisedPower: -12 },
      { content: 'tlm', intervalMs: 5000, radioPower: -12, advertisedPower: -12 },
    ]);
  });

  it('registers an EID, and tells what its resolver needs', async () => {
    const beacon = beaconOf();
    const link = connectDirectly(beacon);
    const wanted = { lockCode, slots: [{ slot: 1, content: `eid:${resolverKey}:10` }] };
    const [content, registration] = await apply(link, wanted, ours);
    expect(content).toMatchObject({ verdict: 'done' });
    const said = new RegExp(
      `^key ${beacon.publicKey().toString('hex')}, exponent 10, clock ${beacon.counter(1)} s, EID [0-9a-f]{16}$`,
    );
    expect(registration!.to).toMatch(said);
    // Known to be registered, it is left alone; not known, it is written anew.
    expect(verdicts(await apply(link, wanted, ours))).toEqual(['content unchanged']);
    expect(verdicts(await apply(link, wanted))).toEqual(['content done', 'registration done']);
  });

  it('stops at what the beacon makes something else of, and says of what', async () => {
    const beacon = beaconOf();
    const slots = [{ slot: 0, intervalMs: 20, radioPower: 0 }];
    const steps = await apply(connectDirectly(beacon), { lockCode, slots });
    expect(steps).toMatchObject([
      { verdict: 'failed', reason: 'beacon.gatt-refused', detail: 'It made 100 ms of 20 ms.' },
      { verdict: 'not-tried', reason: null },
    ]);
    expect(beacon.state().slots[0]!.radioPower).toBe(-12);
    expect(beacon.state().lock).toBe(lockState.locked);
  });

  it('notices what is acknowledged and not kept', async () => {
    const beacon = beaconOf();
    beacon.forget(['750a']);
    const [step] = await apply(connectDirectly(beacon), { lockCode, slots: [{ slot: 0, content: 'tlm' }] });
    expect(step).toMatchObject({ verdict: 'failed', reason: 'beacon.gatt-refused' });
  });

  it('tells where a connection broke, and that the rest was not tried', async () => {
    for (let writes = 1; writes < 8; writes++) {
      const beacon = beaconOf();
      const link = connectDirectly(beacon);
      const found = await read(link);
      const steps = plan(found, { slots: [0, 1, 2].map(slot => ({ slot, content: 'tlm', intervalMs: 400 })) });
      beacon.vanishAfter(writes);
      const carried = await carryOut(link, steps, { found, lockCode: bytes(lockCode), newLockCode: null });
      const at = carried.findIndex(({ verdict }) => verdict === 'failed');
      expect(carried[at]).toMatchObject({ reason: 'device.link-lost' });
      expect(carried.slice(0, at).every(({ verdict }) => verdict === 'done')).toBe(true);
      expect(carried.slice(at + 1).every(({ verdict }) => verdict === 'not-tried')).toBe(true);
      expect(carried.length).toBe(steps.length);
      expect(beacon.state().lock).toBe(lockState.locked);
    }
  });
});

describe('the lock code', () => {
  it('is changed, and proved by unlocking with it', async () => {
    const beacon = beaconOf();
    const steps = await apply(connectDirectly(beacon), { lockCode, newLockCode: newCode, slots: [] });
    expect(steps).toMatchObject([{ what: 'lock code', verdict: 'done' }]);
    expect(JSON.stringify(steps)).not.toMatch(new RegExp(`${lockCode}|${newCode}`));
    expect(beacon.state()).toMatchObject({ lock: lockState.locked, lockCode: newCode });
  });

  it('of a beacon that never locks itself is changed, and it never locks itself afterwards', async () => {
    const beacon = beaconOf({ lock: lockState.noRelock });
    await apply(connectDirectly(beacon), { lockCode, newLockCode: newCode, slots: [] });
    expect(beacon.state()).toMatchObject({ lock: lockState.noRelock, lockCode: newCode });
  });

  it('is not replaced by one under a wrong one', async () => {
    const beacon = beaconOf({ lock: lockState.noRelock });
    const steps = await apply(connectDirectly(beacon), { lockCode: newCode, newLockCode: lockCode, slots: [] });
    expect(steps[0]).toMatchObject({ verdict: 'failed', reason: 'beacon.key-wrong' });
    expect(beacon.state().lockCode).toBe(lockCode);
  });

  it('is proved by an identity key where there is one, so that a wrong one locks nobody out', async () => {
    const beacon = beaconOf({ lock: lockState.noRelock });
    const link = connectDirectly(beacon);
    await apply(link, { slots: [{ slot: 2, content: `eid:${resolverKey}:3` }] });
    const steps = await apply(link, { lockCode: newCode, newLockCode: lockCode, slots: [] });
    expect(steps).toMatchObject([{ verdict: 'failed', reason: 'beacon.key-wrong' }]);
    expect(beacon.state()).toMatchObject({ lock: lockState.noRelock, lockCode });
    await apply(link, { lockCode, newLockCode: newCode, slots: [] });
    expect(beacon.state()).toMatchObject({ lock: lockState.noRelock, lockCode: newCode });
  });

  it('needs the old one', async () => {
    const found = await read(connectDirectly(beaconOf({ lock: lockState.noRelock })), null);
    expect(planProvisioning(found, { newLockCode: newCode, slots: [] })).toMatchObject({ reason: 'beacon.locked' });
  });
});

describe('any wish that a beacon can fulfil', () => {
  const hexOf = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
  const content = fc.oneof(
    fc.constantFrom('empty', 'tlm', 'url:https://example.com', 'url:http://www.a.de/b'),
    hexOf(32).map(id => `uid:${id}`),
    fc.integer({ min: 0, max: 15 }).map(exponent => `eid:${resolverKey}:${exponent}`),
  );
  const power = fc.constantFrom(-40, -20, -16, -12, -8, -4, 0, 4);
  const slot = fc.record(
    {
      slot: fc.integer({ min: 0, max: 3 }),
      content,
      intervalMs: fc.integer({ min: 100, max: 10_240 }),
      radioPower: power,
      advertisedPower: fc.integer({ min: -100, max: 20 }),
    },
    { requiredKeys: ['slot'] },
  );
  const wish = fc.record({
    slots: fc.uniqueArray(slot, { selector: one => one.slot, maxLength: 4 }),
    change: fc.boolean(),
    state: fc.constantFrom(lockState.locked, lockState.noRelock),
    own: fc.boolean(),
  });

  it('is fulfilled the first time, and leaves nothing to do the second', async () => {
    await fc.assert(
      fc.asyncProperty(wish, fc.integer(), async ({ slots, change, state, own }, seed) => {
        const shared = slots.map(one => ({
          ...one,
          ...(one.radioPower === undefined || own
            ? {}
            : { radioPower: slots.find(o => o.radioPower !== undefined)!.radioPower! }),
        }));
        const wanted = { lockCode, slots: shared, ...(change ? { newLockCode: newCode } : {}) };
        const beacon = beaconOf({ seed, lock: state, abilities: { eidSlots: 4, ownPowers: own } });
        const first = await apply(connectDirectly(beacon), wanted, ours);
        expect(first.filter(({ verdict }) => verdict === 'failed' || verdict === 'not-tried')).toEqual([]);
        expect(beacon.state().lock).toBe(state);
        const again = { ...wanted, ...(change ? { lockCode: newCode } : {}) };
        const before = beacon.written().length;
        const second = await apply(connectDirectly(beacon), again, ours);
        expect(second.filter(({ verdict }) => verdict !== 'unchanged')).toEqual([]);
        const kept = beacon.written().slice(before);
        expect(kept.every(name => ['7502', '7506', '7507'].includes(name))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
