import type { Cancel, Clock } from '../../clock.ts';
import type { LightPattern } from '../../nodes/light.ts';
import type { OutputResult } from '../../nodes/nodes.ts';

/** Who wishes something of a light; the first that does has it. */
type Wisher = 'alarm' | 'pick' | 'hand';
const order: readonly Wisher[] = ['alarm', 'pick', 'hand'];
/** How long a light answers a press. */
const answerMs = 1_200;

/** Lights that several may want: an alarm goes before a guide, and that before a hand. */
export function createLights(options: {
  readonly set: (part: string, pattern: LightPattern, forMs?: number) => OutputResult;
  readonly clock: Clock;
}) {
  const wishes = new Map<string, Map<Wisher, LightPattern>>();
  const answering = new Map<string, Cancel>();

  function apply(part: string): OutputResult {
    const own = wishes.get(part);
    const pattern = order.map(who => own?.get(who) ?? 'off').find(one => one !== 'off') ?? 'off';
    return options.set(part, pattern);
  }

  return {
    wish(part: string, who: Wisher, pattern: LightPattern): OutputResult {
      const own = wishes.get(part) ?? new Map<Wisher, LightPattern>();
      own.set(who, pattern);
      wishes.set(part, own);
      return answering.has(part) ? { ok: true } : apply(part);
    },
    /** Says that a press was noticed, then goes back to what is wished. */
    answer(part: string): void {
      answering.get(part)?.();
      options.set(part, 'flash', answerMs);
      answering.set(
        part,
        options.clock.after(answerMs, () => {
          answering.delete(part);
          apply(part);
        }),
      );
    },
    stop(): void {
      for (const cancel of answering.values()) cancel();
    },
  };
}
export type Lights = ReturnType<typeof createLights>;
