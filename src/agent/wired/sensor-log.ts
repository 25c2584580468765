import type { SensorEvent } from '../../mesh/contract/wired.ts';
import type { Telling } from '../../mesh/telling.ts';
import type { Inventory } from './inventory.ts';

/** What happened, without where and when. */
export interface Happening {
  readonly event: SensorEvent['event'];
  /** For people. */
  readonly text: string;
  readonly role?: string | null;
  readonly sku?: string | null;
  readonly gtin?: string | null;
  readonly pieces?: number | null;
  readonly grams?: number | null;
  readonly method: string;
  readonly confidence: number;
}

export interface LoggedEvent extends Happening {
  readonly atMs: number;
}

/** Events kept of each sensor. */
const eventsKept = 50;

/** What sensors said lately; each word goes to the mesh as well. */
export function createSensorLog(options: {
  readonly inventory: Pick<Inventory, 'zoneOf'>;
  readonly tell: (telling: Telling) => void;
  readonly changed: (sensor: string, text: string) => void;
  readonly nowMs: () => number;
}) {
  const events = new Map<string, LoggedEvent[]>();
  const counts = new Map<string, number>();
  return {
    add(sensor: string, happening: Happening): void {
      const atMs = options.nowMs();
      const kept = events.get(sensor) ?? [];
      kept.unshift({ ...happening, atMs });
      events.set(sensor, kept.slice(0, eventsKept));
      counts.set(sensor, (counts.get(sensor) ?? 0) + 1);
      const {
        event,
        role = null,
        sku = null,
        gtin = null,
        pieces = null,
        grams = null,
        method,
        confidence,
      } = happening;
      const zone = options.inventory.zoneOf(sensor);
      const at = new Date(atMs).toISOString();
      options.tell({
        about: 'sensor-event',
        id: sensor,
        data: { sensor, zone, at, event, role, sku, gtin, pieces, grams, method, confidence },
      });
      options.changed(sensor, happening.text);
    },
    /** Since the start. */
    countOf: (sensor: string): number => counts.get(sensor) ?? 0,
    /** Newest first. */
    of: (sensor: string): readonly LoggedEvent[] => events.get(sensor) ?? [],
  };
}
export type SensorLog = ReturnType<typeof createSensorLog>;
