import { z } from 'zod';
import { wordsSchema } from '../signage/wire/card.ts';
import { layoutSchema, skinSchema } from '../signage/wire/layout.ts';
import { offerMarkSchema } from '../signage/wire/programme.ts';

const version = { schemaVersion: z.literal(1) };
const instant = z.iso.datetime();
const count = z.int().nonnegative();
const reason = z.string().nullable();
const screenId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

/** A screen, how it stands, and what its pages say that can be seen on it. */
export const ScreenEntry = z.object({
  id: z.string(),
  zone: z.string().nullable(),
  state: z.enum(['playing', 'stale', 'silent', 'off', 'unpaired', 'refused']),
  reason,
  layout: z.string(),
  /** The one that it wears now. */
  skin: z.string().nullable(),
  panel: z.object({ widthPx: z.number(), heightPx: z.number(), diagonalInch: z.number() }),
  /** Of the screen fact. */
  version: count,
  /** Pages that show it now. */
  pages: count,
  /** When a page reported last. */
  heardAt: instant.nullable(),
  /** Whether a page says that it can be seen; null: none reports. */
  visible: z.boolean().nullable(),
  /** Prices that gave way to "Preis am Regal". */
  pricesHidden: count,
  playing: z.array(z.object({ region: z.string(), entry: z.string(), offer: offerMarkSchema.nullable() })),
  /** The words of the alarm above the programme. */
  overlay: z.string().nullable(),
  emergency: wordsSchema.nullable(),
  /** Tokens that open it. */
  paired: count,
  /** Since the start of the agent; `seenSeconds`: proven to be seen. */
  played: z.object({ count, seenSeconds: z.number().min(0) }),
});
export type ScreenEntry = z.infer<typeof ScreenEntry>;

/** Words by language, `de` and so on. */
const localText = z
  .record(z.string().regex(/^[a-z]{2,3}$/, 'must be a language such as "de"'), z.string().min(1).max(400))
  .refine(text => Object.keys(text).length > 0, 'must have a language')
  .refine(text => Object.keys(text).length <= 20, 'must have at most 20 languages');

export const ScreenListDocument = z.object({
  ...version,
  screens: z.array(ScreenEntry),
  /** The emergency that was ordered by hand at this gateway. */
  override: z
    .object({
      text: z.record(z.string(), z.string()),
      zone: z.string().nullable(),
      screen: z.string().nullable(),
      since: instant,
      until: instant,
      by: z.string(),
    })
    .nullable(),
});
export type ScreenListDocument = z.infer<typeof ScreenListDocument>;

export const ScreenDocument = z.object({
  ...version,
  ...ScreenEntry.shape,
  playlist: z.array(
    z.object({
      entry: z.string(),
      kind: z.string(),
      region: z.string(),
      /** `scheduled`: its time has not come, or is over; `waiting`: its turn has not come. */
      state: z.enum(['playing', 'waiting', 'scheduled', 'blocked']),
      reason,
      /** Until when that holds by itself. */
      until: instant.nullable(),
    }),
  ),
  /** Pages that stream or have reported lately. */
  pages: z.array(
    z.object({
      page: z.string(),
      since: instant,
      heardAt: instant.nullable(),
      visible: z.boolean().nullable(),
      clock: z.enum(['true', 'lost', 'none']).nullable(),
      heapBytes: z.number().nullable(),
      widthPx: z.number().nullable(),
      heightPx: z.number().nullable(),
      door: z.enum(['local', 'paired']),
      /** What went wrong there lately, in its own words. */
      problems: z.array(z.string()),
    }),
  ),
  /** The products of its programme, with the price that holds or why none may be shown. */
  cards: z.array(z.object({ sku: z.string(), name: z.string(), price: z.string().nullable(), reason })),
  assets: z.array(
    z.object({
      sha256: z.string(),
      type: z.string().nullable(),
      bytes: count.nullable(),
      state: z.enum(['ready', 'loading', 'missing', 'refused']),
      reason,
    }),
  ),
  /** The last one, and whether it shows what it should. */
  screenshot: z.object({ at: instant, matches: z.boolean(), differences: z.array(z.string()) }).nullable(),
  /** Newest first. */
  orders: z.array(
    z.object({
      id: z.string(),
      order: z.enum(['reload', 'identify', 'screenshot']),
      at: instant,
      by: z.string(),
      state: z.enum(['open', 'done', 'failed', 'late']),
    }),
  ),
  tokens: z.array(
    z.object({
      /** The beginning of its hash: enough to name it. */
      token: z.string(),
      name: z.string().nullable(),
      at: instant,
      by: z.string(),
      usedAt: instant.nullable(),
    }),
  ),
});
export type ScreenDocument = z.infer<typeof ScreenDocument>;

/** Proof of play by hours, the newest first. */
export const ScreenPlaysDocument = z.object({
  ...version,
  screen: z.string(),
  hours: z.array(
    z.object({
      hour: instant,
      plays: z.array(
        z.object({
          entry: z.string(),
          offer: z.string().nullable(),
          version: count.nullable(),
          variant: z.string().nullable(),
          count,
          /** The page was visible and drew frames. */
          seconds: z.number().min(0),
          /** Played, but not proven to be seen. */
          unseenSeconds: z.number().min(0),
        }),
      ),
    }),
  ),
});
export type ScreenPlaysDocument = z.infer<typeof ScreenPlaysDocument>;
/** Proof of play is kept for seven days. */
export const PlaysQuery = z.object({ hours: z.coerce.number().int().min(1).max(168).default(24) });

/** What became of an order to the pages of a screen. */
export const ScreenOrderDocument = z.object({
  ...version,
  id: z.string(),
  order: z.enum(['reload', 'identify', 'screenshot']),
  /** Pages that were told. */
  pages: count,
  /** Whether one has carried it out by now. */
  done: z.boolean(),
  reason,
});
export type ScreenOrderDocument = z.infer<typeof ScreenOrderDocument>;

/** The code that stands on the screen; `name` is for people, such as `tablet at the door`. */
export const PairRequest = z.strictObject({
  code: z.string().trim().min(1).max(20),
  name: z.string().trim().min(1).max(80).optional(),
});
export type PairRequest = z.infer<typeof PairRequest>;
/** `token`: the beginning of one token's hash, 8 characters at least; absent: all of the screen. */
export const RevokeRequest = z.strictObject({
  token: z
    .string()
    .regex(/^[0-9a-f]{8,64}$/, 'must be 8 to 64 hex digits')
    .optional(),
});
export type RevokeRequest = z.infer<typeof RevokeRequest>;
export const RevokeDocument = z.object({ ...version, revoked: count });
export type RevokeDocument = z.infer<typeof RevokeDocument>;

/** Puts words above everything: on one screen, on those of a zone, or on all. */
export const OverrideRequest = z
  .strictObject({
    text: localText,
    zone: screenId.optional(),
    screen: screenId.optional(),
    forMs: z.int().min(1_000).max(86_400_000),
  })
  .refine(({ zone, screen }) => zone === undefined || screen === undefined, {
    path: ['zone'],
    error: 'must not stand beside screen',
  });
export type OverrideRequest = z.infer<typeof OverrideRequest>;

const skins = z.array(z.object({ id: z.string(), skin: skinSchema }));
/** What is wrong with a layout: at which line, from 1, and field, such as `regions/main/area`. Empty: nothing. */
const problems = z.array(z.object({ message: z.string(), line: z.int().nullable(), path: z.string() }));

export const LayoutListDocument = z.object({
  ...version,
  layouts: z.array(
    z.object({
      id: z.string(),
      source: z.string(),
      origin: z.enum(['built-in', 'mesh']),
      /** Null: it is not valid, and `problems` say why. */
      layout: layoutSchema.nullable(),
      skins,
      /** What it is for, in a sentence; empty where it cannot be read. */
      about: z.string(),
      orientation: z.enum(['landscape', 'portrait', 'any']),
      problems,
    }),
  ),
});
export type LayoutListDocument = z.infer<typeof LayoutListDocument>;
export const LayoutPreviewRequest = z.strictObject({
  source: z.string().max(131_072),
  /** A panel and the distance of its readers, to be told what does not fit on it; absent: only the layout is checked. */
  on: z
    .strictObject({
      panel: z.strictObject({
        widthPx: z.int().min(320).max(7680),
        heightPx: z.int().min(320).max(7680),
        diagonalInch: z.number().min(5).max(120),
      }),
      viewingDistanceM: z.number().min(0.5).max(30),
    })
    .optional(),
});
export type LayoutPreviewRequest = z.infer<typeof LayoutPreviewRequest>;
export const LayoutPreviewDocument = z.object({
  ...version,
  problems,
  layout: layoutSchema.nullable(),
  skins,
});
export type LayoutPreviewDocument = z.infer<typeof LayoutPreviewDocument>;
