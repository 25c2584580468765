import type { Asset } from '../../signage/wire/programme.ts';
import type { Report, ReportAnswer } from '../../signage/wire/report.ts';

/** By which door a page came in: a session of the console, or its own token, named by the token's SHA-256 in hex. */
export type PageDoor = { readonly kind: 'session' } | { readonly kind: 'token'; readonly hash: string };

/** A `PageEvent` as it travels: the id to resume from (null: none), and its JSON, written once for all pages. */
export interface StreamEvent {
  readonly id: string | null;
  readonly json: string;
}

/** Who reads a stream. */
export interface Visitor {
  readonly door: PageDoor;
  /** The name of this load of the page, as in its reports; null: it does not say. */
  readonly page: string | null;
  /** The newest event that it has, `{boot}-{seq}`; null: none. */
  readonly lastEventId: string | null;
}

/** A file that is there and verified. */
export interface AssetFile {
  readonly path: string;
  readonly type: Asset['type'];
  readonly bytes: number;
}

/** A pairing as the page that began it is told of it. `secret`: what only this page knows, 256 bits. */
export interface BegunPairing {
  /** Six characters for people to read. */
  readonly code: string;
  readonly secret: string;
  /** By the gateway's clock. */
  readonly untilMs: number;
}

export interface PageRefused<R extends string> {
  readonly ok: false;
  readonly reason: R;
}

/**
 * What the routes under `/s/` need of the agent. Whoever calls has been let in for the screen that it names; what comes back
 * belongs to that screen alone. Nothing here throws over what a page sends.
 */
export interface ScreenPages {
  /** Whether this gateway feeds a screen of that name. */
  knows(screen: string): boolean;

  /**
   * Joins a page: what it gets first (what it missed, or the whole programme), then `send` for whatever follows, a pulse each
   * 2 s among it. `send` says false once the page is gone; it is not called
   * before this has returned. At most 8 pages a screen and 64 in all. `leave` may be called twice.
   */
  join(
    screen: string,
    visitor: Visitor,
    send: (event: StreamEvent) => boolean,
  ):
    | { readonly ok: true; readonly first: readonly StreamEvent[]; leave(): void }
    | PageRefused<'screen.unknown' | 'screen.pages-too-many'>;

  /** Takes the heartbeat of a page; the answer names plays that are safe on disk. */
  report(
    screen: string,
    report: Report,
    door: PageDoor,
  ): { readonly ok: true; readonly answer: ReportAnswer } | PageRefused<'screen.unknown' | 'screen.pages-too-many'>;

  /** An asset that the programme of this very screen names; null: it names none such, or the file is not there. */
  asset(screen: string, sha256: string): AssetFile | null;

  /** The picture for an order that is open, a PNG by its first bytes. False: nobody waits for it. */
  screenshot(screen: string, order: string, png: Uint8Array): boolean;

  /** The SHA-256 (hex) of a token that opens this screen; null: it does not. */
  admits(screen: string, token: string): string | null;

  /** Calls with the hash of each token that is revoked. Returns how to stop listening. */
  onRevoked(listener: (screen: string, hash: string) => void): () => void;

  /** Opens a pairing for a page that has no token. At most 16 at once, each for 10 minutes. */
  beginPairing(
    screen: string,
  ): { readonly ok: true; readonly pairing: BegunPairing } | PageRefused<'screen.unknown' | 'screen.pairings-too-many'>;

  /** How a pairing stands, for the page that began it. `token`: what it keeps in its cookie from now on. */
  pairingOf(
    screen: string,
    secret: string,
  ): { readonly state: 'waiting' } | { readonly state: 'over' } | { readonly state: 'paired'; readonly token: string };
}
