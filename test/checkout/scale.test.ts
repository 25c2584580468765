import { expect, test } from 'vitest';
import { createScale, type ScaleState } from '../../src/checkout/scale.ts';
import { weightText } from '../../src/checkout/weight.ts';
import { createVirtualClock } from '../delivery/virtual-clock.ts';
import { createFarEnd } from './fake-line.ts';

/** A SICS scale with something on its pan. */
function stage(protocol: 'sics' | '8217' = 'sics') {
  const clock = createVirtualClock(1_796_000_000_000);
  const far = createFarEnd();
  let pan: string | null = protocol === 'sics' ? 'S S      0.000 kg\r\n' : '\x0200.000\r';
  const asked = protocol === 'sics' ? 'SI\r\n' : 'W';
  far.answer = written => (written === asked ? pan : null);
  const scale = createScale({ id: 'scale-1', protocol, line: far.line, clock });
  const weights: string[] = [];
  const states: ScaleState['state'][] = [];
  scale.onWeight((weight, net) => weights.push(`${weightText(weight)}${net ? ' net' : ''}`));
  scale.onState(({ state }) => states.push(state));
  const put = (answer: string | null) => {
    pan = answer;
  };
  return { clock, far, scale, weights, states, put };
}

test('a weight counts when it was said twice, and is told once', async () => {
  const { clock, scale, weights, put } = stage();
  clock.pass(1_000);
  expect(weights).toEqual(['0.000 kg']);
  put('S D      0.240 kg\r\n');
  clock.pass(1_000);
  expect(scale.state()).toMatchObject({ state: 'ready', reading: { state: 'unstable' } });
  put('S S      0.250 kg\r\n');
  const reading = scale.read();
  clock.pass(1_000);
  expect(await reading).toMatchObject({ ok: true, weight: { amount: 250n, decimals: 3, unit: 'kg' } });
  expect(weights).toEqual(['0.000 kg', '0.250 kg']);
  put('S S      0.000 kg\r\n');
  clock.pass(1_000);
  put('S S      0.250 kg\r\n');
  clock.pass(1_000);
  expect(weights).toEqual(['0.000 kg', '0.250 kg', '0.000 kg', '0.250 kg']);
  scale.stop();
  expect(clock.pending()).toBe(0);
});

test('a digit that is wrong in one answer bills nothing', async () => {
  const { clock, far, scale, weights } = stage();
  let n = 0;
  far.answer = () => (n++ % 3 === 2 ? 'S S      9.250 kg\r\n' : 'S S      0.250 kg\r\n');
  clock.pass(3_000);
  expect(weights).toEqual(['0.250 kg']);
  scale.stop();
});

test('what does not come to rest, is too heavy or weighs in pounds is no weight', async () => {
  const { clock, scale, put } = stage('8217');
  for (const [answer, detail] of [
    ['\x02?A\r', 'it says unstable'],
    ['\x02?B\r', 'it says overload'],
    ['\x0212.34\r', 'it weighs in lb, which is not configured'],
  ] as const) {
    put(answer);
    clock.pass(1_000);
    const reading = scale.read();
    clock.pass(5_000);
    expect(await reading).toEqual({ ok: false, reason: 'checkout.scale-unstable', detail });
  }
  scale.stop();
});

test('a scale that says nothing is silent, and back as soon as it speaks', async () => {
  const { clock, scale, states, put } = stage();
  clock.pass(500);
  put(null);
  const reading = scale.read();
  clock.pass(3_500);
  expect(await reading).toMatchObject({ ok: false, reason: 'checkout.scale-silent' });
  expect(scale.state()).toMatchObject({ state: 'silent', reason: 'checkout.scale-silent', reading: null });
  expect(await scale.read()).toMatchObject({ reason: 'checkout.scale-silent' });
  put('S S      0.100 kg\r\n');
  clock.pass(1_500);
  expect(states).toEqual(['ready', 'silent', 'ready']);
  scale.stop();
});

test('a cable that is pulled in the middle of an answer leaves no half of it behind', async () => {
  const { clock, far, scale, states, put } = stage();
  clock.pass(500);
  far.say('S S      9.9');
  const reading = scale.read();
  far.pull();
  expect(await reading).toMatchObject({ ok: false, reason: 'checkout.scale-silent', detail: 'it is down' });
  clock.pass(60_000);
  put('S S      0.100 kg\r\n');
  far.plug();
  far.say('99 kg\r\n');
  clock.pass(1_000);
  expect(scale.state()).toMatchObject({ state: 'ready', reading: { weight: { amount: 100n } } });
  expect(states).toEqual(['ready', 'down', 'starting', 'ready']);
  expect(scale.zero()).toBe(true);
  expect(far.written.at(-1)).toBe('Z\r\n');
  scale.stop();
});

test('an 8217 is asked no more than every 200 ms', () => {
  const { clock, far, scale } = stage('8217');
  clock.pass(10_000);
  expect(far.written.length).toBeGreaterThan(10);
  expect(far.written.length).toBeLessThanOrEqual(50);
  scale.stop();
});
