import type { OfferDocument, OfferEntry } from '../../src/console/offer-documents.ts';
import { ago } from './fixture-zones.ts';

const entry = (id: string, over: Partial<OfferEntry>): OfferEntry => ({
  id,
  version: 1,
  state: 'active',
  reason: null,
  audience: 'public',
  priority: 0,
  skus: ['40123'],
  zones: [],
  from: ago(7_200),
  to: ago(-14_400),
  nextChangeAt: ago(-14_400),
  badge: null,
  text: null,
  price: null,
  outputs: { pending: 0, shown: 0, clearing: 0 },
  revoke: null,
  ...over,
});

/** One offer of each kind that people ask about. */
export const fixtureOffers = (): OfferEntry[] => [
  entry('cheese-week', {
    version: 3,
    priority: 20,
    zones: ['dairy'],
    badge: '-20 %',
    text: 'Bergkäse der Woche',
    outputs: { pending: 2, shown: 9, clearing: 0 },
  }),
  entry('wine-evening', {
    version: 2,
    skus: ['40131', '40132'],
    zones: ['wine', 'dairy'],
    audience: 'member',
    priority: 10,
    badge: 'Club',
    text: 'Zum Käse der Wein',
    price: { amountMinor: 699, currency: 'EUR', exponent: 2, text: '6,99 €' },
    outputs: { pending: 0, shown: 5, clearing: 0 },
  }),
  entry('berries', {
    skus: ['40150'],
    zones: ['produce'],
    badge: '2 + 1',
    state: 'blocked',
    reason: 'offer.stock-low',
  }),
  entry('croissant', {
    skus: ['40160'],
    zones: ['bakery', 'entrance'],
    state: 'pausing',
    reason: 'offer.daypart',
    nextChangeAt: ago(-3_600),
    text: 'Ab 17 Uhr zwei zum Preis von einem',
  }),
  entry('bio-milk', {
    version: 5,
    skus: ['40124'],
    zones: ['dairy'],
    state: 'revoked',
    reason: 'offer.revoked',
    outputs: { pending: 0, shown: 0, clearing: 2 },
    revoke: { at: ago(12), by: 'token:office', clearedAt: null, seconds: null, left: 2 },
  }),
  entry('breakfast', {
    version: 4,
    skus: ['40170'],
    state: 'revoked',
    reason: 'offer.revoked',
    revoke: { at: ago(3_000), by: 'mesh', clearedAt: ago(2_996.4), seconds: 3.6, left: 0 },
  }),
];

/** All that is known of one of them. */
export function offerDetail(offer: OfferEntry): OfferDocument {
  const says = `${offer.id}@${offer.version}`;
  const place = (kind: 'label' | 'beacon', id: string, state: OfferDocument['places'][number]['state']) => ({
    kind,
    id,
    zone: offer.zones[0] ?? null,
    state,
    says,
    variant: null,
    at: state === 'pending' ? null : ago(60),
  });
  return {
    schemaVersion: 1,
    ...offer,
    places: [
      ...Array.from({ length: offer.outputs.shown }, (_, n) =>
        n === 0
          ? place('beacon', offer.zones[0] ?? 'entrance', 'shown')
          : place('label', `ffff9200${1000 + n}`, 'shown'),
      ),
      ...Array.from({ length: offer.outputs.pending }, (_, n) => place('label', `ffff9200${2000 + n}`, 'pending')),
      ...Array.from({ length: offer.outputs.clearing }, (_, n) => place('label', `ffff9200${3000 + n}`, 'clearing')),
    ],
    dayparts: offer.id === 'croissant' ? [{ days: [1, 2, 3, 4, 5], from: '17:00', until: '20:00' }] : [],
    stock: offer.id === 'berries' ? { atLeast: 12, skus: [{ sku: '40150', stock: 7 }] } : null,
    caps: {
      perHour: 200,
      perScreenPerHour: null,
      perSession: 1,
      zoneCooldownMs: 300_000,
      usedThisHour: 41,
      sessions: 3,
    },
    experiment:
      offer.id === 'cheese-week'
        ? {
            id: 'cheese-words',
            variants: [
              { variant: 'price', weight: 1, made: 19 },
              { variant: 'taste', weight: 1, made: 22 },
            ],
          }
        : null,
    why: [offer.reason === null ? `${says} holds and has priority ${offer.priority}` : `${says} is ${offer.state}`],
  };
}
