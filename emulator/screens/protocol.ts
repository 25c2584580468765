import { z } from 'zod';

/** Words in the screen's languages, the first one first. */
const words = z.array(z.string()).min(1);
const instantMs = z.number();

const step = z.looseObject({
  fromMs: instantMs,
  untilMs: instantMs.nullable(),
  price: z.looseObject({ text: z.string() }),
});
const card = z.looseObject({
  sku: z.string(),
  name: words,
  steps: z.array(step),
  sats: z.looseObject({ text: z.string(), untilMs: instantMs }).nullable(),
});
export type Card = z.infer<typeof card>;

const offerMark = z.looseObject({ offer: z.string(), version: z.number(), variant: z.string().nullable() });

/** What an emulated screen makes of any scene: the products in it, and its words. */
const scene = z.looseObject({
  kind: z.string(),
  skus: z.array(z.string()).default([]),
  title: words.nullish(),
  text: words.nullish(),
});

export const entrySchema = z.looseObject({
  id: z.string(),
  region: z.string(),
  durationMs: z.number().positive(),
  priority: z.number(),
  windows: z.array(z.looseObject({ fromMs: instantMs, untilMs: instantMs.nullable() })).nullable(),
  offer: offerMark.nullable(),
  capPerHour: z.number().nullable(),
  scene,
});
export type Entry = z.infer<typeof entrySchema>;

const above = z.looseObject({
  overlays: z.array(z.looseObject({ severity: z.string(), text: z.string() })),
  emergency: z.looseObject({ text: words, fromMs: instantMs, untilMs: instantMs.nullable() }).nullable(),
});
export type Above = z.infer<typeof above>;

export const programmeSchema = z.looseObject({
  screen: z.string(),
  panel: z.looseObject({ widthPx: z.number().positive(), heightPx: z.number().positive() }),
  title: words.nullable(),
  board: z.looseObject({ skus: z.array(z.string()) }).nullable(),
  entries: z.array(entrySchema),
  cards: z.array(card),
  above,
  words: z.looseObject({ priceAtShelf: words }),
  dark: z.boolean(),
  priceLimitMs: z.number().positive(),
});
export type Programme = z.infer<typeof programmeSchema>;

const head = { seq: z.number().int().min(0), atMs: instantMs };

/** What a gateway sends to a page: `data` of a server-sent event. */
export const pageEventSchema = z.discriminatedUnion('type', [
  z.looseObject({ ...head, type: z.literal('programme'), programme: programmeSchema }),
  z.looseObject({ ...head, type: z.literal('cards'), cards: z.array(card) }),
  z.looseObject({ ...head, type: z.literal('above'), above }),
  z.looseObject({ ...head, type: z.literal('pulse') }),
  z.looseObject({
    ...head,
    type: z.literal('order'),
    order: z.enum(['reload', 'identify', 'screenshot']),
    id: z.string(),
  }),
]);
export type PageEvent = z.infer<typeof pageEventSchema>;
export type Order = Extract<PageEvent, { type: 'order' }>;

export const pairingSchema = z.looseObject({ code: z.string(), secret: z.string(), untilMs: instantMs });
export const reportAnswerSchema = z.looseObject({ taken: z.array(z.string()) });

type OfferMark = z.infer<typeof offerMark>;

/** An entry that was played. */
export interface Play {
  readonly id: string;
  readonly entry: string;
  readonly region: string;
  readonly offer: OfferMark | null;
  readonly fromMs: number;
  readonly toMs: number;
  readonly seenMs: number;
  readonly frames: number;
}

/** What can be read on the screen. */
export interface Seen {
  readonly prices: readonly { readonly sku: string; readonly text: string | null }[];
  readonly entries: readonly { readonly region: string; readonly entry: string; readonly offer: OfferMark | null }[];
  readonly overlay: string | null;
}

/** What a page says of itself, as JSON. */
export interface Report {
  readonly page: string;
  readonly seq: number;
  readonly boot: string | null;
  readonly visible: boolean;
  readonly frames: number;
  readonly overMs: number;
  readonly clock: 'true' | 'lost' | 'none';
  readonly hidden: number;
  readonly heapBytes: number | null;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly seen: Seen;
  readonly plays: readonly Play[];
  readonly done: readonly { readonly id: string; readonly ok: boolean }[];
  readonly problems: readonly string[];
}
