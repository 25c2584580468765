import type { AttentionDocument, AttentionEntry, Severity } from '../console/attention-document.ts';
import type { Confidence } from '../console/documents.ts';
import { type Reason, reasons } from '../shelf/reasons.ts';
import type { StandingAlarm } from './alarms.ts';
import { watchedReasons } from './label-watch.ts';

/** What has to be known of a label to say whether it needs somebody. */
export interface LabelCondition {
  readonly id: string;
  readonly bound: boolean;
  readonly confidence: Confidence;
  readonly reason: Reason | null;
  /** A rule refused what it should show. */
  readonly refused: boolean;
  readonly batteryLow: boolean;
  readonly lastSeenMs: number | null;
  /** Since when it does not show what it should; null: it does. */
  readonly openSinceMs: number | null;
}

/** Everything that may need somebody. */
export interface Condition {
  readonly labels: Iterable<LabelCondition>;
  readonly alarms: readonly StandingAlarm[];
  /** Adapters that are not on air. */
  readonly radiosDown: readonly { readonly url: string; readonly sinceMs: number | null }[];
  readonly radios: number;
  /** Held messages by reason code. */
  readonly quarantine: Readonly<Record<string, number>>;
}

const labelsNamed = 20;
const order: readonly Severity[] = ['wrong', 'unproven', 'risk', 'chore'];
/** These wait for something that comes by itself. */
const patience: ReadonlySet<string> = new Set<Reason>(['delivery.min-gap', 'delivery.budget', 'till.waiting']);
/** What a dead adapter makes of a label. */
const outOfReach: ReadonlySet<string> = new Set<Reason>([
  'radio.label-silent',
  'radio.no-radio',
  'radio.down',
  'label.never-heard',
  'label.overdue',
  'device.link-lost',
]);

interface Group {
  readonly key: string;
  readonly reason: Reason;
  severity: Severity;
  readonly labels: string[];
  sinceMs: number | null;
}

/**
 * The list of what needs somebody: one entry per cause, worst first. Pure. Each label stands under one cause at most,
 * and no label that needs somebody is missing.
 */
export function attention(condition: Condition): AttentionDocument {
  const groups = new Map<string, Group>();
  const allDown = condition.radios > 0 && condition.radiosDown.length === condition.radios;
  for (const label of condition.labels) {
    const cause = causeOf(label, allDown, condition.radiosDown);
    if (cause === null) continue;
    const key = `${cause.severity} ${cause.reason}`;
    const group = groups.get(key) ?? { key, ...cause, labels: [], sinceMs: null };
    group.labels.push(label.id);
    const sinceMs = label.openSinceMs;
    if (sinceMs !== null && (group.sinceMs === null || sinceMs < group.sinceMs)) group.sinceMs = sinceMs;
    groups.set(key, group);
  }
  const struck = new Set([...groups.values()].map(group => group.reason));
  const entries = [
    ...[...groups.values()].map(entryOfLabels),
    ...condition.alarms.filter(alarm => !struck.has(alarm.code) && !tellsOfLabels(alarm)).map(entryOfAlarm),
    ...quarantineEntries(condition.quarantine),
  ];
  entries.sort(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || b.count - a.count || (a.id < b.id ? -1 : 1),
  );
  return { schemaVersion: 1, entries };
}

/** Alarms about labels in general are told by the labels themselves. */
const tellsOfLabels = ({ code, subject }: StandingAlarm) =>
  subject === 'labels' && watchedReasons.some(reason => reason === code);

function causeOf(
  label: LabelCondition,
  allDown: boolean,
  radiosDown: Condition['radiosDown'],
): { reason: Reason; severity: Severity } | null {
  if (!label.bound) return label.lastSeenMs === null ? null : { reason: 'label.not-bound', severity: 'chore' };
  const { confidence, reason } = label;
  if (label.refused) return { reason: reason ?? 'label.overdue', severity: 'wrong' };
  const inDoubt = confidence === 'failed' || confidence === 'stale' || confidence === 'unknown';
  const impatient = confidence === 'pending' && reason !== null && outOfReach.has(reason);
  if ((inDoubt || impatient) && !(reason !== null && patience.has(reason) && confidence === 'pending')) {
    const silentSince = radiosDown.some(radio => radio.sinceMs !== null && (label.lastSeenMs ?? 0) <= radio.sinceMs);
    const unreachable = reason === null || outOfReach.has(reason);
    if (radiosDown.length > 0 && unreachable && (allDown || silentSince)) {
      return { reason: 'radio.down', severity: 'unproven' };
    }
    return { reason: reason ?? 'label.overdue', severity: confidence === 'stale' ? 'wrong' : 'unproven' };
  }
  return label.batteryLow ? { reason: 'label.battery-low', severity: 'risk' } : null;
}

function entryOfLabels({ key, reason, severity, labels, sinceMs }: Group): AttentionEntry {
  const { meaning, fix } = reasons[reason];
  const [first = ''] = labels;
  const single = labels.length === 1;
  const who = single ? `Label ${first}` : `${labels.length} labels`;
  return {
    id: key.replace(' ', '.'),
    severity,
    reason,
    text: `${who}: ${meaning}`,
    count: labels.length,
    labels: labels.slice(0, labelsNamed),
    action: {
      text: fix ?? 'Look at what the label itself says.',
      command: single ? `endcap label why ${first}` : commandOf(reason),
      href: single ? `/?label=${first}` : hrefOf(reason),
    },
    since: sinceMs === null ? null : new Date(sinceMs).toISOString(),
  };
}

function commandOf(reason: Reason): string {
  if (reason === 'label.not-bound') return 'endcap label unbound';
  if (reason === 'radio.down') return 'endcap doctor';
  return `endcap label list --reason ${reason}`;
}

function hrefOf(reason: Reason): string {
  if (reason === 'label.not-bound') return '/bind';
  if (reason === 'radio.down') return '/radios';
  return `/?view=list&q=${reason}`;
}

function entryOfAlarm({ code, subject, detail, sinceMs }: StandingAlarm): AttentionEntry {
  const { fix, meaning } = reasons[code];
  const room = code.split('.')[0]!;
  return {
    id: `alarm.${code}.${subject}`,
    severity: severityOfAlarm(code),
    reason: code,
    text: detail === '' ? meaning : `${meaning} ${subject}: ${detail}`,
    count: 0,
    labels: [],
    action: {
      text: fix ?? 'See the log.',
      command: places[room]?.command ?? 'endcap doctor',
      href: places[room]?.page ?? null,
    },
    since: new Date(sinceMs).toISOString(),
  };
}

/** Where one looks into an alarm, by the first word of its code. */
const places: Readonly<Record<string, { readonly command: string; readonly page: string }>> = {
  mesh: { command: 'endcap mesh lag', page: '/mesh' },
  radio: { command: 'endcap doctor', page: '/radios' },
  render: { command: 'endcap doctor', page: '/templates' },
  template: { command: 'endcap doctor', page: '/templates' },
  fx: { command: 'endcap rate list', page: '/rates' },
  sats: { command: 'endcap rate labels', page: '/rates' },
  beacon: { command: 'endcap beacon list', page: '/zones' },
  offer: { command: 'endcap offer list', page: '/zones' },
  zone: { command: 'endcap zone list', page: '/zones' },
  sighting: { command: 'endcap zone list', page: '/zones' },
  privacy: { command: 'endcap privacy report', page: '/zones' },
  screen: { command: 'endcap screen list', page: '/screens' },
};

function severityOfAlarm(code: Reason): Severity {
  if (code === 'mesh.freeze-suspected' || code === 'mesh.offline' || code.startsWith('radio.')) return 'unproven';
  if (code.startsWith('store.') || code.startsWith('mesh.')) return 'wrong';
  if (code === 'screen.silent' || code === 'screen.hidden') return 'unproven';
  if (code === 'screen.differs') return 'wrong';
  if (code === 'till.silent' || code === 'time.not-synchronised') return 'wrong';
  return 'risk';
}

function quarantineEntries(counts: Condition['quarantine']): AttentionEntry[] {
  const held = Object.entries(counts).filter(([, count]) => count > 0);
  if (held.length === 0) return [];
  held.sort((a, b) => b[1] - a[1]);
  const total = held.reduce((sum, [, count]) => sum + count, 0);
  const [[top]] = held as [[string, number]];
  return [
    {
      id: 'quarantine',
      severity: 'wrong',
      reason: top,
      text: `${total} ${total === 1 ? 'message' : 'messages'} from the mesh ${total === 1 ? 'was' : 'were'} not believed, mostly for ${top}.`,
      count: 0,
      labels: [],
      action: {
        text: 'Look at each: drop what is spoilt, release what is right after all, and tell whoever publishes it.',
        command: 'endcap mesh quarantine',
        href: '/quarantine',
      },
      since: null,
    },
  ];
}
