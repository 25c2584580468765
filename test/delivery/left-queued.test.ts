import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadCatalogue } from '../../devices/catalogue.ts';
import { systemClock } from '../../src/clock.ts';
import { createLabels } from '../../src/delivery/labels.ts';
import { opened } from '../store/opening.ts';

const catalogue = await loadCatalogue();

/** What the store says of a label after these events, once the agent has begun again. */
function trustedAfter(family: string, events: readonly string[]): boolean | undefined {
  const dir = mkdtempSync(join(tmpdir(), 'endcap-queued-'));
  const { store } = opened(dir);
  try {
    const label = '0219b7ea3b1b';
    const model = family === 'oepl' ? 'oepl-m3-290-bwr' : 'gicisky-290-bwr';
    store.putLabel({ label, model, family, firmware: null, batteryMv: null, rssi: null, lastSeenMs: 1 });
    const content = '{"page":"price","template":"shelf","locale":"de-DE","bitcoin":null,"items":[],"staff":[]}';
    store.putShown({
      label,
      epoch: 1,
      version: 1,
      seq: 1,
      hash: 'a',
      content,
      atMs: 1,
      proof: 'acknowledged',
      trusted: true,
    });
    for (const event of events) store.addHistory({ label, atMs: 1, event, detail: {} });
    const labels = createLabels({
      store,
      recogniser: catalogue,
      clock: systemClock,
      freshMs: 1,
      changed() {},
      modelKnown() {},
    });
    labels.stop();
    return store.shown(label)?.trusted;
  } finally {
    store.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

it('doubts a label for which something was queued when the agent ended without a word', () => {
  expect(trustedAfter('oepl', ['shown', 'queued'])).toBe(false);
  expect(trustedAfter('oepl', ['shown', 'queued', 'desired', 'desired'])).toBe(false);
});

it('believes one from which it was taken back, or that nothing was queued for', () => {
  expect(trustedAfter('oepl', ['shown', 'queued', 'taken-back', 'desired'])).toBe(true);
  expect(trustedAfter('oepl', ['queued', 'upload', 'shown'])).toBe(true);
  expect(trustedAfter('oepl', [])).toBe(true);
  expect(trustedAfter('gicisky', ['shown', 'queued'])).toBe(true);
});
