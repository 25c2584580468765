import type { Air } from './air.ts';
import type { Clock } from './clock.ts';
import type { VirtualLabel } from './labels/label.ts';
import type { RadioServer } from './radio-server.ts';
import { pick, type Random } from './random.ts';

export interface FaultOptions {
  /** Share of packets or frames, 0 to 1. */
  readonly rate?: number;
  /** How many times slower. */
  readonly factor?: number;
  /** Id of one label; left out: any. */
  readonly label?: string;
  /** Id of one signage screen; left out: all. */
  readonly screen?: string;
  /** Number of one adapter, from 0; left out: all. */
  readonly adapter?: number;
}

/** Something that goes wrong on demand. */
export interface Fault {
  readonly name: string;
  readonly description: string;
  /** Begins it; the returned function ends it. */
  start(options?: FaultOptions): () => void;
}

export interface RadioFaultContext {
  readonly air: Air;
  readonly server: RadioServer;
  readonly labels: readonly VirtualLabel[];
  readonly clock: Clock;
  readonly random: Random;
}

/** Of so many packets that the link repeats, one gets lost above it, in a queue that is full. */
const applicationShare = 1 / 20;
const rebootEveryMs = 2_000;
const noiseEveryMs = 500;
const noiseBytes = 24;

/** Calls `work` every so often until the returned function is called. */
export function repeat(clock: Clock, everyMs: number, work: () => void): () => void {
  let cancel = clock.after(everyMs, function again() {
    work();
    cancel = clock.after(everyMs, again);
  });
  return () => cancel();
}

/** All faults of the radio side. */
export function radioFaults({ air, server, labels, clock, random }: RadioFaultContext): readonly Fault[] {
  const { conditions } = air;
  const anyLabel = (id?: string): VirtualLabel | undefined =>
    id === undefined ? labels[pick(random, labels.length)] : labels.find(label => label.id === id);
  const adapters = (only?: number): readonly number[] =>
    only === undefined ? server.urls.map((_, index) => index) : [only];

  return [
    {
      name: 'lost-packets',
      description:
        'Radio packets get lost (rate, default 0.2): adverts vanish, connecting fails, links repeat and sometimes ' +
        'break, and a twentieth of that rate of writes and notifications is lost for good',
      start({ rate = 0.2 } = {}) {
        conditions.loss = rate;
        conditions.applicationLoss = rate * applicationShare;
        return () => {
          conditions.loss = 0;
          conditions.applicationLoss = 0;
        };
      },
    },
    {
      name: 'lost-messages',
      description: 'Writes without response and notifications get lost above the link (rate, default 0.2)',
      start({ rate = 0.2 } = {}) {
        conditions.applicationLoss = rate;
        return () => {
          conditions.applicationLoss = 0;
        };
      },
    },
    {
      name: 'silent-label',
      description: 'A label (label, default any) neither advertises nor answers',
      start({ label: id } = {}) {
        const label = anyLabel(id);
        if (!label) return () => {};
        conditions.silent.add(label.id);
        air.vanish(label.id);
        return () => conditions.silent.delete(label.id);
      },
    },
    {
      name: 'label-reboot',
      description: 'A label (label) restarts once; without one, any label restarts every two seconds',
      start({ label: id } = {}) {
        if (id !== undefined) {
          anyLabel(id)?.reboot();
          return () => {};
        }
        anyLabel()?.reboot();
        return repeat(clock, rebootEveryMs, () => anyLabel()?.reboot());
      },
    },
    {
      name: 'slow-radio',
      description: 'Every packet takes longer (factor, default 10)',
      start({ factor = 10 } = {}) {
        conditions.slowFactor = Math.max(1, factor);
        return () => {
          conditions.slowFactor = 1;
        };
      },
    },
    {
      name: 'radio-gone',
      description: 'The adapter (adapter, default all) is pulled: its connection closes and refuses new ones',
      start({ adapter } = {}) {
        const pulled = adapters(adapter);
        for (const index of pulled) void server.unplug(index);
        return () => {
          for (const index of pulled) void server.replug(index);
        };
      },
    },
    {
      name: 'corrupt-frames',
      description: 'Notifications and adverts arrive with changed bytes (rate, default 0.1)',
      start({ rate = 0.1 } = {}) {
        conditions.corruption = rate;
        return () => {
          conditions.corruption = 0;
        };
      },
    },
    {
      name: 'line-noise',
      description: 'Random bytes come between the packets that the adapter (adapter, default all) sends to its host',
      start({ adapter } = {}) {
        return repeat(clock, noiseEveryMs, () => {
          for (const index of adapters(adapter)) server.disturb(index, noiseBytes);
        });
      },
    },
  ];
}
