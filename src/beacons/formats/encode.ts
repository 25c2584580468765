import { concat, layout, u16le } from '../../../devices/layout.ts';
import {
  completeServiceUuids16,
  legacyPayload,
  manufacturerData,
  type Structure,
  serviceData16,
  serviceData128,
} from './advertising-data.ts';
import { encodeAltbeacon } from './altbeacon.ts';
import { encodeBthome } from './bthome.ts';
import { encodeEid } from './eid.ts';
import { encodeEtlm } from './etlm.ts';
import type { BeaconFrame } from './frame.ts';
import { encodeIbeacon } from './ibeacon.ts';
import { encodeRuuvi } from './ruuvi.ts';
import { bthomeUuid, eddystoneUuid } from './service-uuids.ts';
import { encodeSessionToken } from './session-token.ts';
import { encodeTlm } from './tlm.ts';
import { encodeUid } from './uid.ts';
import { encodeUrlFrame } from './url.ts';

const uuid16 = layout({ uuid: u16le });

const serviceData = (uuid: number, data: Uint8Array): Structure => ({
  type: serviceData16,
  data: concat(uuid16.encode({ uuid }), data),
});

/** The list of services is there so that phones notice it in the background. */
const eddystone = (frame: Uint8Array): readonly Structure[] => [
  { type: completeServiceUuids16, data: uuid16.encode({ uuid: eddystoneUuid }) },
  serviceData(eddystoneUuid, frame),
];

const manufacturer = (data: Uint8Array): readonly Structure[] => [{ type: manufacturerData, data }];

function structuresOf(frame: BeaconFrame): readonly Structure[] | null {
  switch (frame.format) {
    case 'ibeacon':
      return manufacturer(encodeIbeacon(frame));
    case 'altbeacon':
      return manufacturer(encodeAltbeacon(frame));
    case 'eddystone-uid':
      return eddystone(encodeUid(frame));
    case 'eddystone-url': {
      const encoded = encodeUrlFrame(frame);
      return encoded && eddystone(encoded);
    }
    case 'eddystone-tlm':
      return eddystone(encodeTlm(frame));
    case 'eddystone-etlm':
      return eddystone(encodeEtlm(frame));
    case 'eddystone-eid':
      return eddystone(encodeEid(frame));
    case 'bthome':
      return [serviceData(bthomeUuid, encodeBthome(frame))];
    case 'ruuvi':
      return manufacturer(encodeRuuvi(frame));
    case 'session-token':
      return [{ type: serviceData128, data: encodeSessionToken(frame) }];
  }
}

/**
 * The whole payload of a legacy advertisement, flags first. Null: it is more than 31 bytes, or a value cannot be said,
 * such as an address without a code for its scheme or a number that does not fit its field.
 *
 * @example
 * encodeAdvertising({ format: 'eddystone-url', url: 'https://example.com/', powerAt0m: -18 });
 */
export function encodeAdvertising(frame: BeaconFrame): Uint8Array | null {
  try {
    const structures = structuresOf(frame);
    return structures && legacyPayload(structures);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
