import { createVirtualClock, type VirtualClock } from '../../emulator/clock.ts';
import { createEther, type Ether } from '../../emulator/oepl/ether.ts';
import { createSleepingLabel, type SleepingLabel, type SleepingLabelOptions } from '../../emulator/oepl/label.ts';
import { type OeplModel, oeplModels } from '../../emulator/oepl/models.ts';
import { createModule, type ModuleOptions, type OeplModule } from '../../emulator/oepl/module.ts';
import { createUart, type Uart } from '../../emulator/oepl/uart.ts';
import { seededRandom } from '../../emulator/random.ts';
import { type ScriptedHost, scriptedHost } from './oepl-host.ts';

export interface OeplStage {
  readonly clock: VirtualClock;
  readonly ether: Ether;
  readonly uart: Uart;
  readonly module: OeplModule;
  readonly host: ScriptedHost;
  label(mac: string, model: string, options?: Partial<SleepingLabelOptions>): SleepingLabel;
  /** Sends and gives the answer time to come; returns what was said meanwhile, as text. */
  ask(what: string | Uint8Array, forMs?: number): string;
}

export const fieldMac = '00000219B7EA3B1B';
export const otherMac = '00000219B7EA3B1C';

export function modelOf(id: string): OeplModel {
  return oeplModels.find(model => model.id === id)!;
}

/** A module with a host on a line of virtual time, running. */
export function oeplStage(options: Partial<ModuleOptions> = {}): OeplStage {
  const clock = createVirtualClock(1_000_000);
  const random = seededRandom(5);
  const ether = createEther({ clock, random });
  const uart: Uart = createUart({
    clock,
    random,
    received: bytes => module.receive(bytes),
    send: bytes => host.received(bytes),
  });
  const module: OeplModule = createModule({ clock, ether, uart, ...options });
  const host = scriptedHost({ write: bytes => uart.fromHost(bytes), after: (ms, work) => clock.after(ms, work) });
  module.powerOn();
  clock.advance(2_000);
  return {
    clock,
    ether,
    uart,
    module,
    host,
    label: (mac, model, more = {}) =>
      createSleepingLabel({
        clock,
        random: seededRandom(9),
        ether,
        mac,
        model: modelOf(model),
        position: { xM: 1, yM: 0, zM: 1 },
        modulePosition: { xM: 4, yM: 0, zM: 3 },
        firstInMs: 1_000,
        refreshScale: 0.01,
        ...more,
      }),
    ask(what, forMs = 50) {
      const before = host.said().length;
      host.send(what);
      clock.advance(forMs);
      return host.said().slice(before);
    },
  };
}
