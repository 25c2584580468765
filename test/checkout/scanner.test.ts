import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScanner } from '../../src/checkout/scanner.ts';
import { createVirtualClock } from '../delivery/virtual-clock.ts';
import { createFarEnd } from './fake-line.ts';

function stage() {
  const clock = createVirtualClock(1_796_000_000_000);
  const far = createFarEnd();
  const scanner = createScanner({ id: 'scanner-1', line: far.line, clock });
  const texts: string[] = [];
  const gtins: (string | null)[] = [];
  scanner.onScan(({ text, scan }) => {
    texts.push(text);
    gtins.push(scan.ok ? scan.scan.gtin : null);
  });
  return { clock, far, scanner, texts, gtins };
}

test('lines end with CR, LF, both, or a pause', () => {
  const { clock, far, scanner, texts, gtins } = stage();
  for (const end of ['\r', '\n', '\r\n']) {
    far.say(`5901234123457${end}`);
    clock.pass(300);
  }
  far.say(']C1010541');
  clock.pass(50);
  far.say('2345000013\x1d10A');
  clock.pass(99);
  expect(texts).toHaveLength(3);
  clock.pass(1);
  expect(texts.at(-1)).toBe(']C10105412345000013\x1d10A');
  expect(gtins).toEqual(['05901234123457', '05901234123457', '05901234123457', '05412345000013']);
  clock.pass(1_000);
  expect(clock.pending()).toBe(0);
  scanner.stop();
});

test('the same again within 300 ms is one scan, something else is not', () => {
  const { clock, far, texts } = stage();
  far.say('5901234123457\r');
  clock.pass(299);
  far.say('5901234123457\r');
  far.say('hello\r');
  far.say('5901234123457\r');
  clock.pass(300);
  far.say('5901234123457\r');
  expect(texts).toEqual(['5901234123457', 'hello', '5901234123457', '5901234123457']);
});

test('a line that is too long is passed over, and the next one is read', () => {
  const { far, texts, scanner } = stage();
  far.say(`${'7'.repeat(5_000)}\r5901234123457\r`);
  expect(texts).toEqual(['5901234123457']);
  expect(scanner.state()).toMatchObject({ state: 'ready', lastAtMs: 1_796_000_000_000 });
});

test('a cable that is pulled in the middle of a line leaves no half of it behind', () => {
  const { clock, far, texts, scanner } = stage();
  far.say('59012');
  far.pull();
  expect(scanner.state()).toMatchObject({ state: 'down', reason: 'checkout.scanner-silent' });
  clock.pass(10_000);
  far.plug();
  far.say('5901234123457\n');
  expect(texts).toEqual(['5901234123457']);
  expect(scanner.state().reason).toBeNull();
});

test('whatever comes in whatever pieces, the next line is read', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 40, unit: 'binary' }), { maxLength: 10 }), pieces => {
      const { clock, far, texts } = stage();
      for (const piece of pieces) {
        far.say(piece);
        clock.pass(20);
      }
      clock.pass(500);
      far.say('5901234123457\r');
      expect(texts.at(-1)).toBe('5901234123457');
    }),
    { seed: 4, numRuns: 200 },
  );
});
