import type { AttentionDocument } from './attention-document.ts';
import type { SamplesDocument } from './documents.ts';
import type { VerifiedLabel, VerifyDocument } from './verify-document.ts';

/** How well the store and its labels are, and how much of that is proven. */
export interface WellBeingView {
  /** `all`: with every bound label. */
  verify(all: boolean): VerifyDocument;
  /** Null: no such label, or it is bound to nothing. */
  verifyLabel(id: string): VerifiedLabel | null;
  attention(): AttentionDocument;
  /** Battery and signal over time; null: no such label. */
  samples(id: string): SamplesDocument | null;
}
