import { createTask } from 'node-cron';

/** Whether it is within hours that begin and end by cron lines. */
export interface Hours {
  open(atMs: number): boolean;
}

export const alwaysOpen: Hours = { open: () => true };

/**
 * Hours that begin with one line and end with the other. Only who is called goes by them: what a price is and from when
 * never depends on a cron line.
 * @param nextRun the next instant of a line after now, by the same clock as is asked with; null: it never comes
 */
export function createHours(
  { from, until }: { readonly from: string; readonly until: string },
  nextRun: (line: string) => number | null,
): Hours {
  let askedMs = Number.POSITIVE_INFINITY;
  let beginsMs = Number.NEGATIVE_INFINITY;
  let endsMs = Number.NEGATIVE_INFINITY;

  return {
    open(atMs) {
      // Also when the clock was set back: what comes next is then something else.
      if (atMs < askedMs || atMs >= Math.min(beginsMs, endsMs)) {
        beginsMs = nextRun(from) ?? Number.POSITIVE_INFINITY;
        endsMs = nextRun(until) ?? Number.POSITIVE_INFINITY;
      }
      askedMs = atMs;
      // What ends before it begins has begun.
      return endsMs < beginsMs;
    },
  };
}

/** The next instant of a cron line in a time zone, by the machine's clock; null: it never comes. */
export function nextRunIn(timezone: string): (line: string) => number | null {
  return line => {
    const task = createTask(line, () => {}, { timezone });
    const [next] = task.getNextRuns(1);
    void task.destroy();
    return next?.getTime() ?? null;
  };
}
