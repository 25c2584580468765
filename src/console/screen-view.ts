import type { PageEvent } from '../signage/wire/page-event.ts';
import type {
  LayoutListDocument,
  LayoutPreviewDocument,
  LayoutPreviewRequest,
  OverrideRequest,
  PairRequest,
  RevokeDocument,
  RevokeRequest,
  ScreenDocument,
  ScreenListDocument,
  ScreenOrderDocument,
  ScreenPlaysDocument,
} from './screen-documents.ts';
import type { Done } from './wired-view.ts';

type Refused = Extract<Done, { ok: false }>;
type Answer<T> = { readonly ok: true; readonly document: T } | Refused;

/** Signage screens, for technicians. `actor` goes into the audit trail. What there is not is refused with `screen.unknown`. */
export interface ScreenView {
  screens(): ScreenListDocument;
  screen(id: string): ScreenDocument | null;
  /** What its pages would get as their first event, for a mirror. */
  screenProgramme(id: string): Extract<PageEvent, { type: 'programme' }> | null;
  screenPlays(id: string, hours: number): ScreenPlaysDocument | null;
  /** Tells all pages of a screen, and waits up to 15 s until one has done it. */
  orderScreen(id: string, order: ScreenOrderDocument['order'], actor: string): Promise<Answer<ScreenOrderDocument>>;
  /** The last screenshot. */
  screenshot(id: string): { readonly png: Uint8Array<ArrayBuffer>; readonly atMs: number } | null;
  /** Lets the page in that shows this code. */
  pairScreen(id: string, request: PairRequest, actor: string): Done;
  /** Takes one token, or all of them; their streams end at once. */
  revokeScreen(id: string, request: RevokeRequest, actor: string): Answer<RevokeDocument>;
  /** Replaces the override that stands. It survives a restart. */
  overrideScreens(request: OverrideRequest, actor: string): Done;
  /** Nothing to lift is done as well. */
  liftOverride(actor: string): Done;
  layouts(): LayoutListDocument;
  previewLayout(request: LayoutPreviewRequest): LayoutPreviewDocument;
}
