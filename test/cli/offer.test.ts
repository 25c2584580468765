import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInstant } from '../../src/cli/offer-instant.ts';
import { ErrorDocument } from '../../src/console/documents.ts';
import { OfferDocument, OfferListDocument, OfferSimulationDocument } from '../../src/console/offer-documents.ts';
import { type FixtureConsole, startFixtureConsole } from '../console/fixture-console.ts';
import { endcap } from './endcap.ts';

let agent: FixtureConsole;
let env: Record<string, string>;

beforeAll(async () => {
  agent = await startFixtureConsole(3);
  env = { ENDCAP_SOCKET: agent.socketPath };
});
afterAll(() => agent.stop());

const offer = async (...words: string[]) => {
  const { code, stdout } = await endcap(['offer', ...words, '--json'], env);
  return { code, document: JSON.parse(stdout) as unknown };
};

describe('endcap offer', () => {
  it('lists and shows offers', async () => {
    expect(OfferListDocument.parse((await offer('list')).document).offers).toHaveLength(6);
    expect(OfferDocument.parse((await offer('show', 'berries')).document).stock?.atLeast).toBe(12);
    const { stdout } = await endcap(['offer', 'show', 'berries'], env);
    expect(stdout).toContain('There is too little in stock.');
    const none = await offer('show', 'nothing');
    expect([none.code, ErrorDocument.parse(none.document).error.code]).toEqual([1, 'offer.unknown']);
  });

  it('simulates at an instant, or by the clock of the store', async () => {
    const at = async (text: string) =>
      OfferSimulationDocument.parse((await offer('simulate', '--at', text)).document).at;
    expect(await at('2026-12-01T18:00:00+01:00')).toBe('2026-12-01T17:00:00.000Z');
    expect(await at('2026-12-01T18:00')).toBe('2026-12-01T17:00:00.000Z');
    const wine = await offer('simulate', '--at', '2026-07-01 18:00', '--zone', 'wine', '--audience', 'public');
    const document = OfferSimulationDocument.parse(wine.document);
    expect(document.at).toBe('2026-07-01T16:00:00.000Z');
    expect(document.offers.find(({ id }) => id === 'wine-evening')?.reason).toBe('offer.audience');
  });

  it.each([
    [[]],
    [['--at', 'noon']],
    [['--at', '2026-02-30T10:00']],
    [['--at', '2026-12-01T18:00', '--audience', 'x']],
  ])('is wrong usage with %j', async words => expect((await offer('simulate', ...words)).code).toBe(2));

  it('is taken back once that is meant, and says how long it took', async () => {
    const dry = await endcap(['offer', 'revoke', 'cheese-week', '--dry-run'], env);
    expect(dry.stdout).toBe('cheese-week@3 would be taken off 11 places.\n');
    expect(agent.view.offer('cheese-week')?.state).toBe('active');
    const done = await endcap(['offer', 'revoke', 'cheese-week', '--wait', '5s'], env);
    expect(done).toMatchObject({ code: 0, stdout: 'cheese-week@3 is gone everywhere after 1.8 s.\n' });
    expect(agent.view.offer('cheese-week')?.state).toBe('revoked');
    expect((await offer('revoke', 'nothing')).code).toBe(1);
  });
});

describe('an instant', () => {
  it.each([
    ['2026-12-01T18:00Z', 'Europe/Berlin', '2026-12-01T18:00:00.000Z'],
    ['2026-12-01T18:00:30', 'UTC', '2026-12-01T18:00:30.000Z'],
    ['2026-12-01 18:00', 'America/New_York', '2026-12-01T23:00:00.000Z'],
    // The hour that is left out, and the one that comes twice: Directive 2000/84/EC.
    ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T03:30', 'Europe/Berlin', '2026-10-25T02:30:00.000Z'],
    ['2026-12-01', 'Europe/Berlin', null],
    ['2026-13-01T18:00', 'Europe/Berlin', null],
    ['2026-12-01T18:00+99:00', 'Europe/Berlin', null],
    ['2026-12-01T18:00', 'Nowhere/Here', null],
  ])('%s in %s is %s', (text, timezone, instant) => expect(readInstant(text, timezone)).toBe(instant));

  it('by a wall clock shows that wall clock again, outside the hours of a change', () => {
    const day = fc.integer({ min: 0, max: 364 });
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 4, max: 23 }),
        fc.constantFrom('Europe/Berlin', 'Asia/Kolkata'),
        (n, hour, zone) => {
          const date = new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
          const text = `${date} ${`${hour}`.padStart(2, '0')}:15:00`;
          const shown = new Date(readInstant(text, zone)!).toLocaleString('sv-SE', { timeZone: zone });
          expect(shown).toBe(text);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (text, zone) => void readInstant(text, zone)));
  });
});
