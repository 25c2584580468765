import { defineFamily } from '../label-model.ts';
import { later, write } from '../script.ts';
import type { Session, SessionAction } from '../session.ts';
import { encodeRows } from './charset.ts';
import type { DisplayModel } from './model.ts';
import { encodePages } from './pages.ts';

/*
 * Displays that hang on a node. The node's radio says that it hears them, in the form of an advertisement that is never
 * on air: `service` as their service, the display's name, and as manufacturer's data one byte, whether the node restarted
 * since the display was last written.
 */

const service = '9a0c5c3e7d0b4c0e9f1e6e6f64650001';
/** Bluetooth's identifier for what is no company. */
const company = 0xffff;

const isDisplay = (model: { readonly family: string }): model is DisplayModel => model.family === 'textdisplay';

/** Displays of characters and small OLEDs on a node. They acknowledge nothing. */
export const family = defineFamily({
  id: 'textdisplay',
  gatt: { service, roles: () => ({}), notify: [] },
  recognise(adv, models) {
    if (!adv.serviceUuids.includes(service) || adv.manufacturer?.company !== company) return null;
    const model = models.filter(isDisplay).find(one => one.display === adv.name);
    if (!model) return null;
    const rebooted = adv.manufacturer.data[0] === 1;
    return { model, telemetry: { batteryMv: null, temperatureC: null, firmware: null, rebooted } };
  },
  upload({ model, image }) {
    if (!isDisplay(model)) throw new TypeError(`${model.id} is not of the family textdisplay`);
    if (image.width !== model.panel.width || image.height !== model.panel.height)
      throw new RangeError(`${image.width}x${image.height} picture for ${model.id}`);
    if (model.panel.cells && !image.text) throw new RangeError(`a picture without text for ${model.id}`);
    return show(image.text ? encodeRows(image.text) : { pages: encodePages(image) });
  },
});

type Content = { readonly glyphs: Uint8Array; readonly codes: Uint8Array } | { readonly pages: Uint8Array };

/**
 * Writes without asking, as nobody would answer. The role `glyphs` takes patterns of eight bytes for the codes 0, 1, …,
 * `cells` one code per cell, `pages` the memory of an OLED. Each is carried out before the next.
 */
function show(content: Content): Session {
  let over = false;
  const begin = (): readonly SessionAction[] => {
    const to = (role: string, data: Uint8Array) => write(role, data, true);
    if ('pages' in content) return [to('pages', content.pages)];
    const cells = to('cells', content.codes);
    return content.glyphs.length === 0 ? [cells] : [to('glyphs', content.glyphs), cells];
  };
  return {
    handle(event) {
      if (over || (event.type !== 'opened' && event.type !== 'closed')) return [];
      over = true;
      if (event.type === 'opened')
        return [...begin(), { type: 'end', outcome: { ok: true, type: 'shown', proof: 'sent' } }];
      return [{ type: 'end', outcome: later('device.link-lost', 'The node went away before it was written.') }];
    },
  };
}
