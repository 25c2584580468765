import { validate } from 'node-cron';
import { z } from 'zod';
import { payCodeKinds, payTemplateProblem } from '../shelf/pay-code.ts';
import { usualGate } from '../shelf/rate-gate.ts';
import { usualLadder } from '../shelf/rate-standing.ts';
import { satsStyles } from '../shelf/sats-format.ts';

/** Limits of the house: a store may tighten them, never loosen them. */
const upTo = (most: number, least = 1) => z.int().min(least).max(most).default(most);
const atLeast = (least: number, most: number) => z.int().min(least).max(most).default(least);

const cron = z.string().refine(line => validate(line), 'must be a cron line such as "0 8 * * 1-6"');

const agreement = (usual: { readonly messages: number; readonly forMs: number }) =>
  z
    .strictObject({
      messages: z.int().min(1).max(100).default(usual.messages),
      forMs: z.int().min(0).max(3_600_000).default(usual.forMs),
    })
    .prefault({});

/** Prices in bitcoin. Without this section there are none. */
export const bitcoinSchema = z.strictObject({
  /** `sats`: 3.268 sats. `btc`: from 0.01 BTC up 0,03 445 674 BTC. `sign`: ₿3.268, which elsewhere means whole bitcoin. */
  style: z.enum(satsStyles).default('sats'),
  /** What the store keeps of the bid, in per cent: figures are made at the bid less this. */
  spreadPercent: z.number().min(0).max(20).default(0),
  /** Pairs whose rates are looked at; the store's own currency is always among them. */
  pairs: z
    .array(z.string().regex(/^btc-[a-z]{3}$/, 'must look like btc-eur'))
    .max(20)
    .default([]),
  /** A figure is promised to be within this of the rate, and made anew at `actPercent` at the latest. */
  promisePercent: z.number().min(0.1).max(20).default(2),
  actPercent: z.number().min(0.05).max(20).default(1.5),
  /** Refreshes that a label may spend on figures alone. */
  tokensPerDay: z.number().positive().max(1_000).default(4),
  tokensMost: z.number().min(5).max(10_000).default(60),
  /** Between two refreshes of a panel for nothing but a figure. */
  minGapMs: z.int().min(0).max(3_600_000).default(180_000),
  /** The largest share of all labels whose figures come back in any minute, in per cent; above 100 only in a lab. */
  returnPercentPerMinute: z.number().min(0.1).max(10_000).default(15),
  /** Opening hours as cron lines in the store's time zone: figures are refreshed before, and not while it is closed. */
  hours: z.strictObject({ open: cron, close: cron, leadMs: z.int().min(0).max(7_200_000).default(900_000) }).optional(),
  /** What a rate must be to be used. The limits can be tightened, not loosened; holds are shorter only in a lab. */
  rate: z
    .strictObject({
      freshMs: upTo(usualLadder.freshMs, 100),
      usableMs: upTo(usualLadder.usableMs, 100),
      withdrawMs: upTo(usualLadder.withdrawMs, 100),
      steadyMs: z.int().min(0).max(3_600_000).default(usualLadder.steadyMs),
      maxSpreadBps: upTo(usualGate.maxSpreadBps),
      minSources: atLeast(usualGate.minSources, 100),
      maxDispersionBps: upTo(usualGate.maxDispersionBps),
      holdBps: upTo(usualGate.holdBps),
      hold: agreement(usualGate.hold),
      first: agreement(usualGate.first),
    })
    .prefault({}),
  /** A static code to pay with, for templates that draw one. The gateway holds no keys and makes no invoices. */
  pay: z
    .strictObject({
      /** Where a wallet asks for an invoice, such as `https://pay.example/p/{gtin}`; `{gtin}` and `{sku}` are filled in. */
      url: z.string().min(1).max(200),
      /** Hosts that money may go to; the address must name one of them. */
      hosts: z
        .array(z.string().regex(/^[a-z0-9.-]+$/, 'must be a host name such as pay.example'))
        .min(1)
        .max(10),
      code: z.enum(payCodeKinds).default('lnurl'),
    })
    .superRefine((pay, context) => {
      const problem = payTemplateProblem(pay);
      if (problem) context.addIssue({ code: 'custom', path: ['url'], message: problem });
    })
    .optional(),
  till: z
    .strictObject({
      /** How long tills honour a figure after the label was told another one. */
      graceMs: z.int().min(0).max(86_400_000).default(1_800_000),
    })
    .prefault({}),
});

export type BitcoinConfig = z.output<typeof bitcoinSchema>;
