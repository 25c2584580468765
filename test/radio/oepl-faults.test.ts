import { describe, expect, it } from 'vitest';
import type { SleepingLabel } from '../../emulator/oepl/label.ts';
import { seededRandom } from '../../emulator/random.ts';
import { type LabelRadio, onLabelRadio } from './label-radio.ts';

const models = ['oepl-m3-290'];

/** Tries until it is said to be shown, and holds the radio to its word. */
async function untilShown({ upload, shows }: LabelRadio, label: SleepingLabel, seed: number): Promise<number> {
  for (let tries = 1; tries <= 20; tries++) {
    const outcome = await upload(label, { seed });
    if (outcome.ok) {
      await expect.poll(() => shows(label, seed)).toBe(true);
      return tries;
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  throw new Error('it is never shown');
}

describe('a cable that is pulled', () => {
  it(
    'at any byte loses nothing: what waited is shown when it is back, and nothing is said before',
    () =>
      onLabelRadio({ labels: 1, models, checkInMs: 500 }, async at => {
        const { shop, states, upload, shows } = at;
        const [label] = shop.labels as [SleepingLabel];
        const random = seededRandom(21);
        // Without an answer for long it would sleep for an hour.
        const waking = setInterval(() => label.wake(), 300);
        try {
          for (let round = 0; round < 6; round++) {
            await expect.poll(() => states.at(-1)?.state).toBe('ready');
            await at.modelOf(label);
            let over = false;
            const waiting = upload(label, { seed: 10 + round }).finally(() => {
              over = true;
            });
            // From the first byte of the offer to the last one of its block.
            shop.cutAfter(1 + Math.floor(random() ** 2 * 4_250));
            await expect.poll(() => over || states.at(-1)?.state !== 'ready', { timeout: 30_000 }).toBe(true);
            await shop.unplug();
            await shop.replug();
            expect(await waiting).toMatchObject({ ok: true });
            await expect.poll(() => shows(label, 10 + round)).toBe(true);
            await expect.poll(() => states.filter(({ state }) => state === 'down').length).toBeGreaterThan(round);
          }
        } finally {
          clearInterval(waking);
        }
      }),
    120_000,
  );
});

describe('a line that loses and doubles bytes', () => {
  it(
    'costs time, and never says that a label shows what it does not',
    () =>
      onLabelRadio({ labels: 2, models, checkInMs: 400, minuteMs: 1_000 }, async at => {
        const { shop, modelOf } = at;
        for (const label of shop.labels) await modelOf(label);
        Object.assign(shop.uart.conditions, { lostBytes: 0.004, doubledBytes: 0.004 });
        for (let seed = 40; seed < 44; seed++) {
          await Promise.all(shop.labels.map((label, nth) => untilShown(at, label, seed + 100 * nth)));
        }
        Object.assign(shop.uart.conditions, { lostBytes: 0, doubledBytes: 0 });
        for (const label of shop.labels) await untilShown(at, label, 50);
      }),
    120_000,
  );
});
