import type { LabelSummary } from '../console/documents.ts';
import type { VerifiedLabel, VerifyDocument } from '../console/verify-document.ts';
import type { LabelReport } from '../delivery/delivery.ts';
import { decodeContent } from '../shelf/content-codec.ts';
import { formatPrice } from '../shelf/format.ts';
import type { Reason } from '../shelf/reasons.ts';

const iso = (ms: number) => new Date(ms).toISOString();

/** A label counts as proven only while it confirmed exactly what the facts want now. */
export function verifyLabel(
  { label, confidence, reason }: LabelReport,
  { skus, name, position, priceText }: LabelSummary,
  locale: string,
  nowMs: number,
): VerifiedLabel {
  const { desired, shown } = label;
  const proven = confidence === 'confirmed';
  const wanted = desired?.content ? decodeContent(desired.content).items[0] : undefined;
  const open: Reason | null = proven
    ? null
    : (reason ?? (confidence === 'sent' ? 'label.cannot-acknowledge' : 'label.in-progress'));
  return {
    label: label.id,
    skus,
    name,
    place: position && [position.aisle, position.bay, position.shelf, position.facing].join('-'),
    proven,
    shows: shown ? priceText : null,
    shouldShow: wanted ? formatPrice(wanted.price, locale).text : null,
    proof: shown?.proof ?? null,
    provenAt: shown && iso(shown.atMs),
    proofAgeSeconds: shown && Math.max(0, Math.floor((nowMs - shown.atMs) / 1000)),
    reason: open,
    since: proven ? null : iso(desired?.openSinceMs ?? nowMs),
  };
}

/** The whole store at one moment. `all`: list every label, not only those that are not proven. */
export function verifyStore(
  labels: Iterable<VerifiedLabel>,
  unbound: number,
  all: boolean,
  nowMs: number,
): VerifyDocument {
  const rows = [...labels].sort((a, b) => (a.label < b.label ? -1 : 1));
  const ages = rows.flatMap(row => (row.proven && row.proofAgeSeconds !== null ? [row.proofAgeSeconds] : []));
  return {
    schemaVersion: 1,
    at: iso(nowMs),
    total: rows.length,
    proven: rows.filter(row => row.proven).length,
    notProven: rows.flatMap(({ label, proven, reason, since }) =>
      proven || reason === null || since === null ? [] : [{ label, reason, since }],
    ),
    unbound,
    oldestProofSeconds: ages.length === 0 ? null : Math.max(...ages),
    ...(all ? { labels: rows } : {}),
  };
}
