import type { ContentDocument, LabelDocument, LabelSummary, WhyEntry } from '../console/documents.ts';
import type { Delivery, LabelReport } from '../delivery/delivery.ts';
import { rateIn } from '../delivery/figure-choice.ts';
import { type FactReader, factsOf } from '../delivery/label-facts.ts';
import type { Step } from '../delivery/plan.ts';
import type { DesiredRow, HistoryRow, LabelStore } from '../delivery/ports.ts';
import { servers } from '../delivery/reach.ts';
import type { LabelState } from '../mesh/contract/gateway.ts';
import type { LocalBindingRow } from '../mesh/ports.ts';
import type { LabelContent } from '../shelf/content.ts';
import { decodeContent } from '../shelf/content-codec.ts';
import { decide, type FigureRate, type StoreRules } from '../shelf/decide.ts';
import { figuresOf } from '../shelf/figure-content.ts';
import { formatPrice, formatUnitPrice } from '../shelf/format.ts';
import { type Reason, reasons } from '../shelf/reasons.ts';
import { formatSats } from '../shelf/sats-format.ts';
import { absenceEntry } from './bitcoin-why.ts';
import { labelHealth } from './label-health.ts';

export interface LabelDocumentsOptions {
  readonly reader: FactReader;
  readonly delivery: Pick<Delivery, 'report' | 'reports'>;
  readonly history: (label: string, limit: number) => HistoryRow[];
  readonly samples: LabelStore['samples'];
  readonly localBinding: (label: string) => LocalBindingRow | null;
  readonly rules: StoreRules;
  readonly freshMs: number;
  readonly paused: () => boolean;
  /** Scheduled changes wait for a clock that can be trusted. */
  readonly timeHeld: () => boolean;
  /** Why the label shows no price in bitcoin; null: it does, or has no place for it. */
  readonly whyNoFigure: (label: string) => Reason | null;
  readonly nowMs: () => number;
}

const historyShown = 100;
const iso = (ms: number) => new Date(ms).toISOString();
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms));

/** What is known of labels, as documents for people, scripts and the mesh. */
export function createLabelDocuments(options: LabelDocumentsOptions) {
  const { reader, delivery, rules } = options;

  function summary(report: LabelReport): LabelSummary {
    const { label, confidence, reason } = report;
    const { desired, shown, model, row, session } = label;
    const binding = reader.binding(label.id)?.value ?? null;
    const seen = shown && decodeContent(shown.content).items[0];
    const name = seen?.name ?? (desired?.content ? decodeContent(desired.content).items[0]?.name : undefined);
    return {
      id: label.id,
      model: model?.id ?? null,
      panel: model && { width: model.panel.width, height: model.panel.height, palette: model.panel.palette },
      skus: binding ? [...binding.skus] : [],
      name: name ?? null,
      priceText: seen ? formatPrice(seen.price, rules.locale).text : null,
      position: binding?.position ?? null,
      confidence,
      reason,
      refused: desired?.refusal != null,
      desired: desired && { version: desired.version, hash: desired.hash },
      shown: shown && { version: shown.version, hash: shown.hash, at: iso(shown.atMs) },
      progress: session?.progress ?? null,
      batteryMv: row.batteryMv,
      rssi: row.rssi,
      lastSeen: isoOrNull(row.lastSeenMs),
    };
  }

  function document(report: LabelReport): LabelDocument {
    const { label, step } = report;
    const { desired, shown } = label;
    const nowMs = options.nowMs();
    const facts = factsOf(label.id, reader);
    const passedMs = options.timeHeld() ? unheeded(desired, nowMs) : null;
    const why: WhyEntry[] = facts
      ? decide(facts, rules, passedMs === null ? nowMs : passedMs - 1, desiredRate(desired)).why.map(
          ({ atMs, ...entry }) => ({
            ...entry,
            at: isoOrNull(atMs),
          }),
        )
      : [];
    why.push(...absenceEntry(options.whyNoFigure(label.id)));
    const waits = waiting(step, label.attempt?.detail ?? null);
    if (waits) why.unshift(waits);
    if (passedMs !== null) {
      const reason = 'time.not-synchronised';
      why.unshift({ rule: 'time', reason, text: reasons[reason].meaning, at: iso(passedMs) });
    }
    if (options.paused()) {
      why.unshift({ rule: 'delivery', reason: 'delivery.paused', text: reasons['delivery.paused'].meaning, at: null });
    }
    const local = options.localBinding(label.id);
    if (local?.state === 'open') {
      const text = `Bound at the shelf by ${local.actor}; the mesh has not taken it over yet.`;
      why.push({ rule: 'binding', reason: 'binding.local', text, at: iso(local.madeAtMs) });
    } else if (local?.state === 'overruled') {
      const text = `The mesh has overruled what ${local.actor} bound here.`;
      why.push({ rule: 'binding', reason: 'binding.overruled', text, at: iso(local.madeAtMs) });
    }
    return {
      schemaVersion: 1,
      ...summary(report),
      firmware: label.row.firmware,
      hasKey: label.row.hasKey,
      health: labelHealth(report, options.samples(label.id), options.freshMs, nowMs),
      radio: label.session?.radio ?? servers(label.reach, nowMs, options.freshMs)[0] ?? null,
      content: {
        shown: shown && contentDocument(decodeContent(shown.content), rules),
        desired: desired?.content ? contentDocument(decodeContent(desired.content), rules) : null,
      },
      why,
      next: nextText(step, label.session !== null),
      history: options
        .history(label.id, historyShown)
        .map(({ atMs, event, detail }) => ({ at: iso(atMs), event, detail: { ...detail } })),
    };
  }

  /** For the mesh: retained, so it says nothing that is only true for a moment. */
  function state(report: LabelReport): LabelState {
    const { label, confidence } = report;
    const { desired, shown } = label;
    const content = shown && decodeContent(shown.content);
    const skus = reader.binding(label.id)?.value.skus ?? [];
    // What stands there for a while is no price of this label.
    const own = content?.notice === undefined && content?.items[0]?.sku === skus[0] ? content : null;
    const price = own?.items[0]?.price;
    return {
      label: label.id,
      // The reporter numbers what it sends.
      revision: 0,
      model: label.model?.id ?? null,
      skus: [...skus],
      confidence,
      desired: desired && { epoch: desired.epoch, version: desired.version, hash: desired.hash },
      shown: shown && {
        epoch: shown.epoch,
        version: shown.version,
        hash: shown.hash,
        at: iso(shown.atMs),
        ...(price ? { amountMinor: Number(price.amountMinor), currency: price.currency } : {}),
        ...bitcoinState(own),
      },
      refusal: desired?.refusal ?? null,
      batteryMv: label.row.batteryMv,
      rssi: label.row.rssi,
      lastSeen: isoOrNull(label.row.lastSeenMs),
    };
  }

  const of = <T>(id: string, make: (report: LabelReport) => T): T | null => {
    const report = delivery.report(id);
    return report && make(report);
  };
  return {
    summaries: (): LabelSummary[] =>
      [...delivery.reports()].map(summary).sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
    summary: (id: string) => of(id, summary),
    summaryOf: summary,
    document: (id: string) => of(id, document),
    state: (id: string) => of(id, state),
    traceparent: (id: string) => delivery.report(id)?.label.desired?.traceparent ?? null,
  };
}

export type LabelDocuments = ReturnType<typeof createLabelDocuments>;

function contentDocument(content: LabelContent, rules: StoreRules): ContentDocument | null {
  const [item] = content.items;
  if (!item) return null;
  const { price, unitPrice } = item;
  return {
    // The contract bounds amounts to 10^12 minor units, which a JSON number carries exactly.
    amountMinor: Number(price.amountMinor),
    currency: price.currency,
    exponent: price.exponent,
    priceText: formatPrice(price, rules.locale).text,
    unitPriceText: unitPrice && formatUnitPrice(unitPrice.price, unitPrice.unit, rules.locale),
    name: item.name,
    satsText: item.sats && formatSats(item.sats.sats, content.bitcoin?.style ?? 'sats', rules.locale),
    rateText: content.bitcoin?.rate ? content.bitcoin.rate.timeText : null,
    notice: content.notice ?? null,
    badge: item.badge,
    soldOut: item.soldOut,
    template: content.template,
    page: content.page,
  };
}

function desiredRate(desired: DesiredRow | null): FigureRate | null {
  return desired?.content ? rateIn(decodeContent(desired.content)) : null;
}

/** The acknowledged prices in bitcoin, with what they were made at: tills honour them. */
function bitcoinState(content: LabelContent | null): Pick<NonNullable<LabelState['shown']>, 'bitcoin'> {
  const figures = content ? figuresOf(content) : [];
  const [first] = figures;
  if (!first) return {};
  const { pair, rate, atMs, seq } = first.rate;
  const prices = figures.map(({ sku, sats }) => ({ sku, sats: Number(sats) }));
  return { bitcoin: { pair, rate, rateAt: iso(atMs), rateSeq: seq, prices } };
}

/** The scheduled instant that has passed without effect; null: none has. */
function unheeded(desired: DesiredRow | null, nowMs: number): number | null {
  const untilMs = desired?.untilMs ?? null;
  return untilMs !== null && untilMs <= nowMs ? untilMs : null;
}

function waiting(step: Step, detail: string | null): WhyEntry | null {
  if (step.type !== 'wait') return null;
  const rule = step.reason.split('.')[0] ?? 'delivery';
  const { meaning } = reasons[step.reason];
  return { rule, reason: step.reason, text: detail ? `${meaning} ${detail}` : meaning, at: isoOrNull(step.untilMs) };
}

function nextText(step: Step, busy: boolean): string | null {
  if (busy) return step.type === 'identify' ? 'being asked what it is' : 'being sent now';
  if (step.type === 'none' || step.type === 'refused') return null;
  if (step.type === 'identify') return 'ask the label what it is';
  if (step.type === 'show') return 'send now';
  if (step.type === 'withdraw') return 'take its price in bitcoin down';
  return step.untilMs === null ? null : `try again at ${iso(step.untilMs)}`;
}
