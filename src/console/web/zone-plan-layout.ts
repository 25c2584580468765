import type { ZoneEntry } from '../zone-documents.ts';

/** A zone as it is drawn, pixels from the upper left corner of the plan. */
export interface ZoneCell {
  readonly zone: ZoneEntry;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ZonePlan {
  readonly width: number;
  readonly height: number;
  readonly cells: readonly ZoneCell[];
  /** Where the zones begin that have no place on the plan; null: all have one. */
  readonly undrawnAt: number | null;
}

/** Lower than this a zone has no room for its name and its tags. */
const leastHeight = 88;
/** Higher against its width the plan would not be known again. */
const mostStretch = 2.2;
/** Metres; a plan that is narrower is none. */
const leastAcross = 0.001;
const between = 6;
const caption = 28;
const tile = { width: 150, height: 96 };

/**
 * Lays zones out on a plan that is so wide. It keeps its proportions, unless that makes zones too low to be read, as on
 * a phone. Zones without a place stand in rows below.
 */
export function layOutZones(zones: readonly ZoneEntry[], width: number): ZonePlan {
  const drawn = zones.flatMap(zone => (zone.area === null ? [] : [{ zone, ...zone.area }]));
  const across = drawn.reduce((most, { x, width: wide }) => Math.max(most, x + wide), 0);
  const down = drawn.reduce((most, { y, height }) => Math.max(most, y + height), 0);
  const lowest = drawn.reduce((least, { height }) => (height > 0 ? Math.min(least, height) : least), down);
  const scaleX = across > leastAcross ? width / across : 0;
  const scaleY = lowest > 0 ? Math.max(scaleX, Math.min(leastHeight / lowest, scaleX * mostStretch)) : scaleX;
  const cells: ZoneCell[] = drawn.map(({ zone, x, y, width: wide, height: high }) => ({
    zone,
    x: x * scaleX + between / 2,
    y: y * scaleY + between / 2,
    width: Math.max(1, wide * scaleX - between),
    height: Math.max(1, high * scaleY - between),
  }));
  const planHeight = down * scaleY;
  const others = zones.filter(({ area }) => area === null);
  if (others.length === 0) return { width, height: planHeight, cells, undrawnAt: null };

  const undrawnAt = drawn.length === 0 ? 0 : planHeight + caption;
  const columns = Math.max(1, Math.min(others.length, Math.floor(width / tile.width)));
  const wide = Math.min(width / columns, tile.width * 1.6);
  for (const [at, zone] of others.entries()) {
    const [row, column] = [Math.floor(at / columns), at % columns];
    cells.push({
      zone,
      x: column * wide + between / 2,
      y: undrawnAt + row * tile.height + between / 2,
      width: wide - between,
      height: tile.height - between,
    });
  }
  return { width, height: undrawnAt + Math.ceil(others.length / columns) * tile.height, cells, undrawnAt };
}

/** How busy a zone is in five steps, 0 to 4. */
export function heatStep(heat: number): number {
  return Math.max(0, Math.min(4, Math.ceil(heat * 4 - 0.02)));
}

/** As much of a text as fits so many pixels of a font of this size, with an ellipsis where it was cut. */
export function fitText(text: string, room: number, fontSize: number): string {
  const most = Math.floor(room / (fontSize * 0.6));
  if (text.length <= most) return text;
  return most < 2 ? '' : `${text.slice(0, most - 1).trimEnd()}…`;
}
