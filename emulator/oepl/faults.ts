import type { Clock } from '../clock.ts';
import type { Fault } from '../faults.ts';
import { pick, type Random, randomBytes } from '../random.ts';
import type { Ether } from './ether.ts';
import type { SleepingLabel } from './label.ts';
import type { OeplModule } from './module.ts';
import type { Uart } from './uart.ts';

export interface OeplFaultContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly ether: Ether;
  readonly uart: Uart;
  readonly module: OeplModule;
  readonly labels: readonly SleepingLabel[];
  readonly unplug: () => Promise<void>;
  readonly replug: () => Promise<void>;
}

const noiseEveryMs = 300;
const noiseBytes = 24;
const lowBatteryMv = 2350;
const text = ['BUSY!\n\r', 'IGNORED\n\r', 'ACK', 'Sending parts: XXXXXXXXXX ..........\n\r'] as const;

function repeat(clock: Clock, everyMs: number, work: () => void): () => void {
  let cancel = clock.after(everyMs, function again() {
    work();
    cancel = clock.after(everyMs, again);
  });
  return () => cancel();
}

/** All faults of a serial label radio and its labels. */
export function oeplFaults(context: OeplFaultContext): readonly Fault[] {
  const { clock, random, ether, uart, module, labels } = context;
  const anyLabel = (id?: string): SleepingLabel | undefined =>
    id === undefined ? labels[pick(random, labels.length)] : labels.find(label => label.id === id);
  return [
    {
      name: 'serial-cable-pulled',
      description: 'The USB cable of the label radio is pulled: the line ends and the module has no power',
      start() {
        void context.unplug();
        return () => void context.replug();
      },
    },
    {
      name: 'serial-module-reboot',
      description: 'The label radio restarts once: what waited for labels is forgotten, and the speed is the first one',
      start() {
        module.reboot();
        return () => {};
      },
    },
    {
      name: 'serial-line-noise',
      description: 'Random bytes and text come between the words of the label radio',
      start: () =>
        repeat(clock, noiseEveryMs, () => {
          const noise =
            random() < 0.5 ? randomBytes(random, noiseBytes) : Buffer.from(text[pick(random, text.length)]!);
          uart.toHost(noise);
        }),
    },
    {
      name: 'serial-lost-bytes',
      description: 'Bytes from the label radio to its host vanish (rate, default 0.01)',
      start({ rate = 0.01 } = {}) {
        uart.conditions.lostBytes = rate;
        return () => {
          uart.conditions.lostBytes = 0;
        };
      },
    },
    {
      name: 'serial-doubled-bytes',
      description: 'Bytes from the label radio to its host come twice (rate, default 0.01)',
      start({ rate = 0.01 } = {}) {
        uart.conditions.doubledBytes = rate;
        return () => {
          uart.conditions.doubledBytes = 0;
        };
      },
    },
    {
      name: 'serial-slow-host',
      description: 'Bytes take longer to the label radio (factor, default 3): blocks come too late for the label',
      start({ factor = 3 } = {}) {
        uart.conditions.slowFactor = Math.max(1, factor);
        return () => {
          uart.conditions.slowFactor = 1;
        };
      },
    },
    {
      name: 'serial-lost-packets',
      description: 'Frames between label radio and labels get lost (rate, default 0.2)',
      start({ rate = 0.2 } = {}) {
        ether.conditions.loss = rate;
        return () => {
          ether.conditions.loss = 0;
        };
      },
    },
    {
      name: 'serial-silent-label',
      description: 'A label of the label radio (label, default any) neither hears nor is heard',
      start({ label: id } = {}) {
        const label = anyLabel(id);
        if (!label) return () => {};
        ether.conditions.silent.add(label.mac);
        return () => ether.conditions.silent.delete(label.mac);
      },
    },
    {
      name: 'serial-label-reboot',
      description:
        'A label of the label radio (label, default any) loses its power for a moment, and its picture with it',
      start({ label: id } = {}) {
        anyLabel(id)?.reboot();
        return () => {};
      },
    },
    {
      name: 'serial-low-battery',
      description: 'The battery of a label of the label radio (label, default any) is nearly empty',
      start({ label: id } = {}) {
        const label = anyLabel(id);
        label?.drain(lowBatteryMv);
        return () => label?.drain(Number.POSITIVE_INFINITY);
      },
    },
  ];
}
