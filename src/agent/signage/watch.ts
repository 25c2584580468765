import type { Reason } from '../../shelf/reasons.ts';
import {
  newWatchdog,
  type WatchdogEvent,
  type WatchdogRules,
  type WatchdogState,
  watch,
  watchdogDefaults,
} from '../../signage/watchdog.ts';
import type { Alarms } from '../alarms.ts';

export interface WatchOptions {
  readonly silentMs: number;
  /** Whether anybody is expected to show it: a screen that no page ever opened is not silent. */
  readonly expected: (screen: string) => boolean;
  readonly reload: (screen: string) => void;
  readonly restart: (screen: string) => void;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly monotonicMs: () => number;
}

const texts: Partial<Record<Reason, string>> = {
  'screen.silent': 'its page does not report',
  'screen.hidden': 'its page cannot be seen',
  'screen.stale': 'it hides prices, as it cannot know that they hold',
  'screen.differs': 'it shows what it should not',
};

/** Looks after the pages of all screens: the rules are the watchdog's, this carries out its steps. */
export function createScreenWatch(options: WatchOptions) {
  const { alarms, monotonicMs } = options;
  const rules: WatchdogRules = { ...watchdogDefaults, silentMs: options.silentMs };
  const states = new Map<string, WatchdogState>();

  function tell(screen: string, event: WatchdogEvent): void {
    const { state, steps } = watch(states.get(screen) ?? newWatchdog(monotonicMs()), event, monotonicMs(), rules);
    states.set(screen, state);
    for (const step of steps) {
      if (step.do === 'reload') options.reload(screen);
      else if (step.do === 'restart') options.restart(screen);
      else if (step.do === 'raise')
        alarms.raise(step.reason, screen, `${screen}: ${texts[step.reason] ?? step.reason}`);
      else alarms.clear(step.reason, screen);
    }
  }

  return {
    report: (screen: string, report: Omit<Extract<WatchdogEvent, { kind: 'report' }>, 'kind'>): void =>
      tell(screen, { kind: 'report', ...report }),
    /** To be called every few seconds with all screens that there are. */
    look(screens: readonly string[], dark: boolean): void {
      for (const [screen, { raised }] of states) {
        if (screens.includes(screen)) continue;
        for (const reason of raised) alarms.clear(reason, screen);
        states.delete(screen);
      }
      for (const screen of screens.filter(options.expected)) {
        tell(screen, { kind: 'dark', dark });
        tell(screen, { kind: 'tick' });
      }
    },
    /** Whether it is known to be wrong. */
    raised: (screen: string): readonly Reason[] => states.get(screen)?.raised ?? [],
  };
}
export type ScreenWatch = ReturnType<typeof createScreenWatch>;
