import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';
import {
  begin,
  drawCode,
  drawSecret,
  enter,
  noPairings,
  pairingMs,
  pairingOf,
  tokenHash,
  withdraw,
} from './pairing.ts';

/** A token as it is written down. */
export interface ScreenToken {
  /** SHA-256 of the token, 64 hex digits. */
  readonly hash: string;
  readonly screen: string;
  readonly name: string | null;
  readonly atMs: number;
  readonly by: string;
  readonly lastMs: number;
}

/** Where tokens are written down. It keeps a limited number per screen and drops those unused for longest. */
export interface TokenShelf {
  putScreenToken(token: ScreenToken): void;
  screenTokens(screen: string): readonly ScreenToken[];
  touchScreenToken(hash: string, nowMs: number): void;
  revokeScreenTokens(screen: string, hash?: string): number;
}

/** Who may be a screen. */
export type ScreenDoors = ReturnType<typeof createScreenDoors>;

/**
 * Pairs pages with screens, and knows their tokens. Pairings under way end with this run; tokens are on the disk, each as its
 * SHA-256. `randomBytes` must be fit for secrets.
 */
export function createScreenDoors(options: {
  readonly tokens: TokenShelf;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
}) {
  const { tokens, clock, randomBytes } = options;
  const listeners = new Set<(screen: string, hash: string) => void>();
  let pairings = noPairings;

  const gone = (screen: string, hashes: readonly string[]) => {
    pairings = withdraw(pairings, new Set(hashes));
    for (const hash of hashes) for (const listener of [...listeners]) listener(screen, hash);
  };

  return {
    /** Opens a pairing for a page of a screen that there is. */
    beginPairing(screen: string) {
      const code = drawCode(randomBytes);
      const secret = drawSecret(randomBytes);
      const begun = begin(pairings, { screen, code, secret }, clock.monotonic());
      if (!begun.ok) return begun;
      pairings = begun.pairings;
      return { ok: true, pairing: { code, secret, untilMs: clock.now() + pairingMs } } as const;
    },

    /** How it stands, for the page that has the secret. */
    pairingOf(screen: string, secret: string) {
      const found = pairingOf(pairings, screen, secret, clock.monotonic());
      if (found === null) return { state: 'over' } as const;
      return found.token === null
        ? ({ state: 'waiting' } as const)
        : ({ state: 'paired', token: found.token } as const);
    },

    /** Somebody enters a code. `name` and `by`: what people call the page, and the actor, for the list of tokens. */
    pair(
      screen: string,
      { code, name, by }: { readonly code: string; readonly name: string | null; readonly by: string },
    ) {
      const token = drawSecret(randomBytes);
      const { pairings: after, outcome } = enter(pairings, { screen, code, token }, clock.monotonic());
      pairings = after;
      if (outcome !== 'paired') return { ok: false, reason: outcome } as const;
      const before = tokens.screenTokens(screen);
      const atMs = clock.now();
      tokens.putScreenToken({ hash: tokenHash(token), screen, name, atMs, by, lastMs: atMs });
      const kept = new Set(tokens.screenTokens(screen).map(({ hash }) => hash));
      gone(
        screen,
        before.map(({ hash }) => hash).filter(hash => !kept.has(hash)),
      );
      return { ok: true } as const;
    },

    /** The hash of a token that opens this screen; null: it does not. */
    admits(screen: string, token: string): string | null {
      const wanted = Buffer.from(tokenHash(token));
      let found: string | null = null;
      for (const { hash } of tokens.screenTokens(screen)) if (timingSafeEqual(Buffer.from(hash), wanted)) found = hash;
      if (found === null) return null;
      tokens.touchScreenToken(found, clock.now());
      // It has arrived: nobody has to fetch it once more.
      pairings = withdraw(pairings, new Set([found]));
      return found;
    },

    /** Takes the token whose hash begins so, or all. Of several that begin so none is taken. */
    revoke(screen: string, hashStart?: string): number {
      const all = tokens.screenTokens(screen).map(({ hash }) => hash);
      const meant = hashStart === undefined ? all : all.filter(hash => hash.startsWith(hashStart));
      if (hashStart !== undefined && meant.length !== 1) return 0;
      const revoked =
        hashStart === undefined ? tokens.revokeScreenTokens(screen) : tokens.revokeScreenTokens(screen, meant[0]!);
      gone(screen, meant);
      return revoked;
    },

    /** Tokens of a screen, the oldest first. */
    tokens: (screen: string): readonly ScreenToken[] => tokens.screenTokens(screen),

    /** Calls with the hash of each token that opens nothing any more. Returns how to stop listening. */
    onRevoked(listener: (screen: string, hash: string) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
