import { createBoard } from '../../src/alarms/board.ts';
import type { WatchRule } from '../../src/alarms/watch.ts';

export const beganMs = 1_795_446_000_000;
const beams = { method: 'two-beams', confidence: 0.9 };

/** Opens a second till when five wait. */
export const longQueue: WatchRule = {
  id: 'open-till-2',
  on: { queue: 'till-row', figure: 'length' },
  raise: 5,
  clear: 3,
  holdMs: 5_000,
  severity: 'warning',
  text: 'Kasse 2 öffnet',
  actions: [{ light: 'till-2-lamp', blink: true }, { display: 'a0b1c2d3e4f5', text: 'Kasse 2 öffnet' }, { mesh: true }],
  escalate: { afterMs: 60_000, actions: [{ light: 'office-lamp', blink: true }] },
};

/** Somebody wants help. */
export const help: WatchRule = {
  id: 'help-dairy',
  on: { button: 'dairy-help' },
  holdMs: 5_000,
  severity: 'info',
  text: 'Hilfe am Kühlregal',
  actions: [{ light: 'office-lamp', blink: false }, { mesh: true }],
};

export const board = (watches: readonly WatchRule[], open: (id: string, atMs: number) => boolean = () => true) =>
  createBoard({ watches, open, zoneOf: on => ('queue' in on ? 'tills' : 'button' in on ? 'dairy' : on.zone) });

export const length = (value: number | null) => ({ queue: 'till-row', figure: 'length', value, ...beams }) as const;
