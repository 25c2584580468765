import { defineFamily } from '../label-model.ts';
import * as frames from './frames.ts';
import { identify } from './identify.ts';
import { isOpenDisplay } from './model.ts';
import { upload } from './upload.ts';

/** Service and characteristic have the same number. Source: pyod: src/opendisplay/protocol/commands.py. */
const uuid = '0000244600001000800000805f9b34fb';

/** Labels with OpenDisplay firmware. What they are, only they can tell: their advertisement says their family. */
export const family = defineFamily({
  id: 'opendisplay',
  gatt: {
    service: uuid,
    roles: characteristics => (characteristics.includes(uuid) ? { data: uuid } : null),
    notify: ['data'],
  },
  recognise(adv) {
    if (adv.manufacturer?.company !== frames.company) return null;
    const said = frames.parseAdvertisement(adv.manufacturer.data);
    if (said === null) return null;
    return {
      model: null,
      telemetry: { ...said, batteryMv: said.batteryMv === 0 ? null : said.batteryMv, firmware: null },
    };
  },
  identify,
  upload(request) {
    if (!isOpenDisplay(request.model)) throw new TypeError(`${request.model.id} is not of the family opendisplay`);
    return upload({ ...request, model: request.model });
  },
});
