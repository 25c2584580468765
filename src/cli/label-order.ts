import type { LabelSummary } from '../console/documents.ts';

/** By what a list of labels can be sorted. */
export const labelOrders = ['id', 'place', 'confidence', 'battery', 'seen'] as const;
export type LabelOrder = (typeof labelOrders)[number];

/** From what is worst to what is best. */
const doubt = ['failed', 'stale', 'unknown', 'pending', 'sent', 'confirmed'];
const byText = new Intl.Collator('en', { numeric: true }).compare;

/** Where a label hangs: aisle-bay-shelf-facing; null: nobody said. */
export function placeOf({ position }: LabelSummary): string | null {
  return position === null ? null : `${position.aisle}-${position.bay}-${position.shelf}-${position.facing}`;
}

/** Compares labels so that what needs somebody comes first; what is not known comes last. */
export function comparison(order: LabelOrder): (a: LabelSummary, b: LabelSummary) => number {
  const last = Number.POSITIVE_INFINITY;
  switch (order) {
    case 'id':
      return (a, b) => byText(a.id, b.id);
    case 'place':
      return (a, b) => byText(placeOf(a) ?? '\uffff', placeOf(b) ?? '\uffff');
    case 'confidence':
      return (a, b) => doubt.indexOf(a.confidence) - doubt.indexOf(b.confidence) || byText(a.id, b.id);
    case 'battery':
      return (a, b) => (a.batteryMv ?? last) - (b.batteryMv ?? last) || byText(a.id, b.id);
    case 'seen':
      return (a, b) => (a.lastSeen ?? '\uffff').localeCompare(b.lastSeen ?? '\uffff') || byText(a.id, b.id);
  }
}

/** Whether anything a person would look for contains the text. */
export function contains(label: LabelSummary, text: string): boolean {
  const wanted = text.toLowerCase();
  return [label.id, label.name, placeOf(label), label.priceText, ...label.skus].some(each =>
    each?.toLowerCase().includes(wanted),
  );
}
