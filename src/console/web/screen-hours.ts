import type { ScreenPlaysDocument } from '../screen-documents.ts';

/** What was played of one offer, or of everything without one, hour by hour. */
export interface PlayedRow {
  /** `tea-evening@3`, with its variant where it has one; null: what belongs to no offer. */
  readonly offer: string | null;
  /** As many as hours were asked for, the oldest first. */
  readonly hours: readonly { readonly hourMs: number; readonly seenSeconds: number; readonly unseenSeconds: number }[];
  readonly seenSeconds: number;
  readonly unseenSeconds: number;
}

const hourMs = 3_600_000;

/**
 * Proof of play by offer: the most seen first, what belongs to no offer last. Hours without plays are there as well, so
 * that all rows are of one width.
 * @param count of hours, up to the one that `nowMs` is in
 */
export function playedByOffer({ hours }: ScreenPlaysDocument, nowMs: number, count: number): PlayedRow[] {
  const last = Math.floor(nowMs / hourMs) * hourMs;
  const slots = Array.from({ length: count }, (_, at) => last - (count - 1 - at) * hourMs);
  const rows = new Map<string | null, Map<number, [seen: number, unseen: number]>>();
  for (const { hour, plays } of hours) {
    const at = Math.floor(Date.parse(hour) / hourMs) * hourMs;
    for (const { offer, version, variant, seconds, unseenSeconds } of plays) {
      const name = offer === null ? null : `${offer}@${version ?? '?'}${variant === null ? '' : ` ${variant}`}`;
      const row = rows.get(name) ?? new Map<number, [number, number]>();
      const [seen, unseen] = row.get(at) ?? [0, 0];
      rows.set(name, row.set(at, [seen + seconds, unseen + unseenSeconds]));
    }
  }
  return [...rows]
    .map(([offer, byHour]) => {
      const told = slots.map(slot => {
        const [seenSeconds, unseenSeconds] = byHour.get(slot) ?? [0, 0];
        return { hourMs: slot, seenSeconds, unseenSeconds };
      });
      const sum = (of: 'seenSeconds' | 'unseenSeconds') => told.reduce((total, each) => total + each[of], 0);
      return { offer, hours: told, seenSeconds: sum('seenSeconds'), unseenSeconds: sum('unseenSeconds') };
    })
    .sort((a, b) => Number(a.offer === null) - Number(b.offer === null) || b.seenSeconds - a.seenSeconds);
}
