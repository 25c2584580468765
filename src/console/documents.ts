import { z } from 'zod';

/**
 * The JSON documents that scripts rely on: the CLI prints them, the console reads them, both over the same API.
 * A new member is no new version; a changed meaning is.
 */
const version = { schemaVersion: z.literal(1) };

export const Confidence = z.enum(['confirmed', 'sent', 'pending', 'stale', 'unknown', 'failed']);
export type Confidence = z.infer<typeof Confidence>;

/** Instants in documents are RFC 3339 UTC. */
const instant = z.iso.datetime();

export const Wave = z.object({
  done: z.int().nonnegative(),
  total: z.int().positive(),
  etaSeconds: z.number().nonnegative().nullable(),
});

export const StatusDocument = z.object({
  ...version,
  gateway: z.object({
    organisation: z.string(),
    id: z.string(),
    store: z.string(),
    version: z.string(),
    startedAt: instant,
    locale: z.string(),
  }),
  mesh: z.object({
    /** `amber`: connected, but something (see detail) makes the picture doubtful. */
    state: z.enum(['connected', 'connecting', 'offline', 'amber']),
    detail: z.string().nullable(),
    /** True in lab mode, where unsigned facts are taken. */
    unsignedAllowed: z.boolean(),
    lastMessageAt: instant.nullable(),
    /** How far this machine's clock is ahead of the mesh's, in milliseconds; null: not measured. */
    clockSkewMs: z.number().nullable(),
    streams: z.array(
      z.object({
        name: z.string(),
        epoch: z.int(),
        seq: z.int(),
        gap: z.int().nonnegative(),
        headSeq: z.int().nullable(),
      }),
    ),
    quarantined: z.int().nonnegative(),
  }),
  store: z.object({
    state: z.string(),
    detail: z.string().nullable(),
    keyring: z.enum(['external', 'on-disk', 'none']),
  }),
  labels: z.object({
    total: z.int(),
    confirmed: z.int(),
    sent: z.int(),
    pending: z.int(),
    failed: z.int(),
    stale: z.int(),
    unknown: z.int(),
    /** Labels whose desired content a rule refused; they keep what they last proved. */
    refused: z.int(),
    /** Heard, but bound to nothing. */
    unbound: z.int(),
  }),
  radios: z.array(
    z.object({
      url: z.string(),
      state: z.string(),
      detail: z.string().nullable(),
      /** Share of the last minute with a link open, 0..1; null until measured. */
      busyShare: z.number().nullable(),
      /** Seconds since the start with a link open or being opened. Absent: not known. */
      busySeconds: z.number().nonnegative().optional(),
      /** Labels that this radio hears best. */
      labels: z.int().nonnegative(),
    }),
  ),
  wave: Wave.nullable(),
  alarms: z.array(z.object({ reason: z.string(), detail: z.string(), since: instant })),
  /** While a technician may look at frames on the air; null: nobody may. Absent: not known. */
  capture: z.object({ until: instant }).nullable().optional(),
});
export type StatusDocument = z.infer<typeof StatusDocument>;

export const LabelSummary = z.object({
  id: z.string(),
  model: z.string().nullable(),
  /** Panel size in pixels as the shopper sees it. */
  panel: z.object({ width: z.int(), height: z.int(), palette: z.string() }).nullable(),
  skus: z.array(z.string()),
  /** Product name of the first SKU, in the store's language. */
  name: z.string().nullable(),
  /** What it shows, formatted, e.g. `12,34 €`. */
  priceText: z.string().nullable(),
  position: z.object({ aisle: z.string(), bay: z.int(), shelf: z.int(), facing: z.int() }).nullable(),
  confidence: Confidence,
  /** Why it is not confirmed; null while it is. */
  reason: z.string().nullable(),
  /** True while a rule refuses its desired content: it keeps what it last proved. Absent: not refused. */
  refused: z.boolean().optional(),
  desired: z.object({ version: z.int(), hash: z.string() }).nullable(),
  shown: z.object({ version: z.int(), hash: z.string(), at: instant }).nullable(),
  /** Upload under way: blocks acknowledged of all. */
  progress: z.object({ done: z.int(), total: z.int() }).nullable(),
  batteryMv: z.int().nullable(),
  rssi: z.int().nullable(),
  lastSeen: instant.nullable(),
});
export type LabelSummary = z.infer<typeof LabelSummary>;

export const LabelListDocument = z.object({ ...version, labels: z.array(LabelSummary) });
export type LabelListDocument = z.infer<typeof LabelListDocument>;

/** One content as people check it: the first item's figures; amounts in minor units with their exponent. */
export const ContentDocument = z.object({
  amountMinor: z.int(),
  currency: z.string(),
  exponent: z.int(),
  priceText: z.string(),
  unitPriceText: z.string().nullable(),
  /** The price in bitcoin, e.g. `3.268 sats`, and the time of its rate; null: it says none. */
  satsText: z.string().nullable(),
  rateText: z.string().nullable(),
  /** A text that stands there for a while instead of all this, such as that of an alarm. */
  notice: z.string().nullable(),
  name: z.string(),
  badge: z.string().nullable(),
  soldOut: z.boolean(),
  template: z.string(),
  page: z.enum(['price', 'staff']),
});
export type ContentDocument = z.infer<typeof ContentDocument>;

/** One rule that had a say, newest fact first. `reason` is a stable code where there is one. */
export const WhyEntry = z.object({
  /** e.g. `price`, `offer`, `binding`, `product`, `till`, `budget`, `radio`, `refusal`. */
  rule: z.string(),
  reason: z.string().nullable(),
  /** One sentence for people. */
  text: z.string(),
  at: instant.nullable(),
});
export type WhyEntry = z.infer<typeof WhyEntry>;

/** How well a label is; null members are not known, which is not the same as bad. */
export const LabelHealth = z.object({
  /** What is left of the usable voltage, 0..1. */
  batteryShare: z.number().min(0).max(1).nullable(),
  /** Days until it is empty: cautious, likely, hopeful (null: perhaps not within years). */
  batteryEmptyInDays: z.object({ low: z.int(), likely: z.int(), high: z.int().nullable() }).nullable(),
  /** Why there is no forecast: `too-few-samples`, `too-short`, `not-falling`, `model-unknown`. */
  batteryForecastMissing: z.string().nullable(),
  /** In a row, up to now. */
  missedCheckIns: z.int().nonnegative().nullable(),
  lastAcknowledged: instant.nullable(),
});
export type LabelHealth = z.infer<typeof LabelHealth>;

/** Battery and signal of one label, oldest first: one reading each six hours, thirty days of them. */
export const SamplesDocument = z.object({
  ...version,
  samples: z.array(z.object({ at: instant, batteryMv: z.int().nullable(), rssi: z.int().nullable() })),
});
export type SamplesDocument = z.infer<typeof SamplesDocument>;

export const LabelDocument = LabelSummary.extend({
  ...version,
  firmware: z.string().nullable(),
  hasKey: z.boolean(),
  health: LabelHealth,
  radio: z.string().nullable(),
  content: z.object({ shown: ContentDocument.nullable(), desired: ContentDocument.nullable() }),
  why: z.array(WhyEntry),
  /** What the agent will do next and when, e.g. `upload now`, `retry at …`; null: nothing. */
  next: z.string().nullable(),
  history: z.array(z.object({ at: instant, event: z.string(), detail: z.record(z.string(), z.unknown()) })),
});
export type LabelDocument = z.infer<typeof LabelDocument>;

export const QuarantineDocument = z.object({
  ...version,
  items: z.array(
    z.object({
      id: z.string(),
      at: instant,
      topic: z.string(),
      reason: z.string(),
      detail: z.string(),
      count: z.int(),
    }),
  ),
  counts: z.record(z.string(), z.int()),
});
export type QuarantineDocument = z.infer<typeof QuarantineDocument>;

export const LagDocument = z.object({
  ...version,
  state: z.string(),
  streams: z.array(
    z.object({
      name: z.string(),
      epoch: z.int(),
      seq: z.int(),
      headSeq: z.int().nullable(),
      /** Facts known to be missing. */
      gap: z.int(),
      /** Milliseconds since the last verified head; null: never had one. */
      headAgeMs: z.int().nullable(),
      /** Confirmed on the shelf up to here; null where the stream drives no labels. */
      appliedSeq: z.int().nullable(),
    }),
  ),
});
export type LagDocument = z.infer<typeof LagDocument>;

export const ConfigDocument = z.object({
  ...version,
  values: z.array(z.object({ path: z.string(), value: z.unknown(), origin: z.string() })),
});
export type ConfigDocument = z.infer<typeof ConfigDocument>;

/** One line of `endcap tail` and of the console's ticker. */
export const TailEvent = z.object({
  at: instant,
  /** Stable name, e.g. `fact.accepted`, `label.shown`, `label.failed`, `mesh.quarantined`. */
  event: z.string(),
  subject: z.string(),
  text: z.string(),
});
export type TailEvent = z.infer<typeof TailEvent>;

export const ErrorDocument = z.object({
  ...version,
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().nullable() }),
});
export type ErrorDocument = z.infer<typeof ErrorDocument>;

/** It is done. */
export const DoneDocument = z.object({ ...version, ok: z.literal(true) });
export type DoneDocument = z.infer<typeof DoneDocument>;

/** What travels on `GET /api/events` after the first `snapshot`: only what changed. */
export const PageEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), status: StatusDocument, labels: z.array(LabelSummary) }),
  z.object({ type: z.literal('labels'), labels: z.array(LabelSummary), gone: z.array(z.string()) }),
  z.object({ type: z.literal('status'), status: StatusDocument }),
  z.object({ type: z.literal('tail'), events: z.array(TailEvent) }),
]);
export type PageEvent = z.infer<typeof PageEvent>;

/** `GET /healthz`: the checks that fail; with 200 there are none. */
export const HealthDocument = z.object({
  ...version,
  ok: z.boolean(),
  failing: z.array(z.object({ name: z.string(), detail: z.string() })),
});
export type HealthDocument = z.infer<typeof HealthDocument>;

export const TemplateListDocument = z.object({
  ...version,
  templates: z.array(z.object({ id: z.string(), source: z.string(), origin: z.enum(['built-in', 'mesh']) })),
});
export type TemplateListDocument = z.infer<typeof TemplateListDocument>;

/** What `POST /api/templates/preview` takes. */
export const PreviewRequest = z.object({ source: z.string().max(524_288) });

/** The answer: one picture per panel size, or none where it cannot be drawn. */
export const PreviewDocument = z.object({
  ...version,
  panels: z.array(
    z.object({
      width: z.int(),
      height: z.int(),
      palette: z.string(),
      dpi: z.number(),
      /** PNG, base64. */
      png: z.string().nullable(),
      problems: z.array(z.string()),
    }),
  ),
});
export type PreviewDocument = z.infer<typeof PreviewDocument>;
