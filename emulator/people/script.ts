import { parse } from 'yaml';
import { z } from 'zod';
import { idSchema } from '../../src/mesh/contract/ids.ts';
import { actSections } from './act-schema.ts';

/** Walkers of a script, and people altogether: more than a large shop has at noon. */
const maxWalkers = 500;
const maxPhones = 2_000;
const maxStops = 64;

const metres = z.number().min(-100).max(10_000);
const seconds = z.number().min(0).max(86_400);
const hex = (digits: number) =>
  z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`), `${digits} lower-case hex digits`);
const u16 = z.int().min(0).max(0xffff);

/** A rectangle of floor, metres; x runs along the aisle. */
const areaSchema = z.strictObject({ x: metres, y: metres, width: metres.positive(), height: metres.positive() });
export type Area = z.output<typeof areaSchema>;

/** A place on the way: a point, or somewhere in an area. A pair of seconds is a range to draw from. */
const stopSchema = z
  .strictObject({
    x: metres.optional(),
    y: metres.optional(),
    area: idSchema.optional(),
    pauseSeconds: z.union([seconds, z.tuple([seconds, seconds])]).default(0),
  })
  .refine(({ x, y, area }) => (area === undefined) === (x !== undefined && y !== undefined), 'x and y, or an area');

const walkMembers = {
  name: idSchema,
  path: z.array(stopSchema).min(1).max(maxStops),
  speedMps: z.number().min(0.05).max(10).default(0.8),
  /** After the shop has opened. A pair is a range to draw from. */
  startSeconds: z.union([seconds, z.tuple([seconds, seconds])]).default(0),
  /** Begins again at the first stop; otherwise it leaves after the last. */
  repeat: z.boolean().default(true),
  /** Outside between two walks. */
  awaySeconds: seconds.default(0),
};

const iBeaconSchema = z.strictObject({ uuid: hex(32), major: u16, minor: u16 });
/** Without a key it follows from the shop's seed. */
const eidSchema = z.strictObject({ key: hex(32).optional(), exponent: z.int().min(0).max(15).default(9) });
const oneBeacon = (given: { ibeacon?: unknown; eid?: unknown }) => !given.ibeacon !== !given.eid;

const everySeconds = z.number().min(1).max(86_400);

const walkerSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('phones'),
    ...walkMembers,
    count: z.int().min(1).max(maxPhones).default(1),
    /** Key of a visit that these people have consented to; then they send tokens made from it. */
    sessionKey: hex(32).optional(),
  }),
  z
    .strictObject({
      kind: z.literal('staff'),
      ...walkMembers,
      ibeacon: iBeaconSchema.optional(),
      eid: eidSchema.optional(),
    })
    .refine(oneBeacon, 'ibeacon or eid'),
  z.strictObject({ kind: z.literal('trolley'), ...walkMembers, ibeacon: iBeaconSchema }),
  z.strictObject({
    kind: z.literal('sensor'),
    ...walkMembers,
    measures: z.discriminatedUnion('what', [
      z.strictObject({
        what: z.literal('temperature'),
        celsius: z.number().min(-60).max(60),
        swing: z.number().min(0).max(20).default(1),
      }),
      /** Open for `openSeconds` once in `everySeconds`. */
      z.strictObject({ what: z.literal('door'), everySeconds, openSeconds: everySeconds }),
      /** Pressed once in `everySeconds`. */
      z.strictObject({
        what: z.literal('button'),
        everySeconds,
        press: z.enum(['press', 'double', 'triple', 'long']).default('press'),
      }),
    ]),
    /** Its key follows from the shop's seed. */
    encrypted: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('ruuvi'), ...walkMembers, celsius: z.number().min(-60).max(60).default(6) }),
]);

export const peopleScriptSchema = z
  .strictObject({
    areas: z.record(idSchema, areaSchema).default({}),
    walkers: z.array(walkerSchema).max(maxWalkers),
    /** What is done with sensors and tills, in a shop that has them. */
    ...actSections,
  })
  .superRefine(({ areas, walkers }, context) => {
    const names = new Set<string>();
    for (const [at, walker] of walkers.entries()) {
      const issue = (path: PropertyKey[], message: string) =>
        context.addIssue({ code: 'custom', path: ['walkers', at, ...path], message });
      if (names.has(walker.name)) issue(['name'], `${walker.name} is named twice`);
      names.add(walker.name);
      for (const [stop, { area }] of walker.path.entries()) {
        if (area !== undefined && areas[area] === undefined) issue(['path', stop, 'area'], `there is no area ${area}`);
      }
    }
  });

/** What happens in the aisle, every default filled in. */
export type PeopleScript = z.output<typeof peopleScriptSchema>;
export type PeopleScriptInput = z.input<typeof peopleScriptSchema>;
export type Walker = PeopleScript['walkers'][number];
export type WalkerOf<Kind extends Walker['kind']> = Extract<Walker, { kind: Kind }>;

export type ScriptResult =
  | { readonly ok: true; readonly script: PeopleScript }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Characters of a script. */
const maxChars = 1_000_000;

/** Reads a script as people write it; returns all problems at once, each with its field. */
export function readPeopleScript(text: string): ScriptResult {
  if (text.length > maxChars) return { ok: false, problems: [`is longer than ${maxChars} characters`] };
  let tree: unknown;
  try {
    tree = parse(text, { logLevel: 'error' });
  } catch (error) {
    return { ok: false, problems: [error instanceof Error ? error.message : String(error)] };
  }
  const parsed = peopleScriptSchema.safeParse(tree);
  if (parsed.success) return { ok: true, script: parsed.data };
  return { ok: false, problems: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
}
