import { createHmac } from 'node:crypto';
import type { Config } from '../config/schema.ts';
import type { LocalTime } from '../shelf/daypart.ts';
import type { StoreRules } from '../shelf/decide.ts';
import type { KeyedHash } from '../shelf/offer-variant.ts';
import { payCodeOf } from '../shelf/pay-code.ts';

/** The store's own rules for what labels show, from its configuration. */
export function storeRules({ gateway, bitcoin }: Config): StoreRules {
  const { locale, secondLocale = null, currency, timezone } = gateway;
  return {
    locale,
    secondLocale,
    currency,
    localTime: localTimeIn(timezone),
    hmac: keyedHash,
    bitcoin: bitcoin
      ? { style: bitcoin.style, payCode: product => (bitcoin.pay ? payCodeOf(bitcoin.pay, product) : null) }
      : null,
  };
}

/** The first eight bytes of HMAC-SHA256. About 3 µs. */
export const keyedHash: KeyedHash = (keyHex, text) =>
  createHmac('sha256', Buffer.from(keyHex, 'hex')).update(text).digest().readBigUInt64BE();

/** Clocks change at quarters of an hour of UTC everywhere. */
const stepMs = 900_000;
/** Steps that are remembered: what labels ask about is now, and the next boundary of some dayparts. */
const stepsKept = 1_000;

/** How far a time zone is ahead of UTC. Some 2 µs the first time in a quarter of an hour, a look-up after it. */
export function localTimeIn(timezone: string): LocalTime {
  const wallClock = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
    timeZone: timezone,
  });
  const known = new Map<number, number>();
  return atMs => {
    const step = Math.floor(atMs / stepMs);
    let minutes = known.get(step);
    if (minutes === undefined) {
      minutes = (wallMs(wallClock, step * stepMs) - step * stepMs) / 60_000;
      if (known.size >= stepsKept) known.clear();
      known.set(step, minutes);
    }
    return minutes;
  };
}

/** What the wall clock shows, counted as if it showed UTC. */
function wallMs(wallClock: Intl.DateTimeFormat, atMs: number): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of wallClock.formatToParts(atMs)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute);
}
