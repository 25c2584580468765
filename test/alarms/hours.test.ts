import { describe, expect, it } from 'vitest';
import { alwaysOpen, createHours, nextRunIn } from '../../src/alarms/hours.ts';

const hourMs = 3_600_000;
/** Hours from 8 to 20, every day, in UTC; stands in for node-cron, whose clock is the machine's. */
const daily = (now: () => number) => (line: string) => {
  const at = (line === 'begin' ? 8 : 20) * hourMs;
  const today = Math.floor(now() / (24 * hourMs)) * 24 * hourMs + at;
  return today > now() ? today : today + 24 * hourMs;
};

describe('hours', () => {
  it('begin and end with their lines, also for who asks first by day', () => {
    for (const startHour of [0, 12, 23]) {
      let nowMs = startHour * hourMs;
      const hours = createHours(
        { from: 'begin', until: 'end' },
        daily(() => nowMs),
      );
      for (; nowMs <= 72 * hourMs; nowMs += hourMs / 4) {
        const hour = (nowMs / hourMs) % 24;
        expect(hours.open(nowMs)).toBe(hour >= 8 && hour < 20);
      }
    }
  });

  it('follow a clock that is set back', () => {
    let nowMs = 12 * hourMs;
    const hours = createHours(
      { from: 'begin', until: 'end' },
      daily(() => nowMs),
    );
    expect(hours.open(nowMs)).toBe(true);
    nowMs = 6 * hourMs;
    expect(hours.open(nowMs)).toBe(false);
  });

  it('are asked of cron once a phase and not each time', () => {
    let asked = 0;
    const hours = createHours({ from: 'begin', until: 'end' }, line => {
      asked += 1;
      return line === 'begin' ? 10 * hourMs : 5 * hourMs;
    });
    for (let atMs = 0; atMs < 5 * hourMs; atMs += 60_000) hours.open(atMs);
    expect(asked).toBe(2);
    expect(alwaysOpen.open(0)).toBe(true);
  });

  it('come from cron lines in the time zone of the store', () => {
    const next = nextRunIn('Europe/Berlin')('30 8 * * *')!;
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' });
    expect(clock.format(next)).toBe('08:30');
    const hours = createHours({ from: '0 0 1 1 *', until: '59 23 31 12 *' }, nextRunIn('UTC'));
    const now = new Date();
    const lastMinute = now.getUTCMonth() === 11 && now.getUTCDate() === 31 && now.getUTCHours() === 23;
    expect(hours.open(now.getTime()) || lastMinute).toBe(true);
  });
});
