import { describe, expect, it } from 'vitest';
import { createStoreHours } from '../../src/agent/store-hours.ts';
import { nextRunIn } from '../../src/alarms/hours.ts';

const hourMs = 3_600_000;
/** A shop that opens at 8 and closes at 20, every day, in UTC; stands in for node-cron, whose clock is the machine's. */
const daily = (now: () => number) => (line: string) => {
  const at = (line === 'open' ? 8 : 20) * hourMs;
  const today = Math.floor(now() / (24 * hourMs)) * 24 * hourMs + at;
  return today > now() ? today : today + 24 * hourMs;
};

describe('opening hours', () => {
  it('tell open, closed and about to open through the day', () => {
    let nowMs = 0;
    const hours = createStoreHours(
      { open: 'open', close: 'close', leadMs: hourMs / 4 },
      daily(() => nowMs),
    );
    const phases: string[] = [];
    for (; nowMs <= 48 * hourMs; nowMs += 60_000) {
      const { phase } = hours.phase(nowMs);
      if (phases.at(-1)?.split(' ')[0] !== phase) phases.push(`${phase} ${(nowMs / hourMs) % 24}`);
    }
    expect(phases).toEqual(['closed 0', 'opening 7.75', 'open 8', 'closed 20', 'opening 7.75', 'open 8', 'closed 20']);
  });

  it('remember when the last opening began, so that it is done once', () => {
    let nowMs = 7.9 * hourMs;
    const hours = createStoreHours(
      { open: 'open', close: 'close', leadMs: hourMs / 4 },
      daily(() => nowMs),
    );
    expect(hours.phase(nowMs)).toEqual({ phase: 'opening', openingMs: 7.75 * hourMs });
    nowMs = 12 * hourMs;
    expect(hours.phase(nowMs)).toEqual({ phase: 'open', openingMs: 7.75 * hourMs });
  });

  it('know by day whether a shop that has just been started is open', () => {
    const nowMs = 12 * hourMs;
    const hours = createStoreHours(
      { open: 'open', close: 'close', leadMs: 0 },
      daily(() => nowMs),
    );
    expect(hours.phase(nowMs)).toEqual({ phase: 'open', openingMs: null });
  });

  it('come from cron lines in the time zone of the store', () => {
    const next = nextRunIn('Europe/Berlin')('30 8 * * *')!;
    expect(next).toBeGreaterThan(Date.now());
    expect(next - Date.now()).toBeLessThanOrEqual(25 * hourMs);
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' });
    expect(clock.format(next)).toBe('08:30');
  });
});
