import type { Cancel, Clock } from '../clock.ts';
import { type BeamLine, createBeamLine } from '../firmata/beams.ts';
import { type Board, createBoard } from '../firmata/board.ts';
import { type Button, createButton } from '../firmata/gestures.ts';
import { type CharacterDisplay, createCharacterDisplay } from '../firmata/hd44780.ts';
import { createLoadCell, type LoadCell } from '../firmata/load-cell.ts';
import { createOledDisplay, type OledDisplay } from '../firmata/ssd1306.ts';
import type { Random } from '../random.ts';
import type { PlannedNode } from './plan.ts';

export type WiredDisplay =
  | { readonly kind: 'text'; readonly label: string; readonly display: CharacterDisplay }
  | { readonly kind: 'pixels'; readonly label: string; readonly display: OledDisplay };

/** Somebody who moves before a motion sensor. */
export interface Motion {
  move(forMs: number): void;
  seen(): boolean;
}

/** A board with everything that hangs on it, by the names of the parts. */
export interface WiredNode {
  readonly id: string;
  readonly board: Board;
  readonly lines: ReadonlyMap<string, BeamLine>;
  readonly buttons: ReadonlyMap<string, Button>;
  readonly cells: ReadonlyMap<string, LoadCell>;
  readonly motions: ReadonlyMap<string, Motion>;
  readonly displays: readonly WiredDisplay[];
  /** Lights and relays: the level of their pins, and how often it rose. */
  readonly outputs: ReadonlyMap<string, { level(): number; rises(): number }>;
  stop(): void;
}

const piecesAtFirst = 24;
/** A motion sensor stays high for so long after the last movement. */
const motionHoldMs = 2_500;

/** @param random one for each part is drawn from it */
export function buildNode({ id, parts }: PlannedNode, clock: Clock, random: () => Random): WiredNode {
  const displays: WiredDisplay[] = parts.flatMap((part): WiredDisplay[] => {
    if (part.kind !== 'display') return [];
    const { address, label, model } = part;
    if (model === 'oled-128x64') return [{ kind: 'pixels', label, display: createOledDisplay(address) }];
    const size = model === 'lcd-20x4' ? ({ columns: 20, rows: 4 } as const) : ({ columns: 16, rows: 2 } as const);
    return [{ kind: 'text', label, display: createCharacterDisplay({ address, ...size }) }];
  });
  const board = createBoard({ clock, devices: displays.map(({ display }) => display) });
  const lines = new Map<string, BeamLine>();
  const buttons = new Map<string, Button>();
  const cells = new Map<string, LoadCell>();
  const motions = new Map<string, Motion>();
  const outputs = new Map<string, { level(): number; rises(): number }>();
  const stops: (() => void)[] = [];

  function addOutput(name: string, pin: number): void {
    let rises = 0;
    let last = 0;
    stops.push(
      board.onOutput((changed, value) => {
        if (changed !== pin) return;
        if (last === 0 && (value ?? 0) > 0) rises++;
        last = value ?? 0;
      }),
    );
    outputs.set(name, { level: () => board.output(pin) ?? 0, rises: () => rises });
  }

  function addMotion(name: string, pin: number): void {
    let cancel: Cancel = () => {};
    let seen = false;
    const set = (high: boolean): void => {
      seen = high;
      board.setDigital(pin, high);
    };
    set(false);
    stops.push(() => cancel());
    motions.set(name, {
      move(forMs) {
        cancel();
        set(true);
        cancel = clock.after(forMs + motionHoldMs, () => set(false));
      },
      seen: () => seen,
    });
  }

  for (const part of parts) {
    switch (part.kind) {
      case 'line':
        lines.set(part.id, createBeamLine(board, part.pins, clock, random()));
        break;
      case 'button':
        buttons.set(part.id, createButton(board, part.pin, clock, random()));
        break;
      case 'load-cell': {
        const cell = createLoadCell({ clock, random: random(), pieceGrams: part.pieceGrams, pieces: piecesAtFirst });
        board.setAnalog(Number(part.pin.slice(1)), cell.sample);
        cells.set(part.id, cell);
        break;
      }
      case 'motion':
        addMotion(part.id, part.pin);
        break;
      case 'light':
      case 'relay':
        addOutput(part.id, part.pin);
    }
  }
  return {
    id,
    board,
    lines,
    buttons,
    cells,
    motions,
    displays,
    outputs,
    stop() {
      for (const part of [...lines.values(), ...buttons.values()]) part.stop();
      for (const stop of stops) stop();
    },
  };
}
