import { expect, it } from 'vitest';
import { createCatalogue, loadCatalogue } from '../../devices/catalogue.ts';
import { inks } from '../../src/shelf/panel.ts';

it('finds every declared family and model, each once and complete', async () => {
  const catalogue = await loadCatalogue();
  expect(catalogue.families.map(family => family.id)).toEqual(['gicisky', 'oepl', 'opendisplay', 'textdisplay']);
  expect(catalogue.models.length).toBeGreaterThanOrEqual(10);
  for (const model of catalogue.models) {
    expect(catalogue.model(model.id)).toBe(model);
    expect(catalogue.family(model.family)).not.toBeNull();
    expect(model.id.startsWith(`${model.family}-`)).toBe(true);
    expect(inks(model.panel.palette).length).toBeGreaterThan(0);
    expect(model.battery.emptyMv).toBeLessThan(model.battery.fullMv);
    expect(model.refresh.minGapMs).toBeGreaterThan(model.refresh.fullMs);
  }
  expect(catalogue.model('no-such-label')).toBeNull();
});

it('refuses an id that is used twice', async () => {
  const { families, models } = await loadCatalogue();
  expect(() => createCatalogue(families, [...models, models[0]!])).toThrow(/declared twice/);
});

it('does not recognise what is no label', async () => {
  const catalogue = await loadCatalogue();
  const adv = { address: 'aabbccddeeff', name: 'headphones', serviceUuids: [], rssi: -40 };
  expect(catalogue.recognise({ ...adv, manufacturer: null })).toBeNull();
  expect(catalogue.recognise({ ...adv, manufacturer: { company: 0x004c, data: new Uint8Array(20) } })).toBeNull();
});
