import { describe, expect, it } from 'vitest';
import { changesBetween, type Standing, wantedActions } from '../../src/alarms/outputs.ts';
import type { Severity, WatchAction, WatchState } from '../../src/alarms/watch.ts';

const atMs = 1_000_000;
const state = (phase: WatchState['phase'], sinceMs: number | null): WatchState => ({
  phase,
  atMs,
  sinceMs,
  belowMs: null,
  acknowledgedMs: null,
  acknowledgedBy: null,
  silencedUntilMs: null,
  open: true,
  value: 7,
  method: 'two-beams',
  confidence: 0.9,
  raised: 1,
});
const standing = (
  id: string,
  severity: Severity,
  sinceMs: number | null,
  actions: WatchAction[] = [{ screen: 'door' }],
): Standing => ({
  rule: { id, on: { button: 'b' }, holdMs: 0, severity, text: `text of ${id}`, actions },
  state: state(sinceMs === null ? 'quiet' : 'raised', sinceMs),
  testing: false,
});

describe('alarms over a screen', () => {
  it('stand there together, the most severe first, then the one that was raised first', () => {
    const { screens } = wantedActions(
      [standing('a', 'info', 5), standing('b', 'urgent', 9), standing('c', 'urgent', 3), standing('d', 'info', null)],
      atMs,
    );
    expect(screens.get('door')?.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });

  it('are taken away when none stands any more, and told only where they differ', () => {
    const raised = wantedActions([standing('a', 'info', 5)], atMs);
    const quiet = wantedActions([standing('a', 'info', null)], atMs);
    expect(changesBetween(null, raised)).toEqual([
      { screen: 'door', notices: [{ id: 'a', severity: 'info', text: 'text of a', sinceMs: 5 }] },
    ]);
    expect(changesBetween(raised, quiet)).toEqual([{ screen: 'door', notices: [] }]);
    expect(changesBetween(raised, wantedActions([standing('a', 'info', 5)], atMs))).toEqual([]);
  });
});
