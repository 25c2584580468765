import { defineFamily } from '../label-model.ts';
import * as frames from './frames.ts';
import type { GiciskyModel } from './model.ts';
import { upload } from './session.ts';

const commandCharacteristic = '0000fef100001000800000805f9b34fb';
const imageCharacteristic = '0000fef200001000800000805f9b34fb';

const isGicisky = (model: { readonly family: string }): model is GiciskyModel => model.family === 'gicisky';

/** Gicisky and PICKSMART labels with their vendor's firmware. */
export const family = defineFamily({
  id: 'gicisky',
  gatt: {
    service: '0000fef000001000800000805f9b34fb',
    // Some labels shift the numbers: of the characteristics 0000f…, the lowest takes commands, the next one pictures.
    // Source: hassg: custom_components/gicisky/gicisky_ble/writer.py.
    roles(characteristics) {
      if (characteristics.includes(commandCharacteristic) && characteristics.includes(imageCharacteristic)) {
        return { command: commandCharacteristic, image: imageCharacteristic };
      }
      const [command, image] = characteristics.filter(uuid => uuid.startsWith('0000f')).toSorted();
      return command === undefined || image === undefined ? null : { command, image };
    },
    notify: ['command'],
  },
  recognise(adv, models) {
    if (adv.manufacturer?.company !== frames.company) return null;
    const said = frames.parseAdvertisement(adv.manufacturer.data);
    if (said === null) return null;
    const fitting = models.filter(isGicisky).filter(model => model.hardware === said.hardware);
    const model =
      fitting.find(one => one.firmware === said.firmware) ?? fitting.find(one => one.firmware === undefined) ?? null;
    const firmware = said.firmware.toString(16).padStart(4, '0');
    return { model, telemetry: { batteryMv: said.batteryMv, temperatureC: null, firmware, rebooted: null } };
  },
  upload(request) {
    if (!isGicisky(request.model)) throw new TypeError(`${request.model.id} is not of the family gicisky`);
    return upload({ ...request, model: request.model });
  },
});
