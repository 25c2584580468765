import type { DesiredRow, ShownRow } from '../../delivery/ports.ts';
import { decodeContent } from '../../shelf/content-codec.ts';

/** An offer as an output says it. */
export interface Says {
  readonly offer: string;
  readonly version: number;
  readonly variant: string | null;
}

/** What a label should say of offers, and what it may say beside that. */
export interface LabelOffers {
  readonly label: string;
  readonly desired: readonly Says[];
  /** What it is known to show, or may: a picture that was on its way when it was not wanted any more may have come. */
  readonly maybe: readonly Says[];
  readonly shownAtMs: number | null;
  /** What it shows is known, and is what it should show. */
  readonly settled: boolean;
}

interface LabelRows {
  desired(label: string): Pick<DesiredRow, 'content' | 'hash'> | null;
  shown(label: string): Pick<ShownRow, 'content' | 'hash' | 'atMs' | 'trusted'> | null;
}

/**
 * Which labels say which offers: an index over what is desired and shown, so that an offer finds its labels at once.
 * @param inDoubt what a label may say of which nothing was remembered, as after a restart in the middle of an upload
 */
export function createOfferLabels(rows: LabelRows, inDoubt: (label: string) => readonly Says[]) {
  const labels = new Map<string, LabelOffers>();
  const byOffer = new Map<string, Set<string>>();
  const looked = new Set<string>();

  function saysOf(content: string | null): readonly Says[] {
    // Most labels say none: they need not be decoded.
    if (content === null || !content.includes('"offer":{')) return [];
    return decodeContent(content).items.flatMap(({ offer }) =>
      offer ? [{ offer: offer.id, version: offer.version, variant: offer.variant ?? null }] : [],
    );
  }

  function entryOf(label: string): LabelOffers {
    const wanted = rows.desired(label);
    const known = rows.shown(label);
    const before = labels.get(label);
    const desired = saysOf(wanted?.content ?? null);
    const settled = known?.trusted === true && known.hash === wanted?.hash;
    const maybe = settled ? [] : [...saysOf(known?.content ?? null)];
    // Once an upload has begun, whatever was wanted since then may stand there.
    if (known?.trusted !== true) {
      if (before) maybe.push(...before.desired, ...before.maybe);
      else if (!looked.has(label)) maybe.push(...inDoubt(label));
    }
    const others = maybe.filter(
      (one, at) => !desired.some(wish => same(wish, one)) && maybe.findIndex(other => same(other, one)) === at,
    );
    return { label, desired, maybe: others, shownAtMs: known?.atMs ?? null, settled };
  }

  function forget(label: string): void {
    const before = labels.get(label);
    if (!before) return;
    labels.delete(label);
    for (const { offer } of [...before.desired, ...before.maybe]) {
      const set = byOffer.get(offer);
      set?.delete(label);
      if (set?.size === 0) byOffer.delete(offer);
    }
  }

  return {
    /** Looks at these labels again. */
    look(ids: Iterable<string>): void {
      for (const label of ids) {
        const entry = entryOf(label);
        forget(label);
        looked.add(label);
        if (entry.desired.length === 0 && entry.maybe.length === 0) continue;
        labels.set(label, entry);
        for (const { offer } of [...entry.desired, ...entry.maybe]) {
          const set = byOffer.get(offer) ?? new Set<string>();
          byOffer.set(offer, set.add(label));
        }
      }
    },
    /** Labels that say the offer, in whatever version, or should, or may. */
    of: (offer: string): LabelOffers[] => [...(byOffer.get(offer) ?? [])].map(label => labels.get(label)!),
  };
}
export type OfferLabels = ReturnType<typeof createOfferLabels>;

const same = (a: Says, b: Says): boolean => a.offer === b.offer && a.version === b.version && a.variant === b.variant;
