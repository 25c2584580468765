import type { Reason } from '../shelf/reasons.ts';

/** What people have labels do. `actor` goes into the audit trail. */
export interface LabelWorkView {
  /** Has a label show its content again. */
  refresh(
    id: string,
    actor: string,
  ): { readonly ok: true } | { readonly ok: false; readonly reason: Reason | 'unknown-label' };
}
