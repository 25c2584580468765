import { fromPairs, i2cReplyFrame, stringFrame } from './frames.ts';
import type { I2cDevice } from './i2c.ts';

/** What the firmware does with requests for its I2C bus. Source: firmata/protocol, i2c.md. */
export interface I2cBus {
  /** Requests before are not heard. */
  enable(): void;
  request(data: Uint8Array): void;
  /** At each sample: what was asked to be read again and again. */
  poll(): void;
  reset(): void;
}

/** As many as the firmware reads again and again (StandardFirmata: I2C_MAX_QUERIES). */
const maxQueries = 8;

interface Query {
  readonly address: number;
  readonly register: number | null;
  readonly count: number;
}

/** @param say sends a frame to the host */
export function createI2cBus(devices: readonly I2cDevice[], say: (frame: Uint8Array) => void): I2cBus {
  const byAddress = new Map(devices.map(device => [device.address, device]));
  let enabled = false;
  let queries: Query[] = [];

  function read({ address, register, count }: Query): void {
    const device = byAddress.get(address);
    if (register !== null) device?.write([register]);
    const bytes = device?.read(count).slice(0, count) ?? [];
    if (bytes.length < count) say(stringFrame('I2C: Too few bytes received'));
    const padded = Array.from({ length: count }, (_, at) => bytes[at] ?? 0);
    say(i2cReplyFrame(address, register ?? 0, padded));
  }

  return {
    enable() {
      enabled = true;
    },
    request(data) {
      const [address, how] = data;
      if (!enabled || address === undefined || how === undefined) return;
      if ((how & 0x20) !== 0) {
        say(stringFrame('10-bit addressing not supported'));
        return;
      }
      const mode = (how >> 3) & 0x03;
      const bytes = fromPairs(data.subarray(2));
      if (mode === 0) {
        byAddress.get(address)?.write(bytes);
        return;
      }
      if (mode === 3) {
        queries = queries.filter(query => query.address !== address);
        return;
      }
      const count = bytes.at(-1);
      if (count === undefined) return;
      const query = { address, register: bytes.length > 1 ? bytes[0]! : null, count };
      if (mode === 1) read(query);
      else if (queries.length >= maxQueries) say(stringFrame('too many queries'));
      else queries.push(query);
    },
    poll() {
      for (const query of queries) read(query);
    },
    reset() {
      enabled = false;
      queries = [];
    },
  };
}
