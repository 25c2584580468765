import type { Output } from '../proximity/offer-board.ts';
import type { OffersLeft } from './offers-left.ts';
import type { Page } from './page-book.ts';
import type { Programmes } from './programmes.ts';

/**
 * Where screens make offers: what is in a programme is made there, `shown` once a page says that it can be read; and what a
 * page still shows, or may, although the programme has it no more is being cleared.
 */
export function* screenOutputs(
  programmes: Programmes,
  pagesOf: (screen: string) => readonly Page[],
  left: OffersLeft,
  atMs: number,
): Generator<Output> {
  for (const id of programmes.ids()) {
    const programme = programmes.feed(id)?.programme();
    const seen = pagesOf(id).flatMap(({ report }) => report?.seen.entries.flatMap(({ offer }) => offer ?? []) ?? []);
    const zone = programme?.zone ?? null;
    const made = new Map((programme?.entries ?? []).flatMap(({ offer }) => (offer ? [[offer.offer, offer]] : [])));
    for (const says of made.values()) {
      const read = seen.some(({ offer, version }) => offer === says.offer && version === says.version);
      yield { kind: 'screen', id, zone, state: read ? 'shown' : 'pending', says, atMs: read ? atMs : null };
    }
    const old = [...seen, ...left.on(id)].filter(({ offer, version }) => made.get(offer)?.version !== version);
    for (const says of new Map(old.map(one => [`${one.offer}@${one.version}`, one])).values()) {
      yield { kind: 'screen', id, zone, state: 'clearing', says, atMs };
    }
  }
}
