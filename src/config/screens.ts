import { z } from 'zod';

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens, at most 40, such as "entrance"');
const text = z.string().min(1, 'must not be empty');
const cron = text.max(80);
const hours = z.strictObject({ from: cron, until: cron });
/** A program with its arguments; no shell reads it. */
const command = z.array(text.max(400)).min(1).max(20);

/** What this machine does for a screen that hangs on itself. */
const localScreenSchema = z.strictObject({
  screen: id,
  /** Switches the panel on and off, such as `[cec-ctl, --to, "0", --standby]`. */
  on: command.optional(),
  off: command.optional(),
  /** Starts its browser anew when its page stays silent. */
  restart: command.optional(),
});
export type LocalScreen = z.output<typeof localScreenSchema>;

/** Signage screens: what of them is decided here. Everything that they show comes from the mesh. */
export const screensSchema = z
  .strictObject({
    /** So long without a word from the gateway a page shows a price; then it says "Preis am Regal". */
    priceLimitMs: z.int().min(5_000).max(900_000).default(120_000),
    /** From when a page that does not report is silent: it is reloaded, then restarted, and people are told. */
    silentMs: z.int().min(10_000).max(3_600_000).default(30_000),
    /** When screens are on, cron lines in the store's time zone; absent: always. */
    hours: hours.optional(),
    assets: z
      .strictObject({
        /** Where pictures and films lie; without it none are played. */
        url: z.url({ protocol: /^https?$/ }).optional(),
        budgetMb: z.int().min(1).max(100_000).default(512),
        maxFileMb: z.int().min(1).max(1_000).default(64),
      })
      .prefault({}),
    local: z.array(localScreenSchema).max(16).default([]),
  })
  .prefault({});
export type ScreensConfig = z.output<typeof screensSchema>;
