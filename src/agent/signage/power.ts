import type { Cancel, Clock } from '../../clock.ts';
import type { LocalScreen } from '../../config/screens.ts';
import {
  type PowerEvent,
  type PowerRules,
  type PowerState,
  power,
  powerDefaults,
  unknownPower,
} from '../../signage/power.ts';
import { type CommandEnd, runCommand } from './run-command.ts';

/** Between two looks at the hours. */
const lookMs = 5_000;

export interface ScreenPowerPorts {
  readonly screens: readonly LocalScreen[];
  /** Whether the store's screens are on now; see `createHours`. */
  readonly open: (atMs: number) => boolean;
  readonly clock: Clock;
  readonly failed: (screen: string, detail: string) => void;
  /** What had failed works again. */
  readonly mended: (screen: string) => void;
  readonly run?: (command: readonly string[]) => Promise<CommandEnd>;
  readonly rules?: PowerRules;
}

/** Switches the panels that hang on this machine by the hours, and starts their browsers anew when told to. */
export function createScreenPower({ screens, open, clock, failed, mended, ...given }: ScreenPowerPorts) {
  const run = given.run ?? (command => runCommand(command));
  const rules = given.rules ?? powerDefaults;
  const states = new Map<string, PowerState>(screens.map(({ screen }) => [screen, unknownPower]));
  const restarting = new Set<string>();
  let cancel: Cancel = () => {};
  let stopped = false;

  function tell(local: LocalScreen, event: PowerEvent, detail = ''): void {
    const can = { on: local.on !== undefined, off: local.off !== undefined };
    const { state, steps } = power(states.get(local.screen)!, event, clock.monotonic(), can, rules);
    states.set(local.screen, state);
    for (const step of steps) {
      if (step.do === 'raise') failed(local.screen, detail);
      else if (step.do === 'clear') mended(local.screen);
      else void carryOut(local, local[step.way]!);
    }
  }

  async function carryOut(local: LocalScreen, command: readonly string[]): Promise<void> {
    const end = await run(command);
    if (!stopped) tell(local, { kind: 'done', ok: end.ok }, end.ok ? '' : end.detail);
  }

  function look(): void {
    const wanted = open(clock.now()) ? 'on' : 'off';
    for (const local of screens) tell(local, { kind: 'tick', wanted });
    cancel = clock.after(lookMs, look);
  }

  return {
    start: look,
    /** How it was switched last; null: not known. */
    state: (screen: string): PowerState['done'] => states.get(screen)?.done ?? null,
    /**
     * Starts the browser of a screen anew. Null: there is no command for it, or one runs already.
     */
    restart(screen: string): Promise<CommandEnd> | null {
      const command = screens.find(local => local.screen === screen)?.restart;
      if (command === undefined || restarting.has(screen) || stopped) return null;
      restarting.add(screen);
      return run(command).finally(() => restarting.delete(screen));
    },
    stop(): void {
      stopped = true;
      cancel();
    },
  };
}
