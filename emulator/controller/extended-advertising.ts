import type { Adapter } from '../air.ts';
import { command, parameters, returns, status } from './hci.ts';

/** Highest number of a set; 7.8.53. */
const lastSet = 0xef;
/** Shortest interval, units of 0.625 ms; the longest is what 24 bits hold. */
const minInterval = 0x20;
/** Advertising event properties: connectable, scannable, directed (two kinds); legacy PDUs; 7.8.53. */
const property = { connectable: 1, scannable: 2, directed: 4, highDuty: 8, legacy: 16 } as const;
/** Combinations that legacy PDUs can say. */
const legacyProperties: readonly number[] = [0x13, 0x15, 0x1d, 0x12, 0x10];
/** Most that a legacy PDU carries, bytes. */
const legacyData = 31;
/** An operation of 3 brings the whole data at once; 7.8.54. */
const complete = 0x03;
const noPreference = 127;
/** What the transmitter can be set to, dBm. */
const power = { min: -20, max: 10, usual: 0 } as const;
const unitMs = 0.625;

interface AdvertisingSet {
  ownType: number;
  intervalMs: number;
  powerDbm: number;
  data: Uint8Array;
  /** As it was told; on air from the next enabling on. */
  randomAddress: string | null;
  enabled: boolean;
}

/** What an advertising command does; the answer is the return parameters of its Command Complete. */
export type AdvertisingHandler = (body: Buffer) => Buffer;

export interface AdvertisingOptions {
  readonly adapter: Adapter;
  /** Public address, twelve hex digits. */
  readonly address: string;
  /** Whether it knows the extended commands. */
  readonly extended: boolean;
  /** Extended advertising sets that it holds. */
  readonly sets: number;
}

/** A status alone, as most commands answer. */
export const answered = (code: number): Buffer => returns.status.encode({ status: code });

/** 1 and 3 take the random address: nothing is in the resolving list that 3 would rather take one from. */
export const usesRandomAddress = (ownType: number): boolean => (ownType & 1) === 1;

export interface ExtendedAdvertising {
  readonly handlers: Readonly<Record<number, AdvertisingHandler>>;
  reset(): void;
}

/** Bluetooth 5 advertising sets, 7.8.52 to 7.8.60, with legacy PDUs only. */
export function createExtendedAdvertising(options: AdvertisingOptions): ExtendedAdvertising {
  const { adapter, address: publicAddress, extended, sets: maxSets } = options;
  const sets = new Map<number, AdvertisingSet>();
  /** Whom each enabled set is on air as. */
  const onAir = new Map<number, string>();

  const apply = (id: number): void => {
    const set = sets.get(id);
    const own = onAir.get(id);
    if (!set?.enabled || own === undefined) {
      adapter.advertise(id, null);
      return;
    }
    const { data, intervalMs, powerDbm: txPowerDb } = set;
    const addressType = usesRandomAddress(set.ownType) ? 'random' : 'public';
    adapter.advertise(id, { address: own, addressType, data, intervalMs, connectable: false, txPowerDb });
  };
  const setParameters = (body: Buffer): { code: number; powerDbm: number } => {
    const refused = (code: number) => ({ code, powerDbm: 0 });
    const asked = parameters.leSetExtendedAdvertisingParameters.decode(body);
    if (!asked || asked.set > lastSet) return refused(status.invalidParameters);
    const known = sets.get(asked.set);
    if (known?.enabled) return refused(status.disallowed);
    const { properties, ownType, channels } = asked;
    if ((properties & property.legacy) === 0) return refused(status.unsupportedParameter);
    if (!legacyProperties.includes(properties) || asked.primaryPhy !== 1) return refused(status.invalidParameters);
    if (properties !== property.legacy) return refused(status.unsupportedParameter);
    if (asked.minInterval < minInterval || asked.minInterval > asked.maxInterval)
      return refused(status.invalidParameters);
    if (channels === 0 || channels > 7 || ownType > 3) return refused(status.invalidParameters);
    if (!known && sets.size >= maxSets) return refused(status.memoryExceeded);
    const powerDbm = asked.power === noPreference ? power.usual : Math.max(power.min, Math.min(power.max, asked.power));
    const told = { ownType, powerDbm, intervalMs: asked.minInterval * unitMs };
    sets.set(asked.set, { data: new Uint8Array(0), randomAddress: null, enabled: false, ...known, ...told });
    return { code: status.success, powerDbm };
  };
  const setData = (body: Buffer): number => {
    const head = parameters.leSetExtendedAdvertisingData.decode(body);
    if (!head) return status.invalidParameters;
    const set = sets.get(head.set);
    if (!set) return status.unknownAdvertisingSet;
    const data = body.subarray(parameters.leSetExtendedAdvertisingData.size);
    if (head.operation !== complete || head.length > legacyData || data.length !== head.length)
      return status.invalidParameters;
    set.data = Uint8Array.from(data);
    apply(head.set);
    return status.success;
  };
  const setAddress = (body: Buffer): number => {
    const asked = parameters.leSetAdvertisingSetRandomAddress.decode(body);
    if (!asked) return status.invalidParameters;
    const set = sets.get(asked.set);
    if (!set) return status.unknownAdvertisingSet;
    set.randomAddress = asked.address;
    return status.success;
  };
  const switchSet = (id: number, on: boolean): void => {
    const set = sets.get(id)!;
    set.enabled = on;
    const own = usesRandomAddress(set.ownType) ? set.randomAddress : publicAddress;
    if (on) onAir.set(id, own!);
    else onAir.delete(id);
    apply(id);
  };
  const enable = (body: Buffer): number => {
    const head = parameters.leSetExtendedAdvertisingEnable.decode(body);
    const { size } = parameters.advertisedSet;
    if (!head || head.enable > 1 || body.length !== 2 + head.sets * size) return status.invalidParameters;
    if (head.sets === 0 && head.enable === 1) return status.invalidParameters;
    const asked = Array.from(
      { length: head.sets },
      (_, n) => parameters.advertisedSet.decode(body.subarray(2 + n * size))!,
    );
    const ids = head.sets === 0 ? [...sets.keys()] : asked.map(({ set }) => set);
    if (new Set(ids).size < ids.length) return status.invalidParameters;
    if (ids.some(id => !sets.has(id))) return status.unknownAdvertisingSet;
    if (head.enable === 1 && asked.some(one => one.duration !== 0 || one.maxEvents !== 0))
      return status.unsupportedParameter;
    const nameless = (id: number): boolean => {
      const { ownType, randomAddress } = sets.get(id)!;
      return usesRandomAddress(ownType) && randomAddress === null;
    };
    if (head.enable === 1 && ids.some(nameless)) return status.invalidParameters;
    for (const id of ids) switchSet(id, head.enable === 1);
    return status.success;
  };
  const remove = (body: Buffer): number => {
    const id = parameters.leRemoveAdvertisingSet.decode(body)?.set;
    if (id === undefined) return status.invalidParameters;
    const set = sets.get(id);
    if (!set) return status.unknownAdvertisingSet;
    if (set.enabled) return status.disallowed;
    sets.delete(id);
    return status.success;
  };
  const clear = (): number => {
    if ([...sets.values()].some(set => set.enabled)) return status.disallowed;
    sets.clear();
    return status.success;
  };
  const handlers: Readonly<Record<number, AdvertisingHandler>> = {
    [command.leSetAdvertisingSetRandomAddress]: body => answered(setAddress(body)),
    [command.leSetExtendedAdvertisingParameters](body) {
      const { code, powerDbm } = setParameters(body);
      return returns.signedByte.encode({ status: code, value: powerDbm });
    },
    [command.leSetExtendedAdvertisingData]: body => answered(setData(body)),
    [command.leSetExtendedScanResponseData]: body =>
      answered(sets.has(body[0] ?? -1) ? status.invalidParameters : status.unknownAdvertisingSet),
    [command.leSetExtendedAdvertisingEnable]: body => answered(enable(body)),
    [command.leReadMaxAdvertisingDataLength]: () =>
      returns.twoBytes.encode({ status: status.success, value: legacyData }),
    [command.leReadAdvertisingSets]: () => returns.oneByte.encode({ status: status.success, value: maxSets }),
    [command.leRemoveAdvertisingSet]: body => answered(remove(body)),
    [command.leClearAdvertisingSets]: () => answered(clear()),
  };
  return {
    handlers: extended ? handlers : {},
    reset() {
      for (const id of sets.keys()) if (onAir.delete(id)) adapter.advertise(id, null);
      sets.clear();
    },
  };
}
