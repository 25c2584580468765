import type { Entry } from '../wire/programme.ts';
import { type Play, type Report, reportAnswerSchema, reportMs } from '../wire/report.ts';
import { addPlay, forgetPlays, type PlayLog, playsPerReport } from './play-log.ts';
import { readPage } from './seen.ts';

/** Changes within this time are told together. */
const gatherMs = 150;
const answerWithinMs = 10_000;
const mostProblems = 20;
const mostDone = 20;
/** What a request may carry that outlives its page is 64 KiB. */
const playsAtTheEnd = 100;

export interface ReporterPorts {
  readonly address: string;
  readonly page: string;
  readonly root: HTMLElement;
  readonly now: () => number;
  readonly offerOf: (entry: string) => Entry['offer'];
  readonly standing: () => Pick<Report, 'seq' | 'boot' | 'clock'>;
  /** Left over from before the page was loaded anew. */
  readonly left: Pick<Report, 'plays' | 'done' | 'problems'>;
}

/** Tells the gateway every few seconds what can be seen on the page, and at once when that changed. */
export function createReporter({ address, page, root, now, offerOf, standing, left }: ReporterPorts) {
  let log: PlayLog = { plays: left.plays, dropped: 0 };
  let done = [...left.done];
  let problems = [...left.problems];
  let frames = 0;
  let sinceMs = now();
  let dueMs = now();
  let under = false;

  function reportOf(most: number): Report {
    const { hidden, ...seen } = readPage(root, offerOf);
    const memory = (performance as { memory?: { usedJSHeapSize: number } }).memory;
    return {
      page,
      ...standing(),
      visible: document.visibilityState === 'visible',
      frames,
      overMs: Math.max(0, now() - sinceMs),
      hidden,
      heapBytes: memory?.usedJSHeapSize ?? null,
      widthPx: Math.max(1, Math.round(innerWidth * devicePixelRatio)),
      heightPx: Math.max(1, Math.round(innerHeight * devicePixelRatio)),
      seen,
      plays: log.plays.slice(0, most),
      done: [...done],
      problems: [...problems],
    };
  }

  const post = (report: Report, rest: RequestInit): Promise<Response> =>
    fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(report),
      ...rest,
    });

  async function send(): Promise<void> {
    const report = reportOf(playsPerReport);
    frames = 0;
    sinceMs = now();
    const response = await post(report, { signal: AbortSignal.timeout(answerWithinMs) });
    const answer = response.ok ? reportAnswerSchema.safeParse(await response.json()) : null;
    if (!answer?.success) return void (await response.body?.cancel().catch(() => {}));
    log = forgetPlays(log, answer.data.taken);
    if (log.dropped > 0) {
      problem(`${log.dropped} plays were given up: nobody took them`);
      log = { ...log, dropped: 0 };
    }
    done = done.filter(({ id }) => !report.done.some(told => told.id === id));
    problems = problems.slice(report.problems.length);
    // What did not fit goes at once.
    if (answer.data.taken.length > 0 && log.plays.length > 0) dueMs = now() + gatherMs;
  }

  function problem(text: string): void {
    if (problems.length < mostProblems && !problems.includes(text)) problems.push(text.slice(0, 400));
  }

  return {
    tick(): void {
      if (under || now() < dueMs) return;
      under = true;
      dueMs = now() + reportMs;
      send()
        // Nobody there: all of it is told the next time.
        .catch(() => {})
        .finally(() => {
          under = false;
        });
    },
    soon(): void {
      dueMs = Math.min(dueMs, now() + gatherMs);
    },
    frame(): void {
      frames += 1;
    },
    played(play: Play): void {
      log = addPlay(log, play);
    },
    done(id: string, ok: boolean): void {
      done = [...done.filter(one => one.id !== id), { id, ok }].slice(-mostDone);
      dueMs = now();
    },
    problem,
    /** What is not told yet, for the next load of the page. */
    left: (): Pick<Report, 'plays' | 'done' | 'problems'> => ({ plays: [...log.plays], done, problems }),
    /** The last word of a page that goes. */
    farewell(): void {
      post(reportOf(playsAtTheEnd), { keepalive: true }).catch(() => {});
    },
  };
}
export type Reporter = ReturnType<typeof createReporter>;
