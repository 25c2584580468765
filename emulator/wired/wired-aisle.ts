import { symbolOf } from '../checkout/element-strings.ts';
import { createScale, type Scale } from '../checkout/scale.ts';
import { createScanner, type Scanner } from '../checkout/scanner.ts';
import type { Clock } from '../clock.ts';
import type { Fault } from '../faults.ts';
import type { Stage, StageKind } from '../people/stage.ts';
import { type Random, seededRandom } from '../random.ts';
import { type Cable, layCable } from './cable.ts';
import { wiredFaults } from './faults.ts';
import { buildNode, type WiredNode } from './node.ts';
import { displayLabels, type PlannedNode, plannedNodes, plannedRules, tillZone } from './plan.ts';
import { createTicketDesk, type TicketDesk } from './tickets.ts';

export interface WiredAisleOptions {
  readonly clock: Clock;
  readonly seed: number;
  /** Of the shelf with load cell and display. */
  readonly aisleZone: string;
  /** What lies on the load cell. */
  readonly sku: string;
  /** Signage screens over which the alarm of a long queue lies. */
  readonly alarmScreens: readonly string[];
}

/** Boards, a scale and scanners on their cables. */
export interface WiredAisle {
  readonly nodes: readonly { readonly plan: PlannedNode; readonly node: WiredNode; readonly cable: Cable }[];
  readonly scales: ReadonlyMap<string, { readonly scale: Scale; readonly cable: Cable }>;
  readonly scanners: ReadonlyMap<string, { readonly scanner: Scanner; readonly cable: Cable }>;
  readonly tickets: TicketDesk;
  readonly stage: Stage;
  readonly faults: readonly Fault[];
  /** What a gateway's configuration says of all this. */
  configuration(): Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

const scaleId = 'fruit-scale';
const floorScanner = 'floor-scanner';
const gateScanner = 'gate-scanner';

/** Sets up the wired part of a shop; everything is reached over TCP. */
export async function openWiredAisle(options: WiredAisleOptions): Promise<WiredAisle> {
  const { clock, seed, aisleZone, sku, alarmScreens } = options;
  let drawn = 0;
  /** Each part has its own, so that one more changes no other. */
  const random = (): Random => seededRandom((seed ^ wiredSeed) + drawn++);
  const lay = (device: Parameters<typeof layCable>[0]['device']) => layCable({ device, clock, random: random() });
  const nodes = await Promise.all(
    plannedNodes(aisleZone, sku).map(async plan => {
      const node = buildNode(plan, clock, random);
      return { plan, node, cable: await lay(node.board) };
    }),
  );
  const scale = createScale({ clock, random: random(), protocol: 'sics' });
  const scales = new Map([[scaleId, { scale, cable: await lay(scale) }]]);
  const scanners = new Map<string, { readonly scanner: Scanner; readonly cable: Cable }>();
  for (const id of [floorScanner, gateScanner]) {
    const scanner = createScanner();
    scanners.set(id, { scanner, cable: await lay(scanner) });
  }
  const tickets = createTicketDesk(seed, clock.now(), clock.now);
  const checkout = [...scales.values(), ...scanners.values()].map(({ cable }) => cable);

  function find<T>(of: (node: WiredNode) => ReadonlyMap<string, T>, name: string): T | undefined {
    for (const { node } of nodes) {
      const found = of(node).get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  const kinds: Readonly<Record<StageKind, (name: string) => unknown>> = {
    line: name => find(node => node.lines, name),
    button: name => find(node => node.buttons, name),
    shelf: name => find(node => node.cells, name),
    sensor: name => find(node => node.motions, name),
    scanner: name => scanners.get(name),
    scale: name => scales.get(name),
  };

  const stage: Stage = {
    cross: (line, crossing) => find(node => node.lines, line)?.cross(crossing) ?? null,
    press: (button, press) => find(node => node.buttons, button)?.press(press) ?? null,
    pick: (shelf, pieces) => find(node => node.cells, shelf)?.pick(pieces) ?? null,
    bump(shelf, forMs) {
      const cell = find(node => node.cells, shelf);
      cell?.vibrate(forMs);
      return cell === undefined ? null : true;
    },
    move(sensor, forMs) {
      const motion = find(node => node.motions, sensor);
      motion?.move(forMs);
      return motion === undefined ? null : true;
    },
    scan: (name, text) => scanners.get(name)?.scanner.scan(symbolOf(text)) ?? null,
    weigh(name, grams) {
      const found = scales.get(name);
      found?.scale.put(grams);
      return found === undefined ? null : true;
    },
    has: (kind, name) => kinds[kind](name) !== undefined,
  };

  return {
    nodes,
    scales,
    scanners,
    tickets,
    stage,
    faults: wiredFaults({
      nodes,
      checkout,
      scales: [...scales.values()].map(one => one.scale),
      clock,
      random: random(),
    }),
    configuration: () => ({
      nodes: nodes.map(({ plan, cable }) => ({
        id: plan.id,
        url: cable.url,
        parts: plan.parts.map(part => ({ ...part, zone: plan.zone })),
      })),
      scales: [...scales].map(([id, { cable }]) => ({ id, url: cable.url, protocol: 'sics', zone: aisleZone })),
      scanners: [
        { id: floorScanner, use: 'sales-floor', zone: aisleZone, label: displayLabels.aisleLcd },
        { id: gateScanner, use: 'entry', zone: tillZone },
      ].map(scanner => ({ ...scanner, url: scanners.get(scanner.id)!.cable.url })),
      ...plannedRules(alarmScreens),
      entry: { keys: [tickets.key], relay: 'entry-gate' },
    }),
    async stop() {
      for (const { node } of nodes) node.stop();
      await Promise.all([...nodes.map(({ cable }) => cable), ...checkout].map(cable => cable.stop()));
    },
  };
}

const wiredSeed = 0x31ed;
