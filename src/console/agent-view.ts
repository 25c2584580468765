import type { Bitmap, Panel } from '../shelf/panel.ts';
import type { BitcoinView } from './bitcoin-view.ts';
import type { CommissioningView } from './commissioning-view.ts';
import type { DoctorView } from './doctor-view.ts';
import type {
  ConfigDocument,
  LabelDocument,
  LabelSummary,
  LagDocument,
  QuarantineDocument,
  StatusDocument,
  TailEvent,
} from './documents.ts';
import type { LabelWorkView } from './label-work-view.ts';
import type { ProximityView } from './proximity-view.ts';
import type { ScreenView } from './screen-view.ts';
import type { UpkeepView } from './upkeep-view.ts';
import type { WellBeingView } from './well-being-view.ts';
import type { WiredView } from './wired-view.ts';

/** What changed since the last call of a listener; ids only, whoever cares reads the rest. */
export interface AgentChange {
  readonly labels: readonly string[];
  readonly status: boolean;
  readonly events: readonly TailEvent[];
}

/** What the console and the CLI may see and do. `main.ts` provides it; there is no other way in. */
export interface AgentView
  extends WellBeingView,
    CommissioningView,
    DoctorView,
    LabelWorkView,
    UpkeepView,
    BitcoinView,
    ProximityView,
    WiredView,
    ScreenView {
  status(): StatusDocument;
  labels(): LabelSummary[];
  labelSummary(id: string): LabelSummary | null;
  label(id: string): LabelDocument | null;
  /** The picture with its panel; `none`: nothing shown or desired yet. */
  picture(
    id: string,
    which: 'shown' | 'desired',
  ):
    | { readonly ok: true; readonly bitmap: Bitmap; readonly panel: Panel; readonly hash: string }
    | { readonly ok: false; readonly reason: 'unknown-label' | 'none' };
  quarantine(): QuarantineDocument;
  /** Accepts a held message after all; refused with a reason code when its rule cannot be waived. */
  release(
    id: string,
    actor: string,
  ): { readonly ok: true } | { readonly ok: false; readonly reason: string; readonly detail: string };
  drop(id: string, actor: string): boolean;
  lag(): LagDocument;
  config(): ConfigDocument;
  /** Draws a template source on every panel size known, with sample content. */
  previewTemplate(
    source: string,
  ): { readonly panel: Panel; readonly bitmap: Bitmap | null; readonly problems: readonly string[] }[];
  templates(): { readonly id: string; readonly source: string; readonly origin: 'built-in' | 'mesh' }[];
  /** Checks that decide `/healthz`. */
  health(): { readonly name: string; readonly ok: boolean; readonly detail: string }[];
  /** At most one call per 100 ms. Returns how to stop listening. */
  subscribe(listener: (change: AgentChange) => void): () => void;
}
