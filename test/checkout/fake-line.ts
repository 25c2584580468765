import type { Line } from '../../src/checkout/line.ts';

/** The far end of a serial line: what was written to it, and what it says. */
export interface FarEnd {
  readonly line: Line;
  /** Answers what is written, as it is written. */
  answer: (written: string) => string | null;
  readonly written: string[];
  say(text: string): void;
  plug(): void;
  pull(): void;
}

/** A line whose cable is in; bytes are passed on at once. */
export function createFarEnd(): FarEnd {
  let hear: (bytes: Uint8Array) => void = () => {};
  let become: Parameters<Line['onState']>[0] = () => {};
  let open = true;
  const end: FarEnd = {
    answer: () => null,
    written: [],
    line: {
      onData(listener) {
        hear = listener;
      },
      onState(listener) {
        become = listener;
      },
      write(bytes) {
        if (!open) return false;
        const text = Buffer.from(bytes).toString('latin1');
        end.written.push(text);
        const answer = end.answer(text);
        if (answer !== null) end.say(answer);
        return true;
      },
    },
    say: text => hear(Buffer.from(text, 'latin1')),
    plug() {
      open = true;
      become({ state: 'opening' });
      become({ state: 'open' });
    },
    pull() {
      open = false;
      become({ state: 'closed' });
    },
  };
  return end;
}
