import type { WalkerOf } from './script.ts';
import { bthomeFrame, type Reading, ruuviFrame } from './sensors.ts';

/** What a sensor measures in the course of a day. Instants are Unix time; pure. */

const second = 1000;
const temperatureStepMs = 10 * second;
const doorStepMs = second;
/** How long a press is repeated, so that it is heard. */
const pressMs = 2 * second;
const swingPeriodMs = 600 * second;
const ruuviStepMs = 1285;

export interface SensorIdentity {
  /** Twelve hex digits. */
  readonly address: string;
  /** Null: it speaks in the clear. */
  readonly bindKey: Uint8Array | null;
}

interface Measurement {
  readonly atMs: number;
  readonly index: number;
  readonly readings: readonly Reading[];
  readonly sleepy: boolean;
}

function measured({ measures }: WalkerOf<'sensor'>, ms: number): Measurement | null {
  switch (measures.what) {
    case 'temperature': {
      const index = Math.floor(ms / temperatureStepMs);
      const atMs = index * temperatureStepMs;
      const celsius = measures.celsius + measures.swing * Math.sin((2 * Math.PI * atMs) / swingPeriodMs);
      return { atMs, index, readings: [{ object: 'temperature', celsius }], sleepy: false };
    }
    case 'door': {
      const index = Math.floor(ms / doorStepMs);
      const atMs = index * doorStepMs;
      const open = atMs % (measures.everySeconds * second) < measures.openSeconds * second;
      return { atMs, index, readings: [{ object: 'door', open }], sleepy: false };
    }
    case 'button': {
      const everyMs = measures.everySeconds * second;
      const index = Math.floor(ms / everyMs);
      const atMs = index * everyMs;
      if (ms - atMs >= pressMs) return null;
      return { atMs, index, readings: [{ object: 'button', press: measures.press }], sleepy: true };
    }
  }
}

/** What it says at an instant; null: it sleeps. The counter is the time of the measurement, so it outlives restarts. */
export function sensorFrameAt(sensor: WalkerOf<'sensor'>, identity: SensorIdentity, ms: number): Buffer | null {
  const measurement = measured(sensor, ms);
  if (measurement === null) return null;
  const { atMs, index, readings, sleepy } = measurement;
  const { address, bindKey } = identity;
  const key = bindKey === null ? null : { bindKey, address, counter: Math.floor(atMs / second) };
  return bthomeFrame([{ object: 'packet', id: index }, { object: 'battery', percent: 90 }, ...readings], {
    sleepy,
    key,
  });
}

export function ruuviFrameAt(celsius: number, address: string, ms: number): Buffer {
  const index = Math.floor(ms / ruuviStepMs);
  return ruuviFrame({
    celsius: celsius + 0.5 * Math.sin((2 * Math.PI * index * ruuviStepMs) / swingPeriodMs),
    humidityPercent: 55,
    pressurePa: 101_300,
    accelerationMg: [4, -4, 1036],
    batteryMv: 2980,
    txDbm: 4,
    movements: 0,
    sequence: index,
    address,
  });
}
