import type { Advertisement } from '../../devices/label-model.ts';
import type { Audience } from './audience.ts';
import { type AdvertisedFields, parseEir, parseOutline } from './eir.ts';
import { addressText, type Report } from './reports.ts';
import { reservedKind } from './reserved.ts';

/** Labels that are remembered; the one that was silent longest makes room. */
const maxDevices = 20_000;
/** A device is passed on at most this often, unless what it says changes. */
const minIntervalMs = 1_000;

interface Device {
  readonly address: string;
  readonly high: number;
  readonly low: number;
  addressType: 'public' | 'random';
  fields: AdvertisedFields;
  passedOnMs: number;
}

/**
 * Puts together what labels say in advertisement and scan response, and passes it on in moderation. Of everybody else
 * nothing is kept, and nothing is written that could not be wiped.
 */
export interface Ear {
  /** The label's advertisement to pass on now, or null. */
  hear(report: Report, nowMs: number): Advertisement | null;
  /** How the address is to be dialled, or null when it has not been heard. */
  addressType(address: string): 'public' | 'random' | null;
}

/** Lists of services that are kept once for all devices; labels of one make say the same. */
const maxSharedLists = 256;

/** An ear with an empty memory. A label costs about 400 bytes. */
export function createEar(audience: Audience): Ear {
  /** The one that was silent longest stands first. */
  const devices = new Map<string, Device>();
  /** The same, by the halves of their addresses. */
  const halves = new Map<number, Map<number, Device>>();
  const lists = new Map<string, readonly string[]>();

  function shared(list: readonly string[]): readonly string[] {
    const name = list.join();
    const known = lists.get(name);
    if (known !== undefined || lists.size >= maxSharedLists) return known ?? list;
    lists.set(name, list);
    return list;
  }

  function forget({ address, high, low }: Device): void {
    devices.delete(address);
    const others = halves.get(high)!;
    others.delete(low);
    if (others.size === 0) halves.delete(high);
  }

  function admit({ addressHigh: high, addressLow: low, ...report }: Report): Device {
    if (devices.size >= maxDevices) forget(devices.values().next().value!);
    const address = addressText({ addressHigh: high, addressLow: low });
    const { addressType } = report;
    const fields = { name: null, manufacturer: null, serviceUuids: [] };
    const device = { address, high, low, addressType, fields, passedOnMs: Number.NEGATIVE_INFINITY };
    devices.set(address, device);
    const others = halves.get(high);
    if (others === undefined) halves.set(high, new Map([[low, device]]));
    else others.set(low, device);
    return device;
  }

  /** Whether it says something new. */
  function listen(device: Device, report: Report): boolean {
    const said = parseEir(report.data);
    const { fields } = device;
    devices.delete(device.address);
    devices.set(device.address, device);
    device.addressType = report.addressType;
    device.fields = {
      name: said.name ?? fields.name,
      manufacturer: said.manufacturer ?? fields.manufacturer,
      serviceUuids: said.serviceUuids.length > 0 ? shared(said.serviceUuids) : fields.serviceUuids,
    };
    return said.manufacturer !== null && !sameManufacturer(fields.manufacturer, said.manufacturer);
  }

  /** Reserved frames come first: not even a device of ours is looked at while it sends one. */
  function askAudience(report: Report): Device | null {
    const reserved = reservedKind(report.data);
    if (reserved !== null) {
      audience.dropped(reserved);
      return null;
    }
    if (audience.admits(parseOutline(report.data))) return admit(report);
    if (audience.ours(report)) return null;
    audience.dropped('other');
    audience.crowd()?.(report.address, report.addressType, report.rssi);
    return null;
  }

  return {
    hear(report, nowMs) {
      const device = halves.get(report.addressHigh)?.get(report.addressLow) ?? askAudience(report);
      if (device === null) return null;
      const changed = listen(device, report);
      if (!changed && nowMs - device.passedOnMs < minIntervalMs) return null;
      device.passedOnMs = nowMs;
      return { address: device.address, rssi: report.rssi, ...device.fields };
    },
    addressType: address => devices.get(address)?.addressType ?? null,
  };
}

function sameManufacturer(a: AdvertisedFields['manufacturer'], b: AdvertisedFields['manufacturer']): boolean {
  if (a === null || b === null) return a === b;
  return a.company === b.company && a.data.length === b.data.length && a.data.every((byte, i) => byte === b.data[i]);
}
