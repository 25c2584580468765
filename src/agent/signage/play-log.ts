import type { Telling } from '../../mesh/telling.ts';
import { judgePlays, type PlayRefusal, playsOfHour } from '../../signage/proof.ts';
import type { Entry } from '../../signage/wire/programme.ts';
import type { Report } from '../../signage/wire/report.ts';
import type { Store } from '../../store/store.ts';

/** What was played since the start of the agent. */
export interface Played {
  readonly count: number;
  readonly seenSeconds: number;
}
const nothingPlayed: Played = { count: 0, seenSeconds: 0 };

export interface PlayLogOptions {
  readonly store: Pick<Store, 'addPlays' | 'dropPlays' | 'playsByHour' | 'openPlayHours' | 'toldPlayHour'>;
  /** An offer was made on a screen; its caps count it. */
  readonly made: (screen: string, offer: string, atMs: number) => void;
  readonly tell: (telling: Telling) => void;
  readonly keptMs: number;
  readonly nowMs: () => number;
}

const hourMs = 3_600_000;
/** Hours told at once; the others follow. */
const atOnce = 64;
/** An hour that the broker has not taken is said again: what is said while it is away is not kept for long. */
const sayAgainMs = 180_000;
const mostOnTheWay = 1_000;
/** Ids of plays whose offers were counted already. */
const mostCounted = 5_000;

/** Proof of play: what pages say that they played goes to the disk, and by hours to the mesh until the broker has it. */
export function createPlayLog({ store, made, tell, keptMs, nowMs }: PlayLogOptions) {
  const counted = new Set<string>();
  const played = new Map<string, Played>();
  const refused: Record<PlayRefusal, number> = { backwards: 0, future: 0, past: 0, 'too-long': 0 };
  /** Revisions on their way to the broker. */
  const onTheWay = new Map<string, { readonly revision: number; readonly saidMs: number }>();

  return {
    /** Durable when this returns. @returns the plays that the page may forget: those that count, and those that never will. */
    take(screen: string, { page, plays }: Report, entries: readonly Entry[]): string[] {
      if (plays.length === 0) return [];
      const durations = new Map(entries.map(({ id, durationMs }) => [id, durationMs]));
      const judged = judgePlays(plays, nowMs(), entry => durations.get(entry) ?? null);
      for (const { why } of judged.refused) refused[why] += 1;
      store.addPlays(judged.proven.map(play => ({ ...play, screen, page })));
      for (const { id, offer, fromMs, seenMs } of judged.proven) {
        const key = `${screen} ${page} ${id}`;
        if (counted.has(key)) continue;
        counted.add(key);
        if (counted.size > mostCounted) counted.delete(counted.values().next().value!);
        const sum = played.get(screen) ?? nothingPlayed;
        played.set(screen, { count: sum.count + 1, seenSeconds: sum.seenSeconds + seenMs / 1000 });
        if (offer !== null) made(screen, offer, fromMs);
      }
      return plays.map(({ id }) => id);
    },
    /** What a screen has played since the start. */
    played: (screen: string) => played.get(screen) ?? nothingPlayed,
    forget: (screen: string): void => void played.delete(screen),
    /** Plays that counted for nothing, by why. */
    refused: (): Readonly<Record<PlayRefusal, number>> => refused,
    /** Tells the mesh of hours that are over and not told yet, and forgets what is too old. */
    look(): void {
      store.dropPlays(nowMs() - keptMs);
      for (const { screen, hourMs: began, revision } of store.openPlayHours(nowMs() - hourMs, atOnce)) {
        const key = `${screen} ${began}`;
        const said = onTheWay.get(key);
        if (said?.revision === revision && Math.abs(nowMs() - said.saidMs) < sayAgainMs) continue;
        onTheWay.set(key, { revision, saidMs: nowMs() });
        const data = playsOfHour(screen, began, store.playsByHour(screen, began, began + hourMs));
        tell({
          about: 'screen-plays',
          id: screen,
          data,
          taken() {
            onTheWay.delete(key);
            store.toldPlayHour(screen, began, revision);
          },
        });
      }
      if (onTheWay.size > mostOnTheWay) onTheWay.clear();
    },
  };
}
export type PlayLog = ReturnType<typeof createPlayLog>;
