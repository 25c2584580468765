import { z } from 'zod';
import { faceNames } from './font.ts';
import { qrLevels } from './qr.ts';

/**
 * What a designer may write. The names follow the `drawcustom` vocabulary of OpenEPaperLink and Home Assistant; ours are
 * `price`, `unitprice`, `sats`, `paycode`, `barcode`, `badge`, `facts`, `rows`, `fit` and `when`.
 */

/**
 * A distance in the variant's own pixels. Negative: from the right or lower edge. `"50%"`: of the frame. `"50%-4"`: both.
 * On a larger panel than the variant was drawn for, all of them grow with it.
 */
const distance = z.union([
  z.number().int().min(-4096).max(4096),
  z.string().regex(/^\d{1,3}%([+-]\d{1,4})?$/, 'write whole pixels, or a share such as "50%" or "50%-4"'),
]);
export type Distance = z.infer<typeof distance>;

const length = z.number().int().min(1).max(4096);

/**
 * `accent`: red, else yellow, else black. `highlight`: yellow, else red, else black. `on_…`: what is readable upon them.
 * `accent_text`: red, else black, as yellow writing on white is hard to read.
 */
const colour = z.enum([
  'black',
  'white',
  'red',
  'yellow',
  'accent',
  'on_accent',
  'highlight',
  'on_highlight',
  'accent_text',
]);
export type Colour = z.infer<typeof colour>;

const face = z.enum(faceNames);
const size = z.number().int().min(6).max(200);
const value = z.string().min(1).max(500);

const condition = z
  .string()
  .regex(
    /^!?(promoted|highlighted|offer|reduced|badge|soldOut|unitPrice|brand|packSize|legalText|secondName|offerText|memberPrice|memberUnitPrice|memberLowest|bitcoin|sats|unitSats|payCode|items:[1-4]|black|red|yellow|bwry?|bwy|option:[a-zA-Z]+)$/,
    'is not a condition that exists',
  );
/**
 * `promoted`: on offer or reduced; `highlighted`: so for everybody. `memberPrice`: members pay less than that. `bitcoin`: there is a place for prices in bitcoin; `sats`: with figures in it now. All of
 * them must hold; `!` turns one round.
 */
const when = z.union([condition, z.array(condition).min(1).max(8)]).optional();

/** Which product of the label, counted from 0. Not there: the element is not drawn. */
const item = z.number().int().min(0).max(3).optional();

const common = { when, item };

/** A smaller way to set the same text, tried when the one before does not fit. */
const fitStep = z.strictObject({
  size: size.optional(),
  font: face.optional(),
  lines: z.number().int().min(1).max(6).optional(),
});

const textual = {
  ...common,
  value,
  x: distance,
  y: distance,
  size,
  font: face.default('regular'),
  color: colour.default('black'),
  /** Horizontal l, m, r; vertical t (top of capitals), m (their middle), s (baseline), b (below descenders). */
  anchor: z
    .string()
    .regex(/^[lmr][tmsb]$/)
    .default('lt'),
  max_width: distance.optional(),
  /** Left out where it does not fit, instead of refusing the label. Not for prices. */
  optional: z.boolean().default(false),
  fit: z.array(fitStep).max(8).default([]),
};

const text = z.strictObject({ type: z.literal('text'), ...textual });

const multiline = z.strictObject({
  type: z.literal('multiline'),
  ...textual,
  max_width: distance,
  max_height: distance.optional(),
  lines: z.number().int().min(1).max(6).default(2),
  /** Baseline to baseline, as a share of the size. */
  line_height: z.number().min(0.9).max(2).default(1.15),
});

const span = { x_start: distance, y_start: distance, x_end: distance, y_end: distance };
const box = { x: distance, y: distance, width: distance, height: distance };

const line = z.strictObject({
  type: z.literal('line'),
  ...common,
  ...span,
  width: length.default(1),
  fill: colour.default('black'),
});

const rectangle = z.strictObject({
  type: z.literal('rectangle'),
  ...common,
  ...span,
  fill: colour.optional(),
  outline: colour.optional(),
  width: length.default(1),
  radius: z.number().int().min(0).max(200).default(0),
});

const progressBar = z.strictObject({
  type: z.literal('progress_bar'),
  ...common,
  ...span,
  /** 0 to 100, or a placeholder that yields it. */
  progress: z.union([z.number().min(0).max(100), value]),
  fill: colour.default('accent'),
  outline: colour.default('black'),
});

const icon = z.strictObject({
  type: z.literal('icon'),
  ...common,
  value: z.enum(['star', 'heart', 'warning', 'check', 'recycle', 'snowflake', 'shamrock', 'phone', 'sun', 'scissors']),
  x: distance,
  y: distance,
  size,
  fill: colour.default('black'),
});

const image = z.strictObject({
  type: z.literal('image'),
  ...common,
  x: distance,
  y: distance,
  /** A PNG inside the template, so that a label never depends on a download. */
  data: z
    .string()
    .max(200_000)
    .regex(/^data:image\/png;base64,[A-Za-z0-9+/=\s]+$/, 'must be a data:image/png;base64 address'),
  dither: z.enum(['floyd-steinberg', 'threshold']).default('floyd-steinberg'),
});

const barcode = z.strictObject({
  type: z.literal('barcode'),
  ...common,
  value: value.default('{gtin}'),
  x: distance,
  y: distance,
  height: distance,
  /** Pixels per module; whole ones only. The symbol is 113 modules wide with its quiet zones, an EAN-8 81. */
  module: z.number().int().min(1).max(12).default(2),
  /** Size of the digits below; 0: none. */
  digits: z.number().int().min(0).max(60).default(12),
  color: colour.default('black'),
});

const qrcode = z.strictObject({
  type: z.literal('qrcode'),
  ...common,
  data: value,
  x: distance,
  y: distance,
  anchor: z
    .string()
    .regex(/^[lr][tb]$/)
    .default('lt'),
  /** Pixels per module. */
  boxsize: z.number().int().min(1).max(16).default(2),
  level: z.enum(qrLevels).default('M'),
  color: colour.default('black'),
  /** Space that the symbol may take with its quiet zone, in pixels. */
  max_size: length,
});

const price = z.strictObject({
  type: z.literal('price'),
  ...common,
  ...box,
  /** Whose amount. */
  value: z.enum(['price', 'lowest30d', 'unitPrice', 'memberPrice']).default('price'),
  font: face.default('condensed-bold'),
  color: colour.default('black'),
  anchor: z
    .string()
    .regex(/^[lmr][tmb]$/)
    .default('rb'),
  /** Height of the digits before the decimal sign: the largest that fits between these is taken, else it is refused. */
  max_size: length,
  min_size: length.default(14),
  cents: z.enum(['superscript', 'plain']).default('superscript'),
});

const unitprice = z.strictObject({ type: z.literal('unitprice'), ...textual, value: value.default('{unitPrice}') });

/** The price in satoshi and the time of its rate. Left out while there is no figure; its place stays empty then. */
const sats = z.strictObject({
  type: z.literal('sats'),
  ...textual,
  value: value.default('≈ {sats}'),
  /** What is written where `value` has no room in any of its sizes. */
  short: value.optional(),
});

/**
 * The code to pay with, black on white with its quiet zone, in the largest whole number of pixels per module from 2 up
 * that its place has room for.
 */
const paycode = z.strictObject({
  type: z.literal('paycode'),
  ...common,
  x: distance,
  y: distance,
  anchor: z
    .string()
    .regex(/^[lr][tb]$/)
    .default('lt'),
  /** Space that the symbol may take with its quiet zone, in pixels. */
  max_size: length,
});

const badge = z.strictObject({
  type: z.literal('badge'),
  ...common,
  ...box,
  value: value.default('{badge}'),
  size,
  font: face.default('bold'),
  fit: z.array(fitStep).max(8).default([]),
  fill: colour.default('highlight'),
  color: colour.default('on_highlight'),
  radius: z.number().int().min(0).max(200).default(3),
});

const facts = z.strictObject({
  type: z.literal('facts'),
  ...common,
  ...box,
  size,
  font: face.default('regular'),
  fit: z.array(fitStep).max(8).default([]),
});

const leaf = z.discriminatedUnion('type', [
  text,
  multiline,
  line,
  rectangle,
  progressBar,
  icon,
  image,
  barcode,
  qrcode,
  paycode,
  price,
  sats,
  unitprice,
  badge,
  facts,
]);
export type LeafElement = z.infer<typeof leaf>;

/** Shares its box out among the products of the label, one below the other, and draws its elements in each part. */
const rows = z.strictObject({
  type: z.literal('rows'),
  when,
  ...box,
  /** Only for that many products. */
  elements: z.array(leaf).min(1).max(40),
});
export type RowsElement = z.infer<typeof rows>;

const element = z.discriminatedUnion('type', [...leaf.options, rows]);
export type Element = z.infer<typeof element>;

const variant = z.strictObject({
  name: z.string().regex(/^[a-z0-9.-]{1,40}$/),
  /** The panel that it is drawn for, in pixels. It serves every panel of at least this size. */
  width: z.number().int().min(96).max(2048),
  height: z.number().int().min(64).max(2048),
  /** It serves panels of just this size: what it leaves out has room on a larger one. */
  exact: z.boolean().default(false),
  elements: z.array(element).min(1).max(80),
  /** The staff page of this size. */
  staff: z.array(element).min(1).max(80),
});
export type Variant = z.infer<typeof variant>;

export const templateSchema = z.strictObject({
  template: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  description: z.string().max(500).optional(),
  /** Captions by language: `{words.soldOut}`. */
  words: z
    .record(
      z.string().regex(/^[a-z]{2,3}$/),
      z.record(z.string().regex(/^[a-zA-Z]{1,30}$/), z.string().min(1).max(200)),
    )
    .default({}),
  /** Texts that the shop may set, e.g. `productUrl`; an empty one counts as off in `when: option:productUrl`. */
  options: z.record(z.string().regex(/^[a-zA-Z]{1,30}$/), z.string().max(200)).default({}),
  /** Parts that several variants share by YAML anchors; not drawn by itself. */
  shared: z.unknown().optional(),
  variants: z.array(variant).min(1).max(16),
});
/** A template as it was written, with defaults filled in. */
export type TemplateDocument = z.infer<typeof templateSchema>;
