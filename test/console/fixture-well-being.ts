import type { AttentionEntry } from '../../src/console/attention-document.ts';
import type { LabelSummary } from '../../src/console/documents.ts';
import type { VerifiedLabel } from '../../src/console/verify-document.ts';
import type { WellBeingView } from '../../src/console/well-being-view.ts';
import { at, labelId } from './fixture-labels.ts';

/** What the labels of the fixture prove, and what needs attention there. */
export function fixtureWellBeing(labels: ReadonlyMap<string, LabelSummary>): WellBeingView {
  return {
    verify: all => {
      const rows = [...labels.values()].map(verifiedOf);
      return {
        schemaVersion: 1,
        at: at(0),
        total: rows.length,
        proven: rows.filter(row => row.proven).length,
        notProven: rows
          .filter(row => !row.proven)
          .map(row => ({ label: row.label, reason: row.reason ?? 'label.in-progress', since: at(30) })),
        unbound: 0,
        oldestProofSeconds: 3_000,
        ...(all ? { labels: rows } : {}),
      };
    },
    verifyLabel: id => {
      const label = labels.get(id);
      return label === undefined ? null : verifiedOf(label);
    },
    attention: () => ({ schemaVersion: 1, entries: attentionEntries }),
    samples: id =>
      labels.has(id)
        ? {
            schemaVersion: 1,
            samples: Array.from({ length: 40 }, (_, index) => ({
              at: at((40 - index) * 360),
              batteryMv: 2_980 - index * 2,
              rssi: -60 - (index % 7),
            })),
          }
        : null,
  };
}

const attentionEntries: AttentionEntry[] = [
  {
    id: 'wrong.price.unit-price-missing',
    severity: 'wrong',
    reason: 'price.unit-price-missing',
    text: '2 labels: The law wants a unit price, and the price has none.',
    count: 2,
    labels: [labelId(19), labelId(59)],
    action: {
      text: 'Publish the price with its unit price.',
      command: 'endcap label list --reason price.unit-price-missing',
      href: '/?view=list&q=price.unit-price-missing',
    },
    since: at(50),
  },
  {
    id: 'unproven.radio.label-silent',
    severity: 'unproven',
    reason: 'radio.label-silent',
    text: `Label ${labelId(12)}: The label did not answer.`,
    count: 1,
    labels: [labelId(12)],
    action: {
      text: 'Check its battery and its distance to the gateway.',
      command: `endcap label why ${labelId(12)}`,
      href: `/?label=${labelId(12)}`,
    },
    since: at(12),
  },
];

function verifiedOf(label: LabelSummary): VerifiedLabel {
  const proven = label.confidence === 'confirmed';
  return {
    label: label.id,
    skus: label.skus,
    name: label.name,
    place: label.position === null ? null : Object.values(label.position).join('-'),
    proven,
    shows: label.priceText,
    shouldShow: label.priceText,
    proof: label.shown === null ? null : 'acknowledged',
    provenAt: label.shown?.at ?? null,
    proofAgeSeconds: label.shown === null ? null : 3_000,
    reason: proven ? null : (label.reason ?? 'label.in-progress'),
    since: proven ? null : at(30),
  };
}
