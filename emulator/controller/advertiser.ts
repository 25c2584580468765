import {
  type AdvertisingHandler,
  type AdvertisingOptions,
  answered,
  createExtendedAdvertising,
  usesRandomAddress,
} from './extended-advertising.ts';
import { command, parameters, returns, status } from './hci.ts';

/** Range of the advertising interval, units of 0.625 ms; 7.8.5. */
const legacyInterval = { min: 0x0020, max: 0x4000 } as const;
const lastType = 0x04;
const nonConnectable = 0x03;
/** The one set of the legacy commands, beside those of the extended ones with their numbers up to 0xEF. */
const legacySet = 0x100;
const unitMs = 0.625;

export interface AdvertisingHalf {
  /** Null where this is no advertising command, or one that the controller does not know. */
  handle(opcode: number, body: Buffer): Buffer | null;
  reset(): void;
}

/**
 * The controller's broadcasting half: Bluetooth Core 5.4, Vol 4, Part E, 7.8.4 to 7.8.9 and 7.8.52 to 7.8.60. It
 * broadcasts only: types of advertising that can be scanned or connected to are refused as unsupported.
 */
export function createAdvertisingHalf(options: AdvertisingOptions): AdvertisingHalf {
  const { adapter, address: publicAddress } = options;
  const extended = createExtendedAdvertising(options);
  let randomAddress: string | null = null;
  let wanted = { ownType: 0, intervalMs: 1_280, type: 0 };
  let data = new Uint8Array(0);
  let enabled = false;
  /** Legacy and extended commands exclude each other until the next reset; 3.1.1. */
  let spoken: 'legacy' | 'extended' | null = null;

  const apply = (): void => {
    const own = usesRandomAddress(wanted.ownType) ? randomAddress : publicAddress;
    const addressType = usesRandomAddress(wanted.ownType) ? 'random' : 'public';
    const { intervalMs } = wanted;
    const silent = !enabled || own === null;
    adapter.advertise(legacySet, silent ? null : { address: own, addressType, data, intervalMs, connectable: false });
  };
  const setParameters = (body: Buffer): number => {
    const asked = parameters.leSetAdvertisingParameters.decode(body);
    if (enabled) return status.disallowed;
    if (!asked) return status.invalidParameters;
    const { minInterval, maxInterval, type, ownType, channels, filter } = asked;
    if (minInterval < legacyInterval.min || maxInterval > legacyInterval.max || minInterval > maxInterval)
      return status.invalidParameters;
    if (type > lastType || ownType > 3 || filter > 3 || channels === 0 || channels > 7) return status.invalidParameters;
    wanted = { ownType, intervalMs: minInterval * unitMs, type };
    return status.success;
  };
  const setData = (body: Buffer): number => {
    const said = parameters.leSetAdvertisingData.decode(body);
    if (!said || said.length > said.data.length) return status.invalidParameters;
    data = Uint8Array.from(said.data.subarray(0, said.length));
    apply();
    return status.success;
  };
  const enable = (body: Buffer): number => {
    const asked = parameters.leSetAdvertisingEnable.decode(body)?.enable;
    if (asked === undefined || asked > 1) return status.invalidParameters;
    if (asked === 1 && wanted.type !== nonConnectable) return status.unsupportedParameter;
    if (asked === 1 && usesRandomAddress(wanted.ownType) && randomAddress === null) return status.invalidParameters;
    enabled = asked === 1;
    apply();
    return status.success;
  };

  const legacy: Readonly<Record<number, AdvertisingHandler>> = {
    [command.leSetAdvertisingParameters]: body => answered(setParameters(body)),
    [command.leSetAdvertisingData]: body => answered(setData(body)),
    [command.leSetScanResponseData]: body =>
      answered(body.length === 32 && body[0]! <= 31 ? status.success : status.invalidParameters),
    [command.leSetAdvertisingEnable]: body => answered(enable(body)),
    [command.leReadAdvertisingPower]: () => returns.signedByte.encode({ status: status.success, value: 0 }),
  };
  return {
    handle(opcode, body) {
      if (opcode === command.leSetRandomAddress) {
        const asked = parameters.leSetRandomAddress.decode(body);
        if (!asked) return answered(status.invalidParameters);
        if (enabled) return answered(status.disallowed);
        randomAddress = asked.address;
        return answered(status.success);
      }
      const handler = legacy[opcode] ?? extended.handlers[opcode];
      if (!handler) return null;
      const kind = opcode in legacy ? 'legacy' : 'extended';
      if (spoken !== null && spoken !== kind) return answered(status.disallowed);
      spoken = kind;
      return handler(body);
    },
    reset() {
      enabled = false;
      randomAddress = null;
      data = new Uint8Array(0);
      wanted = { ownType: 0, intervalMs: 1_280, type: 0 };
      spoken = null;
      apply();
      extended.reset();
    },
  };
}
