import { z } from 'zod';
import { LabelSummary } from './documents.ts';

const version = { schemaVersion: z.literal(1) };
const text = (max: number) => z.string().trim().min(1).max(max);
const place = z.int().min(0).max(9_999);

export const Position = z.object({ aisle: text(20), bay: place, shelf: place, facing: place });

/** What should be on a label. What is left out stays as it is; a label that was bound to nothing gets the usual template. */
export const BindRequest = z.strictObject({
  label: text(40),
  /** SKU or GTIN. */
  sku: text(40),
  template: text(40).optional(),
  position: Position.optional(),
  /** Take a label that no radio has heard yet. */
  unheard: z.boolean().default(false),
  dryRun: z.boolean().default(false),
});
export type BindRequest = z.infer<typeof BindRequest>;

/** What became of one wish. `would-do`: it would be done without the dry run; `unchanged`: it is so already. */
export const BindResult = z.object({
  ...version,
  label: z.string(),
  /** The SKU that was meant, also when a GTIN was given; null: none is bound, or none was found. */
  sku: z.string().nullable(),
  name: z.string().nullable(),
  verdict: z.enum(['done', 'would-do', 'unchanged', 'refused']),
  reason: z.string().nullable(),
  /** What stands in the way, or what it was before. */
  detail: z.string().nullable(),
});
export type BindResult = z.infer<typeof BindResult>;

export const UnbindRequest = z.strictObject({ label: text(40), dryRun: z.boolean().default(false) });
export type UnbindRequest = z.infer<typeof UnbindRequest>;

/** Everything of `dead` moves over to `fresh`. */
export const ReplaceRequest = z.strictObject({
  dead: text(40),
  fresh: text(40),
  /** Also when `fresh` shows another product. */
  force: z.boolean().default(false),
  unheard: z.boolean().default(false),
  dryRun: z.boolean().default(false),
});
export type ReplaceRequest = z.infer<typeof ReplaceRequest>;

/** Rows that one batch takes. */
export const maxBatchRows = 10_000;

/** One row as it stands in a file: everything is text, so that a wrong row is refused alone. */
export const BatchRow = z.object({
  line: z.int().positive(),
  label: z.string().max(200),
  sku: z.string().max(200),
  template: z.string().max(200).default(''),
  aisle: z.string().max(200).default(''),
  bay: z.string().max(200).default(''),
  shelf: z.string().max(200).default(''),
  facing: z.string().max(200).default(''),
});
export type BatchRow = z.infer<typeof BatchRow>;

export const BatchRequest = z.strictObject({
  rows: z.array(BatchRow).max(maxBatchRows),
  unheard: z.boolean().default(false),
  dryRun: z.boolean().default(false),
});
export type BatchRequest = z.infer<typeof BatchRequest>;

export const BatchDocument = z.object({
  ...version,
  rows: z.array(
    z.object({
      line: z.int().positive(),
      label: z.string(),
      sku: z.string(),
      verdict: z.enum(['done', 'would-do', 'unchanged', 'refused']),
      reason: z.string().nullable(),
      detail: z.string().nullable(),
    }),
  ),
  /** Rows that are as they should be now, or would be. */
  done: z.int().nonnegative(),
  refused: z.int().nonnegative(),
});
export type BatchDocument = z.infer<typeof BatchDocument>;

/** The picture that a binding would make. */
export const BindPreview = z.object({
  ...version,
  width: z.int(),
  height: z.int(),
  /** PNG, base64. */
  png: z.string(),
  priceText: z.string(),
  name: z.string(),
});
export type BindPreview = z.infer<typeof BindPreview>;

/** Bindings made here that the mesh has not taken over, and those that it overruled. */
export const LocalBindingsDocument = z.object({
  ...version,
  bindings: z.array(
    z.object({
      label: z.string(),
      skus: z.array(z.string()),
      state: z.enum(['open', 'overruled']),
      madeAt: z.iso.datetime(),
      actor: z.string(),
    }),
  ),
});
export type LocalBindingsDocument = z.infer<typeof LocalBindingsDocument>;

/** Labels that are heard but bound to nothing, strongest first, and labels that are bound but were never heard. */
export const LooseLabelsDocument = z.object({
  ...version,
  unbound: z.array(LabelSummary),
  neverHeard: z.array(LabelSummary),
});
export type LooseLabelsDocument = z.infer<typeof LooseLabelsDocument>;

/** Products that a search found, at most fifty. */
export const ProductListDocument = z.object({
  ...version,
  products: z.array(
    z.object({
      sku: z.string(),
      gtin: z.string(),
      name: z.string(),
      packSize: z.string().nullable(),
      /** Labels that show it. */
      labels: z.int().nonnegative(),
    }),
  ),
});
export type ProductListDocument = z.infer<typeof ProductListDocument>;
