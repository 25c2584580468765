import type { DesiredRow, ShownRow } from '../../delivery/ports.ts';
import { decodeContent } from '../../shelf/content-codec.ts';

/** An offer as an output says it. */
export interface Says {
  readonly offer: string;
  readonly version: number;
  readonly variant: string | null;
}

/** What a label should say of offers, and what it is known to say. */
export interface LabelOffers {
  readonly label: string;
  readonly desired: readonly Says[];
  readonly shown: readonly Says[];
  readonly shownAtMs: number | null;
  /** What it shows is known, and is what it should show. */
  readonly settled: boolean;
}

interface LabelRows {
  desired(label: string): Pick<DesiredRow, 'content' | 'hash'> | null;
  shown(label: string): Pick<ShownRow, 'content' | 'hash' | 'atMs' | 'trusted'> | null;
}

/** Which labels say which offers: an index over what is desired and shown, so that an offer finds its labels at once. */
export function createOfferLabels(rows: LabelRows) {
  const labels = new Map<string, LabelOffers>();
  const byOffer = new Map<string, Set<string>>();

  function saysOf(content: string | null): readonly Says[] {
    // Most labels say none: they need not be decoded.
    if (content === null || !content.includes('"offer":{')) return [];
    return decodeContent(content).items.flatMap(({ offer }) =>
      offer ? [{ offer: offer.id, version: offer.version, variant: offer.variant ?? null }] : [],
    );
  }

  function forget(label: string): void {
    const before = labels.get(label);
    if (!before) return;
    labels.delete(label);
    for (const { offer } of [...before.desired, ...before.shown]) {
      const set = byOffer.get(offer);
      set?.delete(label);
      if (set?.size === 0) byOffer.delete(offer);
    }
  }

  return {
    /** Looks at these labels again. */
    look(ids: Iterable<string>): void {
      for (const label of ids) {
        const wanted = rows.desired(label);
        const known = rows.shown(label);
        forget(label);
        const entry: LabelOffers = {
          label,
          desired: saysOf(wanted?.content ?? null),
          shown: saysOf(known?.content ?? null),
          shownAtMs: known?.atMs ?? null,
          settled: known?.trusted === true && known.hash === wanted?.hash,
        };
        if (entry.desired.length === 0 && entry.shown.length === 0) continue;
        labels.set(label, entry);
        for (const { offer } of [...entry.desired, ...entry.shown]) {
          const set = byOffer.get(offer) ?? new Set<string>();
          byOffer.set(offer, set.add(label));
        }
      }
    },
    /** Labels that say the offer, in whatever version, or should. */
    of: (offer: string): LabelOffers[] => [...(byOffer.get(offer) ?? [])].map(label => labels.get(label)!),
  };
}
export type OfferLabels = ReturnType<typeof createOfferLabels>;
