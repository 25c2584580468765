import type { LabelSummary } from '../documents.ts';

/** How a label stands, for people: its confidence, and apart from that the labels that a rule holds back. */
export const labelStates = ['confirmed', 'sent', 'pending', 'failed', 'refused', 'stale', 'unknown'] as const;
export type LabelState = (typeof labelStates)[number];

export function stateOf(label: LabelSummary): LabelState {
  return label.refused === true ? 'refused' : label.confidence;
}

/** How many labels stand how. */
export function countStates(labels: Iterable<LabelSummary>): Record<LabelState, number> {
  const counts = Object.fromEntries(labelStates.map(state => [state, 0])) as Record<LabelState, number>;
  for (const label of labels) counts[stateOf(label)]++;
  return counts;
}

/** Whether a label is looked for: every word of the search stands in its id, a SKU, its name or its reason. */
export function matches(label: LabelSummary, filter: LabelState | null, search: string): boolean {
  if (filter !== null && stateOf(label) !== filter) return false;
  if (search === '') return true;
  const text = plain(`${label.id} ${label.skus.join(' ')} ${label.name ?? ''} ${label.reason ?? ''}`);
  return plain(search)
    .split(/\s+/)
    .every(word => text.includes(word));
}

/** Without case and accents, so that "muesli" does not find "Müsli" but "musli" does. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
