import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawQr } from '../../src/cli/coupon-qr.ts';
import { createTerminal } from '../../src/cli/terminal.ts';
import { ErrorDocument } from '../../src/console/documents.ts';
import { CouponDocument, CouponRedeemDocument } from '../../src/console/wired-documents.ts';
import { type FixtureConsole, startFixtureConsole } from '../console/fixture-console.ts';
import { fixtureCoupon } from '../console/fixture-wired.ts';
import { endcap } from './endcap.ts';

let agent: FixtureConsole;
let env: Record<string, string>;

beforeAll(async () => {
  agent = await startFixtureConsole(3);
  env = { ENDCAP_SOCKET: agent.socketPath };
});
afterAll(() => agent.stop());

const coupon = async (...words: string[]) => {
  const { code, stdout } = await endcap(['coupon', ...words, '--json'], env);
  return { code, document: JSON.parse(stdout) as unknown };
};
const refusal = (document: unknown) => ErrorDocument.parse(document).error.code;

describe('endcap coupon', () => {
  it('issues a code, for scripts and with its picture for people', async () => {
    const { document } = await coupon('issue', '--offer', 'cheese-week', '--for', '2h');
    expect(CouponDocument.parse(document)).toMatchObject({
      offer: 'cheese-week',
      code: expect.stringMatching(/^\d{4}$/),
    });
    const { stdout } = await endcap(['coupon', 'issue', '--qr'], { ...env, COLUMNS: '60' });
    expect(stdout).toMatch(/^Code +\d{4}$/m);
    expect(stdout).toContain('█');
    for (const line of stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(60);
  });

  it('asks whether a code is valid, and uses it up only with --redeem', async () => {
    const till = ['--till', 'till-1'];
    for (let i = 0; i < 2; i++) {
      const asked = await coupon('check', fixtureCoupon, ...till);
      expect([asked.code, CouponRedeemDocument.parse(asked.document).redeemed]).toEqual([0, false]);
    }
    const { stdout } = await endcap(['coupon', 'check', fixtureCoupon, ...till, '--redeem'], env);
    expect(stdout).toBe('Redeemed: c-1 (cheese-week).\n');
    const again = await coupon('check', fixtureCoupon, ...till);
    expect([again.code, refusal(again.document)]).toEqual([5, 'coupon.used']);
  });

  it('is refused with a code that there is not, and locked after a few', async () => {
    const codes = await Promise.all(['0001', '0002', '0003'].map(code => coupon('check', code, '--till', 'till-9')));
    for (const { code, document } of codes) expect([code, refusal(document)]).toEqual([5, 'coupon.unknown']);
    const locked = await coupon('check', fixtureCoupon, '--till', 'till-9');
    expect([locked.code, refusal(locked.document)]).toEqual([5, 'coupon.locked']);
  });

  it.each([
    [['check', '47', '--till', 'till-1']],
    [['check', '4711']],
    [['check', '4711', '--till', 'Till One']],
    [['issue', '--for', '10s']],
  ])('is wrong usage with %j', async words => expect((await endcap(['coupon', ...words], env)).code).toBe(2));
});

describe('a QR code in a terminal', () => {
  const stream = (columns: number) => ({ write: () => true, isTTY: true, columns });
  const terminal = (columns: number, env: Record<string, string>) =>
    createTerminal(stream(columns), stream(columns), env);

  it('has its quiet zone and its finders, and colours only where they may be', async () => {
    const lines = (await drawQr('https://ex.de/c/4711', terminal(80, { NO_COLOR: '1' }))).split('\n');
    // Version 2 is 25 modules wide, and 33 with the quiet zone; two rows of them to a line, and the last line ended.
    expect(lines).toHaveLength(18);
    expect(lines[2]).toMatch(/^ {4}█▀▀▀▀▀█ .* █▀▀▀▀▀█/);
    expect(await drawQr('https://ex.de/c/4711', terminal(80, {}))).toContain('\u001b[38;5;');
  });

  it('is told in words where there is no room for it', async () => {
    expect(await drawQr('https://ex.de/c/4711', terminal(30, {}))).toBe('The QR code takes 33 columns.\n');
    expect(await drawQr('x'.repeat(300), terminal(80, {}))).toBe('That is too long for a QR code.\n');
  });
});
