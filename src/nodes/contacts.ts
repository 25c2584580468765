import type { Cancel, Clock } from '../clock.ts';
import type { Inputs } from './hardware.ts';
import type { ButtonPart, NodeParts, PartEvent } from './parts.ts';
import { type ButtonState, readPress, restingButton } from './press.ts';

/** A button that is down when its node comes back was pressed before, and nobody knows for what. */
const heldSinceBeforeMs = 300;

export interface ContactsOptions {
  readonly node: NodeParts;
  readonly clock: Clock;
  readonly tell: (event: PartEvent) => void;
}

/** Makes events of what the inputs of one node say. */
export function createContacts({ node, clock, tell }: ContactsOptions) {
  const buttons = new Map<string, ButtonState>();
  const timers = new Map<string, Cancel>();
  /** Buttons that have to be let go before they count. */
  const held = new Set<string>();
  const levels = new Map<string, boolean>();
  let upMs: number | null = null;

  const stamp = (part: string) => ({
    node: node.id,
    part,
    atMs: clock.now(),
    monotonicMs: clock.monotonic(),
  });

  function button(part: ButtonPart, contact: boolean | null): void {
    timers.get(part.id)?.();
    const before = buttons.get(part.id) ?? restingButton;
    const { state, presses, wakeMs } = readPress(before, contact, clock.monotonic());
    buttons.set(part.id, state);
    for (const press of presses) tell({ ...stamp(part.id), type: 'button', press });
    if (wakeMs === null) timers.delete(part.id);
    else
      timers.set(
        part.id,
        clock.after(Math.max(1, wakeMs - clock.monotonic()), () => button(part, null)),
      );
  }

  /** Whether a level is news. */
  function changes(key: string, level: boolean): boolean {
    if (upMs === null || levels.get(key) === level) return false;
    levels.set(key, level);
    return true;
  }

  const inputs: Inputs = {
    button(part, down) {
      if (upMs === null) return;
      if (down && clock.monotonic() - upMs < heldSinceBeforeMs) held.add(part.id);
      if (!held.has(part.id)) button(part, down);
      else if (!down) held.delete(part.id);
    },
    motion(part, active) {
      if (changes(part.id, active)) tell({ ...stamp(part.id), type: 'motion', active });
    },
    beam(part, beam, broken) {
      if (changes(`${part.id} ${beam}`, broken)) tell({ ...stamp(part.id), type: 'beam', beam, broken });
    },
    load(part, raw) {
      if (upMs !== null) tell({ ...stamp(part.id), type: 'load', raw });
    },
  };

  function forget(): void {
    upMs = null;
    for (const cancel of timers.values()) cancel();
    timers.clear();
    buttons.clear();
    held.clear();
    levels.clear();
  }

  return {
    inputs,
    up(): void {
      forget();
      upMs = clock.monotonic();
    },
    /** Presses that were under way are dropped; levels are read anew. */
    gone: forget,
    isDown: (part: string): boolean => buttons.get(part)?.down ?? false,
  };
}
