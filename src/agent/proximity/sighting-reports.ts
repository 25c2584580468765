import type { Sighting } from '../../mesh/contract/proximity.ts';
import type { Telling } from '../../mesh/telling.ts';
import { heardTag, type Presence, quietTag, type SightingEvent } from '../../sightings/sighting-events.ts';
import type { Heard, Sightings } from '../../sightings/sightings.ts';
import type { Reading, TagRecord } from '../../sightings/tag-memory.ts';

type TagKind = Sighting['kind'];

export interface SightingReportsOptions {
  readonly sightings: Pick<Sightings, 'tags'>;
  readonly zoneOf: (tag: string) => string | null;
  readonly tell: (telling: Telling) => void;
  readonly nowMs: () => number;
}

/** Tells the mesh of tags that are known by name: that they came, moved, said something, are still there, or are gone. */
export function createSightingReports({ sightings, zoneOf, tell, nowMs }: SightingReportsOptions) {
  const present = new Map<string, { readonly kind: TagKind; presence: Presence }>();

  function report(kind: TagKind, { transmitterId: tag, atMs, reason, rssiSignature }: SightingEvent): void {
    const record = sightings.tags(atMs).find(({ id }) => id === tag);
    tell({
      about: 'sighting',
      id: tag,
      data: {
        tag,
        kind,
        at: new Date(atMs).toISOString(),
        events: [reason],
        zone: zoneOf(tag),
        rssiSignature: rssiSignature.map(({ receiverId, rssi, numberOfDecodings }) => ({
          receiver: receiverId,
          rssi,
          numberOfDecodings,
        })),
        batteryMv: record?.batteryMv ?? null,
        readings: readingsOf(record),
      },
    });
  }

  return {
    heard({ id, kind, receiver, rssi, fresh }: Heard): void {
      // Where a session is, is told to whom it consented, and nobody else.
      if (kind === 'session' || kind === 'beacon') return;
      const told = heardTag(present.get(id)?.presence ?? null, { id, receiver, rssi, fresh }, nowMs());
      if (told.presence) present.set(id, { kind, presence: told.presence });
      if (told.event) report(kind, told.event);
    },
    /** To be asked every few seconds. */
    look(): void {
      for (const [tag, { kind, presence }] of [...present]) {
        const told = quietTag(presence, nowMs());
        if (told.presence === null) present.delete(tag);
        if (told.event) report(kind, told.event);
      }
    },
  };
}

/** All that a sensor says; what people see in a place of its own is a reading like others to the mesh. */
function readingsOf(record: Readonly<TagRecord> | undefined): Record<string, Reading> {
  if (!record) return {};
  const { readings, temperatureC, batteryPercent } = record;
  return {
    ...readings,
    ...(temperatureC === null ? {} : { temperature: temperatureC }),
    ...(batteryPercent === null ? {} : { battery: batteryPercent }),
  };
}
