import type { Crossing } from '../firmata/beams.ts';
import type { Press } from '../firmata/gestures.ts';

/** What people can touch, by the names of the parts. Each answers null where there is no such part. */
export interface Stage {
  /** Resolves when the walker is through. */
  cross(line: string, crossing: Crossing): Promise<void> | null;
  /** Resolves when the button is let go. */
  press(button: string, press: Press): Promise<void> | null;
  /** How many pieces were really taken. */
  pick(shelf: string, pieces: number): number | null;
  bump(shelf: string, forMs: number): true | null;
  move(sensor: string, forMs: number): true | null;
  /** False: nobody listens, so the scan is lost. */
  scan(scanner: string, text: string): boolean | null;
  weigh(scale: string, grams: number): true | null;
  /** Whether there is a part of that name that can be used in this way. */
  has(kind: StageKind, name: string): boolean;
}

export type StageKind = 'line' | 'button' | 'shelf' | 'sensor' | 'scanner' | 'scale';
