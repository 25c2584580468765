import { createHash, timingSafeEqual } from 'node:crypto';

/** Pairings open at once. A screen has its share of them: a page that is loaded again and again takes no more. */
export const mostPairings = 16;
const mostOfScreen = 4;
/** How long a code stands on a screen. */
export const pairingMs = 600_000;
/** So many wrong codes within the time of a pairing lock a screen for as long: 26 bits take centuries then. */
export const wrongCodes = 5;
/** Screens whose wrong codes are counted; the one that was tried longest ago is forgotten first. */
const mostTried = 64;
/** Nothing that looks like another one from afar: no 0 O Q, 1 I L, 2 Z, 5 S, 8 B, U V, G. */
export const codeAlphabet = 'ACDEFHJKMNPRTWXY34679';
const codeLength = 6;

/** A page that waits to be let in, or has been. All instants here are of a clock that never goes back. */
export interface Pairing {
  readonly screen: string;
  readonly code: string;
  /** SHA-256 of the secret that its page alone knows. */
  readonly secret: Uint8Array;
  readonly untilMs: number;
  /** What its page may fetch; null: nobody has entered the code yet. */
  readonly token: string | null;
}

interface Tried {
  readonly screen: string;
  readonly wrong: number;
  readonly sinceMs: number;
  readonly lockedUntilMs: number;
}

/** Pairings under way, and who mistyped codes. */
export interface Pairings {
  readonly open: readonly Pairing[];
  readonly tried: readonly Tried[];
}

export const noPairings: Pairings = { open: [], tried: [] };

/** Draws a code. 64 bits for 26: whatever is more likely than the rest is so by less than 2^-37. */
export function drawCode(randomBytes: (length: number) => Uint8Array): string {
  let drawn = Buffer.from(randomBytes(8)).readBigUInt64BE(0);
  let code = '';
  for (let i = 0; i < codeLength; i++) {
    code += codeAlphabet[Number(drawn % BigInt(codeAlphabet.length))];
    drawn /= BigInt(codeAlphabet.length);
  }
  return code;
}

/** 256 bits as text that fits into a cookie and a path. */
export function drawSecret(randomBytes: (length: number) => Uint8Array): string {
  return Buffer.from(randomBytes(32)).toString('base64url');
}

/** What of a token is written down: its SHA-256 in hex. */
export function tokenHash(token: string): string {
  return digest(token).toString('hex');
}

/**
 * Opens a pairing. A screen that has its share loses the oldest that waits; with all places taken by other screens it is
 * refused. A code that stands on another page of this screen by chance belongs to the newer one.
 */
export function begin(
  before: Pairings,
  { screen, code, secret }: { readonly screen: string; readonly code: string; readonly secret: string },
  nowMs: number,
):
  | { readonly ok: true; readonly pairings: Pairings }
  | { readonly ok: false; readonly reason: 'screen.pairings-too-many' } {
  const others = current(before, nowMs).open.filter(each => each.screen !== screen || each.code !== code);
  const waiting = others.filter(each => each.screen === screen && each.token === null);
  const open = waiting.length < mostOfScreen ? others : others.filter(each => each !== waiting[0]);
  if (open.length >= mostPairings) return { ok: false, reason: 'screen.pairings-too-many' };
  const pairing = { screen, code, secret: digest(secret), untilMs: nowMs + pairingMs, token: null };
  return { ok: true, pairings: { ...before, open: [...open, pairing] } };
}

/** Somebody enters a code. Every code of the screen is compared, in a time that does not tell how much of it was right. */
export function enter(
  before: Pairings,
  { screen, code, token }: { readonly screen: string; readonly code: string; readonly token: string },
  nowMs: number,
): {
  readonly pairings: Pairings;
  readonly outcome: 'paired' | 'screen.pair-code-wrong' | 'screen.pairing-locked';
} {
  const { open, tried } = current(before, nowMs);
  const known = tried.find(each => each.screen === screen);
  if (known !== undefined && known.lockedUntilMs > nowMs) {
    return { pairings: { open, tried }, outcome: 'screen.pairing-locked' };
  }
  const others = tried.filter(each => each !== known);
  const wanted = digest(code.toUpperCase().replace(/[\s-]/g, ''));
  let found: Pairing | null = null;
  for (const each of open) {
    const same = timingSafeEqual(digest(each.code), wanted);
    if (same && each.screen === screen && each.token === null) found = each;
  }
  if (found !== null) {
    const paired = { ...found, token };
    return { pairings: { open: open.map(each => (each === found ? paired : each)), tried: others }, outcome: 'paired' };
  }
  const wrong = (known?.wrong ?? 0) + 1;
  const locked = wrong >= wrongCodes;
  const now = {
    screen,
    wrong: locked ? 0 : wrong,
    sinceMs: known?.sinceMs ?? nowMs,
    lockedUntilMs: locked ? nowMs + pairingMs : 0,
  };
  return { pairings: { open, tried: [...others, now].slice(-mostTried) }, outcome: 'screen.pair-code-wrong' };
}

/** The pairing of a secret; null: there is none, or it has run out. It stays until then, for an answer that got lost. */
export function pairingOf(pairings: Pairings, screen: string, secret: string, nowMs: number): Pairing | null {
  const wanted = digest(secret);
  let found: Pairing | null = null;
  for (const each of current(pairings, nowMs).open) {
    const same = timingSafeEqual(each.secret, wanted);
    if (same && each.screen === screen) found = each;
  }
  return found;
}

/** After tokens were revoked, or have arrived: what would still hand them out is over. */
export function withdraw(pairings: Pairings, hashes: ReadonlySet<string>): Pairings {
  return { ...pairings, open: pairings.open.filter(({ token }) => token === null || !hashes.has(tokenHash(token))) };
}

/** Without what has run out. */
function current({ open, tried }: Pairings, nowMs: number): Pairings {
  return {
    open: open.filter(each => each.untilMs > nowMs),
    tried: tried.filter(each => each.lockedUntilMs > nowMs || (each.wrong > 0 && nowMs - each.sinceMs < pairingMs)),
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
