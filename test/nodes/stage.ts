import { vi } from 'vitest';
import { seededRandom } from '../../emulator/random.ts';
import { type Cable, type Device, layCable } from '../../emulator/wired/cable.ts';
import { systemClock } from '../../src/clock.ts';
import { createNodes, type Nodes } from '../../src/nodes/nodes.ts';
import type { NodePart, PartEvent } from '../../src/nodes/parts.ts';
import { openSerialLine } from '../../src/radio/serial-line.ts';

/** Real boards of the emulator behind real cables, and the nodes that speak to them. */
export const clock = systemClock;
/** What is to be undone after a test, in this order from the end. */
export const stops: (() => unknown)[] = [];
export async function strike(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop();
}

export const until = (check: () => unknown, timeoutMs = 8_000) =>
  vi.waitFor(
    () => {
      if (!check()) throw new Error(`not so: ${check}`);
    },
    { timeout: timeoutMs, interval: 5 },
  );

export async function lay(device: Device): Promise<Cable> {
  const cable = await layCable({ device, clock, random: seededRandom(1) });
  stops.push(() => cable.stop());
  return cable;
}

export interface Running {
  readonly nodes: Nodes;
  readonly events: PartEvent[];
  readonly warnings: string[];
  state(id?: string): string | undefined;
}

export function run(configs: readonly { id: string; url: string; parts: readonly NodePart[] }[]): Running {
  const events: PartEvent[] = [];
  const warnings: string[] = [];
  const nodes = createNodes({
    nodes: configs,
    clock,
    log: { warn: (_fields, message) => void warnings.push(message) },
    openLine: url => openSerialLine({ url, baudRate: 57_600, clock }),
  });
  stops.push(() => nodes.stop());
  nodes.start(
    event => void events.push(event),
    () => {},
  );
  const state = (id?: string) => nodes.nodes().find(node => id === undefined || node.id === id)?.state;
  return { nodes, events, warnings, state };
}

export const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
