import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attention, type Condition, type LabelCondition } from '../../src/agent/attention.ts';
import { AttentionDocument } from '../../src/console/attention-document.ts';
import type { Reason } from '../../src/shelf/reasons.ts';

const well: LabelCondition = {
  id: 'a',
  bound: true,
  confidence: 'confirmed',
  reason: null,
  refused: false,
  batteryLow: false,
  lastSeenMs: 1_000,
  openSinceMs: null,
};
const label = (id: string, over: Partial<LabelCondition> = {}): LabelCondition => ({ ...well, id, ...over });
const silent = (id: string, over: Partial<LabelCondition> = {}) =>
  label(id, { confidence: 'failed', reason: 'radio.label-silent', openSinceMs: 2_000, ...over });
const look = (over: Partial<Condition>) =>
  attention({ labels: [], alarms: [], radiosDown: [], radios: 1, quarantine: {}, ...over }).entries;
const brief = (over: Partial<Condition>) => look(over).map(entry => [entry.severity, entry.reason, entry.count]);

describe('what needs attention', () => {
  test('is nothing while all is well', () => {
    expect(look({ labels: [well, label('b', { confidence: 'sent' })] })).toEqual([]);
  });

  test('a wave under way needs nobody', () => {
    const waiting = label('b', { confidence: 'pending', reason: 'delivery.min-gap', openSinceMs: 1 });
    expect(look({ labels: [waiting, label('c', { confidence: 'pending', openSinceMs: 1 })] })).toEqual([]);
  });

  test('fifty labels that one dead adapter cannot reach are one entry', () => {
    const labels = Array.from({ length: 50 }, (_, n) => silent(`l${n}`));
    const alarms = [{ code: 'radio.down', subject: 'hci:0', detail: 'gone', sinceMs: 5_000 }] as const;
    expect(brief({ labels, alarms, radiosDown: [{ url: 'hci:0', sinceMs: 5_000 }] })).toEqual([
      ['unproven', 'radio.down', 50],
    ]);
  });

  test('a label that fell silent while another adapter was on air is its own cause', () => {
    const labels = [silent('a', { lastSeenMs: 4_000 }), silent('b', { lastSeenMs: 9_000 })];
    expect(brief({ labels, radios: 2, radiosDown: [{ url: 'hci:0', sinceMs: 5_000 }] })).toEqual([
      ['unproven', 'radio.down', 1],
      ['unproven', 'radio.label-silent', 1],
    ]);
  });

  test('what may be wrong comes first, then what is not proven, then what will be, then what is untidy', () => {
    const labels = [
      label('unbound', { bound: false, confidence: 'unknown' }),
      label('weak', { batteryLow: true }),
      silent('silent'),
      label('refused', { refused: true, confidence: 'stale', reason: 'price.unit-price-missing', openSinceMs: 1 }),
    ];
    expect(brief({ labels, quarantine: { 'mesh.signature-invalid': 3 } })).toEqual([
      ['wrong', 'price.unit-price-missing', 1],
      ['wrong', 'mesh.signature-invalid', 0],
      ['unproven', 'radio.label-silent', 1],
      ['risk', 'label.battery-low', 1],
      ['chore', 'label.not-bound', 1],
    ]);
  });

  test('a rate that cannot be used leads to the rates', () => {
    const alarms = [{ code: 'fx.too-old', subject: 'rate/btc-eur', detail: 'of noon', sinceMs: 5_000 }] as const;
    const [entry] = attention({ labels: [], alarms, radiosDown: [], radios: 1, quarantine: {} }).entries;
    expect(entry).toMatchObject({ severity: 'risk', action: { command: 'endcap rate list', href: '/rates' } });
  });

  test('a screen in trouble leads to the screens, the worst first', () => {
    const alarms = (['screen.stale', 'screen.silent', 'screen.differs'] as const).map(code => {
      return { code, subject: 'entrance', detail: 'since noon', sinceMs: 1_000 };
    });
    const entries = look({ alarms });
    expect(entries.map(({ severity, reason }) => [severity, reason])).toEqual([
      ['wrong', 'screen.differs'],
      ['unproven', 'screen.silent'],
      ['risk', 'screen.stale'],
    ]);
    for (const { action } of entries) expect(action).toMatchObject({ href: '/screens', command: 'endcap screen list' });
  });

  test('an alarm that its labels tell of already is not told twice', () => {
    const alarms = [
      { code: 'label.battery-low', subject: 'labels', detail: 'weak', sinceMs: 1 },
      { code: 'store.disk-full', subject: 'store', detail: 'no room', sinceMs: 1 },
    ] as const;
    expect(brief({ labels: [label('weak', { batteryLow: true })], alarms })).toEqual([
      ['wrong', 'store.disk-full', 0],
      ['risk', 'label.battery-low', 1],
    ]);
  });

  test('each entry says what mends it and where to look', () => {
    for (const entry of look({
      labels: [silent('a'), label('b', { batteryLow: true }), label('c', { batteryLow: true })],
    })) {
      expect(entry.action.text.length).toBeGreaterThan(5);
      expect(entry.action.command).toMatch(/^endcap /);
      expect(entry.action.href).toMatch(/^\//);
    }
  });
});

test('no label that needs somebody is missing, none stands under two causes', () => {
  const reason = fc.constantFrom<Reason | null>(
    null,
    'radio.label-silent',
    'device.wrong-key',
    'label.overdue',
    'label.never-heard',
  );
  const arbitrary = fc.record({
    bound: fc.boolean(),
    confidence: fc.constantFrom('confirmed', 'sent', 'pending', 'stale', 'unknown', 'failed'),
    reason,
    refused: fc.boolean(),
    batteryLow: fc.boolean(),
    lastSeenMs: fc.option(fc.nat(10_000)),
    openSinceMs: fc.option(fc.nat(10_000)),
  });
  fc.assert(
    fc.property(fc.array(arbitrary, { maxLength: 15 }), fc.boolean(), (conditions, down) => {
      const labels = conditions.map((each, index) => ({ ...each, id: `l${index}` }) as LabelCondition);
      const document = attention({
        labels,
        alarms: [],
        radios: 1,
        radiosDown: down ? [{ url: 'hci:0', sinceMs: 5_000 }] : [],
        quarantine: {},
      });
      expect(AttentionDocument.parse(document)).toEqual(document);
      const named = document.entries.flatMap(entry => entry.labels);
      expect(new Set(named).size).toBe(named.length);
      const needs = labels.filter(
        each =>
          each.bound && (each.refused || ['failed', 'stale', 'unknown'].includes(each.confidence) || each.batteryLow),
      );
      for (const each of needs) expect(named).toContain(each.id);
      const fine = labels.filter(
        each => each.bound && !each.refused && !each.batteryLow && ['confirmed', 'sent'].includes(each.confidence),
      );
      for (const each of fine) expect(named).not.toContain(each.id);
    }),
  );
});
