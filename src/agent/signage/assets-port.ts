import type { Reason } from '../../shelf/reasons.ts';
import type { ScreenMedia } from '../../shelf/screen.ts';
import type { Asset } from '../../signage/wire/programme.ts';

/** How a picture or film stands. */
export interface AssetState {
  readonly state: 'ready' | 'loading' | 'missing' | 'refused';
  readonly asset: Asset | null;
  readonly reason: Reason | null;
}

/** Verified files of the mesh, as screens need them. */
export interface ScreenAssets {
  /** Everything that some screen would play: what is not here is fetched, what is not among it may go. */
  want(media: readonly ScreenMedia[]): void;
  state(sha256: string): AssetState;
  /** Where the bytes lie; null: not here. */
  path(sha256: string): string | null;
  start(): void;
  stop(): Promise<void>;
}
