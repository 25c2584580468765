import type { Confidence } from '../console/documents.ts';
import type { Cell } from './table.ts';
import type { Colours } from './terminal.ts';

/** Every confidence, best first: the order of counts and filters. */
export const confidences = [
  'confirmed',
  'sent',
  'pending',
  'stale',
  'unknown',
  'failed',
] as const satisfies readonly Confidence[];

const marks: Record<Confidence, string> = {
  confirmed: '✓',
  sent: '›',
  pending: '…',
  stale: '!',
  unknown: '?',
  failed: '✗',
};

/** A confidence with a mark of its own, so that nothing depends on colour alone. */
export function confidenceCell(confidence: Confidence, colours: Colours): Cell {
  return { text: `${marks[confidence]} ${confidence}`, paint: paintOf(confidence, colours) };
}

/** The colour a confidence is written in. */
export function paintOf(confidence: Confidence, colours: Colours): (text: string) => string {
  if (confidence === 'confirmed') return colours.green;
  if (confidence === 'failed') return colours.red;
  return confidence === 'stale' || confidence === 'unknown' ? colours.yellow : colours.cyan;
}
