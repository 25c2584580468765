/** A fact's place among the versions of its key, and what it said. */
export interface Versioned {
  readonly epoch: number;
  readonly version: number;
  /** SHA-256 of the RFC 8785 form of the item. */
  readonly contentHash: string;
}

/**
 * What becomes of a fact beside the newest accepted one of its key.
 * `equivocation`: the same version was published with two contents; the first is kept.
 */
export type Verdict = 'newer' | 'duplicate' | 'older' | 'equivocation';

/** Facts apply by (epoch, version) alone, so every order of arrival ends in the same state. */
export function judge(incoming: Versioned, stored: Versioned | null): Verdict {
  if (stored === null) return 'newer';
  const order = incoming.epoch - stored.epoch || incoming.version - stored.version;
  if (order > 0) return 'newer';
  if (order < 0) return 'older';
  return incoming.contentHash === stored.contentHash ? 'duplicate' : 'equivocation';
}
