import type { ZoneConfig } from '../../config/proximity.ts';
import type { TagEntry, ZoneEntry, ZoneListDocument } from '../../console/zone-documents.ts';
import { type TagRecord, unheard } from '../../sightings/tag-memory.ts';
import type { CrowdWindow } from '../../zones/crowd-count.ts';
import type { ZonePresence } from '../../zones/presence.ts';

export interface ZoneDocumentsOptions {
  readonly zones: readonly ZoneConfig[];
  readonly presence: () => readonly ZonePresence[];
  readonly tags: () => readonly Readonly<TagRecord>[];
  readonly crowd: () => CrowdWindow | null;
  readonly labelsIn: (zone: string) => number;
  readonly beaconsIn: (zone: string) => string[];
  /** `offer@version` of those that hold in a zone. */
  readonly offersIn: (zone: string) => string[];
  readonly nowMs: () => number;
  readonly monotonicMs: () => number;
}

const wholeAisle = { firstBay: 0, lastBay: 9_999 };

/** What people are told of zones, and of our own things in them. */
export function zoneListDocument(options: ZoneDocumentsOptions): ZoneListDocument {
  const records = new Map(options.tags().map(record => [record.id, record]));
  const present = new Map(options.presence().map(zone => [zone.zone, zone]));
  const placed = new Set<string>();
  const zones = options.zones.map((zone): ZoneEntry => {
    const now = present.get(zone.id);
    const tags = (now?.tags ?? []).map(({ id, kind, sinceMs, rssi, lastHeardMs }): TagEntry => {
      placed.add(id);
      const record = records.get(id);
      const entry = record ? entryOf(record) : unknownEntry(id, kind);
      const lastSeen = entry.lastSeen ?? (lastHeardMs === null ? null : iso(lastHeardMs));
      return { ...entry, zone: zone.id, since: iso(sinceMs), rssi: rssi ?? entry.rssi, lastSeen };
    });
    return {
      id: zone.id,
      name: zone.name ?? zone.id,
      state: now?.state ?? 'silent',
      receivers: [...zone.receivers],
      places: zone.places.map(({ aisle, bays }) =>
        bays ? { aisle, firstBay: Math.min(...bays), lastBay: Math.max(...bays) } : { aisle, ...wholeAisle },
      ),
      area: zone.area ?? null,
      tags,
      people: peopleIn(zone.id, options),
      dwell: now?.dwell ?? { visits: 0, medianSeconds: null, method: 'none', confidence: 0 },
      heat: now?.heat ?? 0,
      labels: options.labelsIn(zone.id),
      beacons: options.beaconsIn(zone.id),
      offers: options.offersIn(zone.id),
    };
  });
  const away = [...records.values()].filter(({ id }) => !placed.has(id)).map(entryOf);
  return { schemaVersion: 1, zones, away };
}

function peopleIn(zone: string, { crowd, nowMs, monotonicMs }: ZoneDocumentsOptions): ZoneEntry['people'] {
  const window = crowd();
  const figure = window?.figures.find(one => one.zone === zone);
  if (!window || !figure) return null;
  const { count, method, confidence } = figure;
  return { count, windowEndsAt: iso(nowMs() - (monotonicMs() - window.endedMs)), method, confidence };
}

function entryOf(record: Readonly<TagRecord>): TagEntry {
  const { id, kind, rssi, lastSeenMs, batteryMv, batteryPercent, temperatureC, readings, reason } = record;
  return {
    id,
    kind,
    zone: null,
    since: null,
    rssi,
    lastSeen: lastSeenMs === null ? null : iso(lastSeenMs),
    batteryMv,
    batteryPercent,
    temperatureC,
    readings: { ...readings },
    reason,
  };
}

/** Only another gateway has it in its configuration. */
const unknownEntry = (id: string, kind: TagEntry['kind']): TagEntry => entryOf(unheard(id, kind));

const iso = (ms: number): string => new Date(ms).toISOString();
