import { validate } from 'node-cron';
import { z } from 'zod';

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens, at most 40, such as "till-2"');
const text = z.string().min(1, 'must not be empty').max(80);
const durationMs = z.int().min(0).max(86_400_000);
const cron = z.string().refine(line => validate(line), 'must be a cron line such as "0 8 * * 1-6"');
const serialUrl = z.string().refine(isLine, 'must look like serial:///dev/serial/by-id/usb-… or tcp://10.0.0.7:3030');
const label = z.string().regex(/^[0-9a-f]{12}$/, 'must be twelve lower-case hex digits');
/** `7`, or `A0` of the analog ones. */
const pin = z.union([z.int().min(0).max(127), z.string().regex(/^A\d{1,2}$/, 'must be a number or such as A0')]);
const named = { id, zone: id.optional() };

/** What hangs on a pin of a node. */
const partSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...named,
    kind: z.literal('button'),
    pin,
    /** What a press means. Never a purchase. */
    role: z.enum(['assist', 'reorder', 'price-check', 'out-of-stock', 'acknowledge']),
    /** A light that answers, by its id. */
    led: id.optional(),
    sku: id.optional(),
    /** The display that answers; else one of the zone. */
    label: label.optional(),
    /** Pressed is low, against the pin's own pull-up. */
    pullUp: z.boolean().default(true),
  }),
  z.strictObject({
    ...named,
    kind: z.literal('light'),
    pin,
    /** It guides to this label: pick-to-light. */
    label: label.optional(),
  }),
  z.strictObject({ ...named, kind: z.literal('motion'), pin }),
  z.strictObject({
    ...named,
    kind: z.literal('line'),
    /** The beam that who comes in breaks first, and the other one. */
    pins: z.tuple([pin, pin]),
    /** Broken is high. */
    brokenHigh: z.boolean().default(true),
  }),
  z.strictObject({
    ...named,
    kind: z.literal('load-cell'),
    pin,
    sku: id.optional(),
    /** Weight of one piece, grams; without it changes are told in grams only. */
    pieceGrams: z.number().positive().max(100_000).optional(),
  }),
  z.strictObject({
    ...named,
    kind: z.literal('display'),
    model: z.enum(['lcd-20x4', 'lcd-16x2', 'oled-128x64']),
    /** On the I2C bus. */
    address: z.int().min(0x03).max(0x77),
    /** What it is called as a label, to be bound like any other. */
    label,
  }),
  z.strictObject({ ...named, kind: z.literal('relay'), pin, pulseMs: z.int().min(50).max(60_000).default(3_000) }),
]);
export type PartConfig = z.output<typeof partSchema>;

const nodeSchema = z.strictObject({
  id,
  /** A board with StandardFirmata or ConfigurableFirmata. */
  url: serialUrl,
  parts: z.array(partSchema).max(64).default([]),
});
export type NodeConfig = z.output<typeof nodeSchema>;

const scaleSchema = z.strictObject({
  id,
  url: serialUrl,
  /** `sics`: Mettler-Toledo SICS. `8217`: Mettler-Toledo 8217 and its many followers. */
  protocol: z.enum(['sics', '8217']),
  zone: id.optional(),
});

const scannerSchema = z.strictObject({
  id,
  url: serialUrl,
  zone: id.optional(),
  /** What a scan is for. `sales-floor`: a price check on a display nearby. `entry`: tickets. */
  use: z.enum(['sales-floor', 'till', 'entry']).default('sales-floor'),
  /** The display that answers; else one of the zone. */
  label: label.optional(),
});

const queueSchema = z.strictObject({
  id,
  zone: id,
  /** Lines that people come in and leave by, `line` parts of nodes. */
  entry: z.array(id).min(1).max(16),
  exit: z.array(id).max(16).default([]),
});
export type QueueConfig = z.output<typeof queueSchema>;

const actionSchema = z.union([
  z.strictObject({ light: id, blink: z.boolean().default(true) }),
  z.strictObject({ display: label, text: text.max(80) }),
  /** A signage screen, by its id in the mesh: the text of the alarm lies over it. */
  z.strictObject({ screen: id }),
  z.strictObject({ mesh: z.literal(true) }),
]);
export type AlarmAction = z.output<typeof actionSchema>;

const watchSchema = z.strictObject({
  id,
  /** What it looks at: a queue, the occupancy of a zone, or a button. */
  on: z.union([
    z.strictObject({ queue: id, figure: z.enum(['length', 'wait-seconds']) }),
    z.strictObject({ zone: id, figure: z.literal('occupancy') }),
    z.strictObject({ button: id }),
  ]),
  /** From where it is raised, and below which it is cleared again; not for buttons. */
  raise: z.number().min(0).optional(),
  clear: z.number().min(0).optional(),
  /** So long it has to hold before it is raised or cleared. */
  holdMs: durationMs.default(5_000),
  severity: z.enum(['info', 'warning', 'urgent']).default('warning'),
  /** What people read, such as `Kasse 2 öffnet`. */
  text: text.max(400, 'must have at most 400 characters'),
  /** Only between these, cron lines in the store's time zone. */
  hours: z.strictObject({ from: cron, until: cron }).optional(),
  actions: z
    .array(actionSchema)
    .max(16)
    .default([{ mesh: true }]),
  /** When nobody acknowledged it for so long, these as well, and it is urgent. */
  escalate: z.strictObject({ afterMs: durationMs.min(1_000), actions: z.array(actionSchema).max(16) }).optional(),
});
export type WatchConfig = z.output<typeof watchSchema>;

const couponsSchema = z
  .strictObject({
    lifeMs: z
      .int()
      .min(60_000)
      .max(31 * 86_400_000)
      .default(86_400_000),
    /** Wrong codes from one till before it has to wait. */
    tries: z.int().min(1).max(20).default(3),
    lockMs: durationMs.min(1_000).default(60_000),
    /** Where the QR code leads; `{code}` is filled in. */
    url: z.string().max(120).optional(),
  })
  .prefault({});

const entrySchema = z.strictObject({
  /** Who signs tickets: Ed25519, raw 32 bytes in base64url. */
  keys: z
    .array(
      z.strictObject({
        kid: text,
        publicKey: z
          .string()
          .refine(
            key => key.length === 43 && Buffer.from(key, 'base64url').toString('base64url') === key,
            'must be 32 bytes in base64url',
          ),
      }),
    )
    .min(1)
    .max(16),
  /** The relay that opens. */
  relay: id,
});

/** Everything on wires beside label radios. */
export const wiredSections = {
  nodes: z.array(nodeSchema).max(32).default([]),
  scales: z.array(scaleSchema).max(16).default([]),
  scanners: z.array(scannerSchema).max(16).default([]),
  queues: z.array(queueSchema).max(32).default([]),
  watches: z.array(watchSchema).max(100).default([]),
  coupons: couponsSchema,
  entry: entrySchema.optional(),
};

/** A port with its path, or a host with its port; nothing that only looks like one. */
function isLine(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, port, pathname, searchParams } = new URL(text);
  if (protocol === 'tcp:') return hostname !== '' && port !== '';
  const baud = Number(searchParams.get('baud') ?? 9_600);
  return protocol === 'serial:' && pathname.length > 1 && Number.isInteger(baud) && baud >= 1_200;
}
