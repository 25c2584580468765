import { defineFamily } from '../label-model.ts';
import { parseCheckIn } from './frames.ts';
import type { OeplModel } from './model.ts';
import { upload } from './session.ts';

const isOepl = (model: { readonly family: string }): model is OeplModel => model.family === 'oepl';

const roles = ['pending', 'told', 'block', 'confirmed', 'expired', 'refused'] as const;

/**
 * Labels with OpenEPaperLink's firmware, over a radio module on a serial line. They have no characteristics; what the radio
 * calls by these names takes their place.
 */
export const family = defineFamily({
  id: 'oepl',
  patient: { begins: 'told' },
  gatt: {
    service: 'oepl',
    roles: offered =>
      roles.every(role => offered.includes(role)) ? Object.fromEntries(roles.map(role => [role, role])) : null,
    notify: roles.slice(1),
  },
  recognise(adv, models) {
    if (adv.checkIn?.protocol !== 'oepl') return null;
    const said = parseCheckIn(adv.checkIn.data);
    if (said === null) return null;
    const { changed } = adv.checkIn;
    if (said.brief) {
      const telemetry = { batteryMv: null, temperatureC: null, firmware: null, rebooted: changed };
      return { model: null, telemetry, brief: true };
    }
    const model = models.filter(isOepl).find(one => one.hardware === said.hardware) ?? null;
    const { batteryMv, temperatureC } = said;
    const firmware = said.firmware.toString(16).padStart(4, '0');
    return { model, telemetry: { batteryMv, temperatureC, firmware, rebooted: changed || said.booted } };
  },
  upload(request) {
    if (!isOepl(request.model)) throw new TypeError(`${request.model.id} is not of the family oepl`);
    return upload({ ...request, model: request.model });
  },
});
