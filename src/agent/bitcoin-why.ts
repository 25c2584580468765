import type { WhyEntry } from '../console/documents.ts';
import { type Reason, reasons } from '../shelf/reasons.ts';

/** Why a label shows no price in bitcoin, for whoever asks what had a say. */
export function absenceEntry(reason: Reason | null): WhyEntry[] {
  if (!reason) return [];
  return [{ rule: 'bitcoin', reason, text: `No price in bitcoin. ${reasons[reason].meaning}`, at: null }];
}
