import { milligramsOf, verifiedWeight, weightText } from '../../checkout/weight.ts';
import type { SensorEntry } from '../../console/wired-documents.ts';
import type { Nodes, NodeView } from '../../nodes/nodes.ts';
import type { Counter } from './counter.ts';
import type { Crowds } from './crowds.ts';
import type { Inventory, Part } from './inventory.ts';
import type { Overlaid } from './overlay.ts';
import type { SensorLog } from './sensor-log.ts';
import type { Shelves } from './shelves.ts';

export interface SensorsOptions {
  readonly inventory: Inventory;
  readonly nodes: Nodes;
  readonly crowds: Crowds;
  readonly shelves: Shelves;
  readonly counter: Counter;
  readonly events: SensorLog;
  readonly shownOn: (label: string) => Overlaid | null;
}

type Says = Pick<SensorEntry, 'state' | 'reason' | 'values' | 'method' | 'confidence'>;

const says = (state: string, values: SensorEntry['values'], method: string, confidence: number): Says => ({
  state,
  reason: null,
  values,
  method,
  confidence,
});

/** What each part, scale and scanner says now. */
export function createSensors(options: SensorsOptions) {
  const { inventory, nodes, crowds, shelves, counter, events } = options;
  const moving = new Map<string, boolean>();

  function partSays(part: Part): Says {
    switch (part.kind) {
      case 'button':
        return says('ready', { presses: events.countOf(part.id) }, 'contact', 1);
      case 'light':
        return says('ready', { light: nodes.light(part.id) }, 'wish', 1);
      case 'motion':
        return says('ready', { motion: moving.get(part.id) ?? false }, 'pir', 0.7);
      case 'line': {
        const line = crowds.line(part.id);
        const inside = part.zone === undefined ? null : crowds.inside(part.zone);
        if (!line) return says('ready', {}, 'two-beams', 0);
        const { state, method, in: into, out, turnedBack } = line;
        const values = { in: into, out, turnedBack, ...(inside ? { inside: inside.inside } : {}) };
        if (state !== 'blocked') return says(state, values, method, 0.95);
        return { ...says(state, values, method, 0), reason: 'sensor.blocked' };
      }
      case 'load-cell': {
        const reading = shelves.reading(part.id);
        if (!reading?.ok) return { ...says('unset', {}, 'load-cell', 0), reason: reading?.reason ?? null };
        const pieces = reading.pieces === null ? {} : { pieces: reading.pieces };
        const values = { grams: Math.round(reading.grams), ...pieces };
        return says(reading.state, values, reading.method, reading.confidence);
      }
      case 'display': {
        const overlaid = options.shownOn(part.label);
        const text = overlaid === null ? {} : { line1: overlaid.kind === 'notice' ? overlaid.text : overlaid.sku };
        return says(overlaid === null ? 'price' : overlaid.kind, text, 'sent', 0.9);
      }
      case 'relay':
        return says('ready', { pulseMs: part.pulseMs }, 'wish', 1);
    }
  }

  function lastOf(id: string): SensorEntry['lastEvent'] {
    const [last] = events.of(id);
    return last ? { at: new Date(last.atMs).toISOString(), event: last.event } : null;
  }

  function entryOf(part: Part, node: NodeView | undefined): SensorEntry {
    const away = node?.state !== 'ready' && node?.state !== 'unfit';
    const own = partSays(part);
    return {
      id: part.id,
      node: part.node,
      kind: part.kind,
      zone: part.zone ?? null,
      role: part.kind === 'button' ? part.role : null,
      sku: part.kind === 'button' || part.kind === 'load-cell' ? (part.sku ?? null) : null,
      label: part.kind === 'button' || part.kind === 'light' || part.kind === 'display' ? (part.label ?? null) : null,
      lastEvent: lastOf(part.id),
      ...own,
      ...(away ? { state: node?.state ?? 'down', reason: node?.reason ?? null, confidence: 0 } : {}),
    };
  }

  const none = { node: null, role: null, sku: null } as const;

  function scales(): SensorEntry[] {
    return [...counter.scales.values()].map(scale => {
      const { state, reason, reading } = scale.state();
      const stable = reading !== null && verifiedWeight(reading) !== null;
      const milligrams = reading?.weight ? milligramsOf(reading.weight) : null;
      const values: SensorEntry['values'] = {
        stable,
        ...(reading?.weight ? { weight: weightText(reading.weight), net: reading.net } : {}),
        // For people and pictures; what is billed is the text above, digit by digit.
        ...(milligrams === null ? {} : { grams: Number(milligrams) / 1_000 }),
      };
      return {
        ...none,
        id: scale.id,
        kind: 'scale',
        zone: inventory.zoneOf(scale.id),
        label: null,
        state: reading && state === 'ready' ? reading.state : state,
        reason,
        values,
        lastEvent: lastOf(scale.id),
        method: 'verified-scale',
        confidence: state === 'ready' ? 1 : 0,
      };
    });
  }

  function scanners(): SensorEntry[] {
    return [...counter.scanners.values()].map(scanner => {
      const { state, reason } = scanner.state();
      const scanned = events.of(scanner.id).find(({ event }) => event === 'scan');
      const wired = inventory.scanner(scanner.id);
      return {
        ...none,
        id: scanner.id,
        kind: 'scanner',
        zone: inventory.zoneOf(scanner.id),
        label: wired?.label ?? null,
        role: wired?.use ?? null,
        state,
        reason,
        values: scanned?.gtin ? { code: scanned.gtin } : {},
        lastEvent: lastOf(scanner.id),
        method: 'scan',
        confidence: state === 'ready' ? 1 : 0,
      };
    });
  }

  return {
    motion: (id: string, active: boolean): void => void moving.set(id, active),
    all(): SensorEntry[] {
      const byId = new Map(nodes.nodes().map(node => [node.id, node]));
      const parts = [...inventory.parts.values()].map(part => entryOf(part, byId.get(part.node)));
      return [...parts, ...scales(), ...scanners()];
    },
  };
}
export type Sensors = ReturnType<typeof createSensors>;
