import type { BeaconEntry, BeaconListDocument, ProvisionDocument } from '../../src/console/beacon-documents.ts';
import type { PrivacyDocument } from '../../src/console/privacy-documents.ts';
import type { ProximityView } from '../../src/console/proximity-view.ts';
import { fixtureOffers, offerDetail } from './fixture-offers.ts';
import { ago, fixtureZones } from './fixture-zones.ts';

/** The code that the fixture's third-party beacon is locked with. */
export const fixtureLockCode = '00112233445566778899aabbccddeeff';
/** Its address. */
export const fixtureForeign = 'c0ffee00aa01';

const cheese = { id: 'cheese-week', version: 3, variant: null };

const slot = (format: string, text: string, hex: string | null = '0201061aff4c000215') => ({
  format,
  text,
  hex,
  reason: null,
  offer: null,
});

const beacon = (id: string, minor: number, over: Partial<BeaconEntry> = {}): BeaconEntry => ({
  id,
  zone: id,
  version: 2,
  state: 'on-air',
  reason: null,
  intervalMs: 300,
  address: 'd6a1b2c3d4e5',
  since: ago(3_600),
  slots: [slot('ibeacon', `major 42, minor ${minor}`)],
  offer: null,
  heardAt: ago(1.4),
  heardRssi: -44,
  ...over,
});

const beacons = (): BeaconEntry[] => [
  beacon('entrance', 1, {
    slots: [slot('ibeacon', 'major 42, minor 1'), slot('eddystone-eid', 'a39f07c2d1e04b55, new in 212 s')],
  }),
  beacon('produce', 2),
  beacon('dairy', 3, {
    since: ago(140),
    offer: cheese,
    slots: [
      slot('ibeacon', 'major 42, minor 3'),
      { ...slot('eddystone-url', 'https://ex.de/k', '0201060303aafe0b16aafe10'), offer: cheese },
    ],
  }),
  beacon('wine', 4, {
    state: 'starting',
    heardAt: null,
    heardRssi: null,
    since: null,
    slots: [
      slot('ibeacon', 'major 42, minor 4'),
      { ...slot('eddystone-url', 'https://weinhandlung.example/abend', null), reason: 'beacon.url-too-long' },
    ],
  }),
  beacon('checkout', 6, { heardAt: ago(220), heardRssi: -91, reason: 'beacon.not-heard' }),
  beacon('bakery', 5, {
    state: 'elsewhere',
    reason: 'beacon.elsewhere',
    address: null,
    heardAt: null,
    heardRssi: null,
  }),
];

/** A small supermarket whose counting mode is permitted, and which begins in `broadcast`. */
export function fixtureProximity(): ProximityView {
  let offers = fixtureOffers();
  let mode: PrivacyDocument['mode'] = 'broadcast';
  let since = ago(86_400 * 9);
  let unlocked: { until: string; by: string } | null = null;
  let asked = 0;
  const levels = { broadcast: 0, count: 1, consented: 2 } as const;

  const list = (): BeaconListDocument => ({
    schemaVersion: 1,
    adapter: { url: 'hci:1', state: 'ready', detail: null, sets: 4 },
    publicKey: '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a',
    beacons: beacons(),
  });
  const privacy = (): PrivacyDocument => ({
    schemaVersion: 1,
    mode,
    level: levels[mode],
    since,
    permitted: ['broadcast', 'count'],
    notice: 'https://acme.example/hinweis',
    assessment: 'DSFA-2026-11',
    counting: mode === 'count' ? { windowSeconds: 60, leastTold: 5, roundedTo: 5, windowEndsAt: ago(-38) } : null,
    sessions: { open: 0, nextEndsAt: null },
    stored: [
      { what: 'Tags of the store: where, battery', where: 'store.db', howLong: '30 days', now: 9 },
      { what: 'Counters of encrypted sensors', where: 'store.db', howLong: 'until the tag is removed', now: 2 },
      { what: 'Open sessions', where: 'memory', howLong: 'until they end', now: 0 },
    ],
    dropped: {
      'apple-nearby': 48_211,
      'exposure-notification': 1_204,
      'find-my': 9_930,
      'feaa-unknown': 77,
      other: 21_006,
    },
    unlockedUntil: unlocked?.until ?? null,
    unlockedBy: unlocked?.by ?? null,
  });

  return {
    beacons: list,
    testBeacons: async id => {
      const mine = list().beacons.filter(each => each.state !== 'elsewhere' && (id === null || each.id === id));
      const tested = mine.map(each => {
        const heard = each.state === 'on-air' && each.reason === null;
        return {
          id: each.id,
          heard,
          rssi: heard ? each.heardRssi : null,
          afterMs: heard ? 410 : null,
          reason: heard ? null : 'beacon.not-heard',
        };
      });
      return { schemaVersion: 1, ok: tested.every(({ heard }) => heard), beacons: tested };
    },
    readForeignBeacon: async ({ address, lockCode }) => {
      if (address !== fixtureForeign)
        return { ok: false, reason: 'beacon.not-configurable', detail: `${address} offers no such service.` };
      if (lockCode !== undefined && lockCode !== fixtureLockCode)
        return { ok: false, reason: 'beacon.key-wrong', detail: 'It stays locked.' };
      const content = (slot: number, text: string) => ({
        slot,
        content: text,
        intervalMs: 700,
        radioPower: -8,
        advertisedPower: -20,
      });
      return {
        ok: true,
        document: {
          schemaVersion: 1,
          address,
          lock: lockCode === undefined ? 'locked' : 'unlocked',
          slots: 4,
          eidSlots: 1,
          frames: ['uid', 'url', 'tlm', 'eid'],
          powers: [-30, -16, -8, 0, 4],
          remainsConnectable: lockCode === undefined ? null : false,
          content:
            lockCode === undefined
              ? null
              : [
                  content(0, 'uid:00112233445566778899aabbccddeeff'),
                  content(1, 'url:https://ex.de/k'),
                  content(2, 'tlm'),
                ],
        },
      };
    },
    provisionBeacon: async request => {
      if (request.address !== fixtureForeign)
        return { ok: false, reason: 'beacon.not-configurable', detail: `${request.address} offers no such service.` };
      if (request.lockCode === undefined) return { ok: false, reason: 'beacon.locked', detail: '' };
      const verdict = request.dryRun ? 'would-do' : 'done';
      const steps: ProvisionDocument['steps'] = request.slots.map(({ slot, content }) =>
        content === 'tlm'
          ? { slot, what: 'content', from: 'tlm', to: 'tlm', verdict: 'unchanged', reason: null, detail: null }
          : content === 'eid:broken'
            ? {
                slot,
                what: 'content',
                from: 'empty',
                to: content,
                verdict: 'failed',
                reason: 'beacon.gatt-refused',
                detail: 'It read back as empty.',
              }
            : { slot, what: 'content', from: 'empty', to: content ?? '', verdict, reason: null, detail: null },
      );
      if (request.newLockCode !== undefined)
        steps.push({ slot: null, what: 'lock code', from: null, to: 'a new one', verdict, reason: null, detail: null });
      return {
        ok: true,
        document: { schemaVersion: 1, address: request.address, dryRun: request.dryRun, steps },
      };
    },
    batteryChanged: tag => tag === 'freezer-2',
    sniff: after => {
      if (unlocked === null) return { ok: false, reason: 'privacy.capture-locked', detail: '' };
      asked += 1;
      const frames = Array.from({ length: Math.max(0, asked * 2 - after) }, (_, n) => ({
        at: ago(0),
        from: ['dairy', 'cooler-1'][(after + n) % 2]!,
        kind: ['beacon', 'sensor'][(after + n) % 2]!,
        format: ['ibeacon', 'bthome'][(after + n) % 2]!,
        text: ['major 42, minor 3', 'temperature 4.6'][(after + n) % 2]!,
        rssi: -50 - ((after + n) % 9),
        radio: 'hci:0',
      }));
      return {
        ok: true,
        document: { schemaVersion: 1, frames, next: after + frames.length, unlockedUntil: unlocked.until },
      };
    },
    zones: () =>
      fixtureZones(mode === 'count', zone =>
        offers
          .filter(({ state, zones }) => state === 'active' && (zones.length === 0 || zones.includes(zone)))
          .map(({ id, version }) => `${id}@${version}`),
      ),
    offers: () => ({ schemaVersion: 1, offers }),
    offer: id => {
      const offer = offers.find(each => each.id === id);
      return offer ? offerDetail(offer) : null;
    },
    simulateOffers: ({ at, zone, audience }) => ({
      schemaVersion: 1,
      at: new Date(at).toISOString(),
      offers: offers
        .filter(({ zones }) => zone === undefined || zones.length === 0 || zones.includes(zone))
        .map(offer => {
          const foreign = offer.audience !== 'public' && audience === 'public';
          const reason = offer.reason ?? (foreign ? 'offer.audience' : null);
          return {
            id: offer.id,
            version: offer.version,
            holds: reason === null,
            reason,
            detail: reason === null ? '' : `${offer.id}@${offer.version} is not made`,
            zones: offer.zones,
            labels: reason === null ? offer.outputs.shown + offer.outputs.pending : 0,
            nextChangeAt: offer.nextChangeAt,
          };
        }),
    }),
    revokeOffer: (id, by) => {
      const found = offers.find(each => each.id === id);
      if (!found) return { ok: false, reason: 'offer.unknown', detail: '' };
      const at = ago(1.8);
      offers = offers.map(each =>
        each.id !== id
          ? each
          : {
              ...each,
              state: 'revoked',
              reason: 'offer.revoked',
              outputs: { pending: 0, shown: 0, clearing: 0 },
              revoke: { at, by, clearedAt: ago(0), seconds: 1.8, left: 0 },
            },
      );
      return { ok: true };
    },
    privacy,
    setPrivacyMode: next => {
      if (!privacy().permitted.includes(next)) return { ok: false, reason: 'privacy.mode-not-permitted', detail: next };
      if (next !== mode) since = ago(0);
      mode = next;
      return { ok: true };
    },
    unlockCapture: by => {
      unlocked = { until: ago(-600), by };
      return privacy();
    },
    lockCapture: () => {
      unlocked = null;
      return privacy();
    },
  };
}
