import { type BoardAnswer, type BoardFigure, createBoard, type Outcome } from '../../alarms/board.ts';
import { type BoardState, boardStateFrom } from '../../alarms/board-state.ts';
import { alwaysOpen, createHours } from '../../alarms/hours.ts';
import type { ScreenNotice } from '../../alarms/outputs.ts';
import type { Cancel, Clock } from '../../clock.ts';
import type { Config } from '../../config/schema.ts';
import type { Telling } from '../../mesh/telling.ts';
import type { LightPattern } from '../../nodes/light.ts';
import type { Inventory } from './inventory.ts';

const name = 'alarms/board';

export interface CallsOptions {
  readonly config: Pick<Config, 'watches' | 'queues'>;
  readonly inventory: Inventory;
  readonly memory: { recall(name: string): string | null; remember(name: string, value: string): void };
  /** The next instant of a cron line in the store's time zone; null: it never comes. */
  readonly nextRun: (line: string) => number | null;
  readonly light: (part: string, pattern: LightPattern) => void;
  /** Null: its own content again. */
  readonly display: (label: string, text: string | null) => void;
  /** All that lies over a signage screen now. */
  readonly screen: (screen: string, notices: readonly ScreenNotice[]) => void;
  readonly tell: (telling: Telling) => void;
  readonly changed: (alarm: string, text: string) => void;
  readonly failed: (error: unknown) => void;
  readonly clock: Clock;
}

/** The alarms of the shop: from figures and presses to lights, displays and the mesh. Works without any connection. */
export function createCalls(options: CallsOptions) {
  const { config, memory, clock, tell } = options;
  const hours = new Map(
    config.watches.map(({ id, hours: own }) => [id, own ? createHours(own, options.nextRun) : alwaysOpen] as const),
  );
  const board = createBoard({
    watches: config.watches,
    open: (id, atMs) => hours.get(id)?.open(atMs) ?? true,
    zoneOf(on) {
      if ('zone' in on) return on.zone;
      return 'queue' in on
        ? (config.queues.find(({ id }) => id === on.queue)?.zone ?? null)
        : options.inventory.zoneOf(on.button);
    },
    state: recalled(memory),
  });
  let cancel: Cancel = () => {};

  function follow({ outputs, notices, turns }: Outcome): void {
    for (const action of outputs) {
      if ('light' in action) options.light(action.light, action.state);
      else if ('screen' in action) options.screen(action.screen, action.notices);
      else options.display(action.display, 'text' in action ? action.text : null);
    }
    for (const notice of notices) tell({ about: 'notice', id: notice.notice, data: { ...notice } });
    for (const { id, from, to } of turns) options.changed(id, `${from} → ${to}`);
    if (turns.length > 0) keep();
    sleep();
  }

  function keep(): void {
    try {
      memory.remember(name, JSON.stringify(board.state()));
    } catch (error) {
      options.failed(error);
    }
  }

  function sleep(): void {
    cancel();
    cancel = clock.after(Math.max(10, board.nextInMs(clock.now())), () => follow(board.tick(clock.now())));
  }

  function answered(answer: BoardAnswer) {
    if (!answer.ok) return answer;
    follow(answer);
    // A silence is no turn, and must be known after a restart all the same.
    if (answer.turns.length === 0) keep();
    return { ok: true } as const;
  }

  return {
    figure: (figure: BoardFigure): void => follow(board.figure(figure, clock.now())),
    press: (button: string): void => follow(board.press(button, clock.now())),
    /** A button beside several alarms: those of its zone, or all where it is in none. */
    acknowledgeIn: (zone: string | null, by: string): void => follow(board.acknowledgeIn(zone, by, clock.now())),
    acknowledge: (id: string, by: string) => answered(board.acknowledge(id, by, clock.now())),
    silence: (id: string, forMs: number) => answered(board.silence(id, forMs, clock.now())),
    test: (id: string) => answered(board.test(id, clock.now())),
    entries: () => board.entries(clock.now()),
    /** Brings lights and displays in line with how alarms stand, as after a start. */
    start(): void {
      const atMs = clock.now();
      follow({ ...board.tick(atMs), outputs: board.outputs(atMs) });
      for (const notice of board.notices()) tell({ about: 'notice', id: notice.notice, data: { ...notice } });
    },
    stop(): void {
      cancel();
      keep();
    },
  };
}
export type Calls = ReturnType<typeof createCalls>;

/** How alarms stood before the restart; what cannot be read begins anew. */
function recalled(memory: CallsOptions['memory']): BoardState {
  try {
    return boardStateFrom(JSON.parse(memory.recall(name) ?? 'null'));
  } catch {
    return boardStateFrom(null);
  }
}
