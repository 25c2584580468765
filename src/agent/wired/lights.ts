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
  const ending = new Map<string, Cancel>();

  function apply(part: string): OutputResult {
    const own = wishes.get(part);
    const pattern = order.map(who => own?.get(who) ?? 'off').find(one => one !== 'off') ?? 'off';
    return options.set(part, pattern);
  }

  function wished(part: string, who: Wisher, pattern: LightPattern): OutputResult {
    const before = wishes.get(part);
    wishes.set(part, new Map(before).set(who, pattern));
    const done: OutputResult = answering.has(part) ? { ok: true } : apply(part);
    // What is no light has no wishes.
    if (!done.ok && !before) wishes.delete(part);
    return done;
  }

  return {
    /** @param forMs how long; absent: until it wishes something else */
    wish(part: string, who: Wisher, pattern: LightPattern, forMs?: number): OutputResult {
      const timer = `${who} ${part}`;
      ending.get(timer)?.();
      ending.delete(timer);
      const done = wished(part, who, pattern);
      if (!done.ok || forMs === undefined) return done;
      const cancel = options.clock.after(forMs, () => {
        ending.delete(timer);
        wished(part, who, 'off');
      });
      ending.set(timer, cancel);
      return done;
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
      for (const cancel of [...answering.values(), ...ending.values()]) cancel();
    },
  };
}
export type Lights = ReturnType<typeof createLights>;
