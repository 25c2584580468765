import { z } from 'zod';
import type { LocalText } from '../../shelf/fact.ts';
import type { Screen } from '../../shelf/screen.ts';

const name = 'screens/override';

const stored = z.object({
  text: z.record(z.string(), z.string()),
  zone: z.string().nullable(),
  screen: z.string().nullable(),
  sinceMs: z.number(),
  untilMs: z.number(),
  by: z.string(),
});
export type ScreenOverride = z.infer<typeof stored>;

export interface OverrideOptions {
  readonly memory: {
    recall(name: string): string | null;
    remember(name: string, value: string): void;
    forget(name: string): void;
  };
  readonly nowMs: () => number;
}

/** An emergency that was ordered by hand at this gateway. It outlives a restart, and ends by itself. */
export function createOverride({ memory, nowMs }: OverrideOptions) {
  let override = recalled(memory.recall(name));

  const current = (): ScreenOverride | null => (override && nowMs() < override.untilMs ? override : null);
  return {
    current,
    /** Durable when this returns. */
    put(wanted: { text: LocalText; zone: string | null; screen: string | null; forMs: number }, by: string): void {
      const { forMs, ...rest } = wanted;
      const atMs = nowMs();
      const one = { ...rest, text: { ...rest.text }, sinceMs: atMs, untilMs: atMs + forMs, by };
      memory.remember(name, JSON.stringify(one));
      override = one;
    },
    lift(): void {
      memory.forget(name);
      override = null;
    },
    on({ screen, zone }: Pick<Screen, 'screen' | 'zone'>): ScreenOverride | null {
      const now = current();
      if (!now || (now.screen !== null && now.screen !== screen)) return null;
      return now.zone === null || now.zone === zone ? now : null;
    },
  };
}
export type Override = ReturnType<typeof createOverride>;

/** What cannot be read any more is no order. */
function recalled(text: string | null): ScreenOverride | null {
  try {
    const read = stored.safeParse(JSON.parse(text ?? 'null'));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
