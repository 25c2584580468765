import { z } from 'zod';
import { idSchema } from '../src/mesh/contract/ids.ts';
import { type Answer, refused, unknownZone } from './control-answers.ts';
import type { StyleOrdered } from './mesh/screens.ts';
import type { Shop } from './shop.ts';

const zone = idSchema.optional();
export const screenOrder = z.strictObject({ screen: idSchema, power: z.enum(['unplug', 'plug']) });
export const styleOrder = z.strictObject({ zone, skin: idSchema.nullable() });
export const emergencyOrder = z.strictObject({
  zone,
  text: z.strictObject({ de: z.string().min(1).max(400), en: z.string().min(1).max(400) }),
  forMs: z.int().positive().max(86_400_000).optional(),
});
export const emergencyEnd = z.strictObject({ zone });

/** Orders to signage screens and to who dresses them, and the truth about what they show. */
export function createScreenControl(shop: Shop) {
  const { screens: wall, styles, mesh } = shop;
  const none = refused(409, 'no-screens', 'The shop has no screens.', 'Start it without --screens no.');
  const unknown = (id: string): Answer =>
    refused(422, 'screen-unknown', `There is no screen ${id}.`, 'See endcap emulate screen list.');
  const find = (id: string) => wall?.screens.find(screen => screen.id === id);

  function styled(zone: string | undefined, ordered: StyleOrdered): Answer {
    if (ordered.ok) return { status: 200, body: { ...ordered.receipt } };
    if (ordered.code === 'zone-unknown') return unknownZone(zone ?? '');
    return refused(422, ordered.code, 'There is no emergency there.', 'Name the zone that it was ordered for.');
  }

  return {
    list(): Answer {
      if (wall === null) return none;
      return { status: 200, body: { screens: wall.screens.map(screen => screen.truth()) } };
    },
    /** What a screen shows. */
    picture(id: string): Answer {
      const screen = find(id);
      return screen === undefined ? (wall ? unknown(id) : none) : { status: 200, png: screen.picture() };
    },
    power({ screen: id, power }: z.output<typeof screenOrder>): Answer {
      const screen = find(id);
      if (screen === undefined) return wall ? unknown(id) : none;
      screen[power]();
      return { status: 200, body: { screen: id, power } };
    },
    wear: ({ zone, skin }: z.output<typeof styleOrder>): Answer =>
      styles === null ? none : styled(zone, styles.wear(zone ?? null, skin)),
    emergency({ zone, text, forMs }: z.output<typeof emergencyOrder>): Answer {
      if (styles === null) return none;
      const untilMs = forMs === undefined ? null : mesh.now() + forMs;
      return styled(zone, styles.emergency(zone ?? null, text, untilMs));
    },
    endEmergency: ({ zone }: z.output<typeof emergencyEnd>): Answer =>
      styles === null ? none : styled(zone, styles.endEmergency(zone ?? null)),
  };
}
