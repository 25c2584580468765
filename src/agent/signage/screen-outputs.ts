import type { Output } from '../proximity/offer-board.ts';
import type { Programmes } from './programmes.ts';
import type { ScreenStanding } from './standing.ts';

/**
 * Where screens make offers: what is in a programme is made there, `shown` once its page says that it can be read; and what
 * a page still shows although its programme has it no more is being cleared.
 */
export function* screenOutputs(
  programmes: Programmes,
  standingOf: (screen: string) => ScreenStanding,
  atMs: number,
): Generator<Output> {
  for (const id of programmes.ids()) {
    const programme = programmes.feed(id)?.programme();
    const seen = standingOf(id).seen?.entries ?? [];
    const zone = programme?.zone ?? null;
    const made = new Map((programme?.entries ?? []).flatMap(({ offer }) => (offer ? [[offer.offer, offer]] : [])));
    for (const offer of made.values()) {
      const read = seen.some(one => one.offer?.offer === offer.offer && one.offer.version === offer.version);
      yield { kind: 'screen', id, zone, state: read ? 'shown' : 'pending', says: offer, atMs: read ? atMs : null };
    }
    for (const { offer } of seen) {
      if (offer && made.get(offer.offer)?.version !== offer.version) {
        yield { kind: 'screen', id, zone, state: 'clearing', says: offer, atMs };
      }
    }
  }
}
