import type { Advertisement } from '../../devices/label-model.ts';
import { type AdvertisedFields, parseEir } from './eir.ts';

/** One advertising report of the controller. */
export interface AdvertisingReport {
  /** Twelve lower-case hex digits. */
  readonly address: string;
  readonly addressType: 'public' | 'random';
  readonly eir: Uint8Array;
  readonly rssi: number;
}

/** Devices that are remembered; the one that was silent longest makes room. */
const maxDevices = 20_000;
/** A device is passed on at most this often, unless what it says changes. */
const minIntervalMs = 1_000;

interface Device {
  addressType: 'public' | 'random';
  fields: AdvertisedFields;
  passedOnMs: number;
}

/** Puts together what devices say in advertisement and scan response, and passes it on in moderation. */
export interface Ear {
  /** The advertisement to pass on now, or null. */
  hear(report: AdvertisingReport, nowMs: number): Advertisement | null;
  /** How the address is to be dialled, or null when it has not been heard. */
  addressType(address: string): 'public' | 'random' | null;
}

/** Lists of services that are kept once for all devices; labels of one make say the same. */
const maxSharedLists = 256;

/** An ear with an empty memory. A device costs about 400 bytes. */
export function createEar(): Ear {
  const devices = new Map<string, Device>();
  const lists = new Map<string, readonly string[]>();

  function shared(list: readonly string[]): readonly string[] {
    const name = list.join();
    const known = lists.get(name);
    if (known !== undefined || lists.size >= maxSharedLists) return known ?? list;
    lists.set(name, list);
    return list;
  }

  function remember(report: AdvertisingReport, said: AdvertisedFields): { device: Device; changed: boolean } {
    const fields = { ...said, serviceUuids: shared(said.serviceUuids) };
    const known = devices.get(report.address);
    if (known === undefined) {
      if (devices.size >= maxDevices) devices.delete(devices.keys().next().value!);
      const device = { addressType: report.addressType, fields, passedOnMs: Number.NEGATIVE_INFINITY };
      devices.set(report.address, device);
      return { device, changed: true };
    }
    // The newest stands last, so the first is the one to go.
    devices.delete(report.address);
    devices.set(report.address, known);
    const changed = fields.manufacturer !== null && !sameManufacturer(known.fields.manufacturer, fields.manufacturer);
    known.addressType = report.addressType;
    known.fields = {
      name: fields.name ?? known.fields.name,
      manufacturer: fields.manufacturer ?? known.fields.manufacturer,
      serviceUuids: fields.serviceUuids.length > 0 ? fields.serviceUuids : known.fields.serviceUuids,
    };
    return { device: known, changed };
  }

  return {
    hear(report, nowMs) {
      const { device, changed } = remember(report, parseEir(report.eir));
      if (!changed && nowMs - device.passedOnMs < minIntervalMs) return null;
      device.passedOnMs = nowMs;
      return { address: report.address, rssi: report.rssi, ...device.fields };
    },
    addressType: address => devices.get(address)?.addressType ?? null,
  };
}

function sameManufacturer(a: AdvertisedFields['manufacturer'], b: AdvertisedFields['manufacturer']): boolean {
  if (a === null || b === null) return a === b;
  return a.company === b.company && a.data.length === b.data.length && a.data.every((byte, i) => byte === b.data[i]);
}
