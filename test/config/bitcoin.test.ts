import { describe, expect, it } from 'vitest';
import { bitcoinSchema } from '../../src/config/bitcoin.ts';

const problem = (section: object): string => {
  const read = bitcoinSchema.safeParse(section);
  return read.success ? 'fine' : `${read.error.issues[0]!.path.join('.')}: ${read.error.issues[0]!.message}`;
};

describe('the section bitcoin', () => {
  it('has the limits of the house where nothing is said', () => {
    expect(bitcoinSchema.parse({})).toMatchObject({
      style: 'sats',
      promisePercent: 2,
      actPercent: 1.5,
      tokensPerDay: 4,
      tokensMost: 60,
      minGapMs: 180_000,
      rate: { freshMs: 90_000, usableMs: 300_000, withdrawMs: 900_000, hold: { messages: 3, forMs: 120_000 } },
      till: { graceMs: 1_800_000 },
    });
  });

  it.each([
    [{ rate: { usableMs: 300_001 } }, 'rate.usableMs'],
    [{ rate: { withdrawMs: 1_000_000 } }, 'rate.withdrawMs'],
    [{ rate: { minSources: 2 } }, 'rate.minSources'],
    [{ rate: { maxSpreadBps: 101 } }, 'rate.maxSpreadBps'],
    [{ rate: { holdBps: 301 } }, 'rate.holdBps'],
    [{ hours: { open: 'at eight', close: '0 20 * * *' } }, 'hours.open: must be a cron line'],
    [{ hours: { open: '0 8 * * *', close: '0 99 * * *' } }, 'hours.close: must be a cron line'],
    [{ pay: { url: 'https://evil.example/{gtin}', hosts: ['pay.example'] } }, 'pay.url: names the host evil.example'],
    [{ pay: { url: 'https://pay.example/{gtin}', hosts: [] } }, 'pay.hosts'],
    [{ style: 'btc ' }, 'style'],
    [{ pairs: ['eur-usd'] }, 'pairs.0'],
  ])('refuses what would loosen them, or cannot be: %o', (section, why) => {
    expect(problem(section)).toContain(why);
  });

  it('takes what tightens them', () => {
    expect(problem({ rate: { usableMs: 60_000, minSources: 5, maxDispersionBps: 20 } })).toBe('fine');
  });
});
