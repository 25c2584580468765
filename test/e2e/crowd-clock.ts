/*
 * Time that can be made to pass faster, the same for this process and the one that it watches: both reckon from the clock
 * of the machine, so they agree without asking each other. Windows, rotations and everything else that waits are then
 * as long as ever to whoever lives in this time.
 */

/** From an instant on, so many milliseconds pass in one of the machine's. */
export interface Pace {
  readonly rate: number;
  readonly machineMs: number;
  readonly pacedMs: number;
}

/** Both kinds of the project's clocks, the emulator's and the agent's. */
export interface PacedClock {
  /** Milliseconds since the Unix epoch; never goes back. */
  now(): number;
  monotonic(): number;
  after(delayMs: number, work: () => void): () => void;
  /** Goes on at that rate. Returns what to tell others who shall agree. */
  quicken(rate: number): Pace;
  /** Agrees with somebody who has quickened. */
  follow(pace: Pace): void;
}

const { setTimeout: wait, clearTimeout: stopWaiting } = globalThis;
const RealDate = Date;
const sinceStart = performance.now.bind(performance);
const machineMs = (): number => performance.timeOrigin + sinceStart();

/** A clock that goes as the machine's does until it is quickened. */
export function createPacedClock(): PacedClock {
  const startMs = machineMs();
  let pace: Pace = { rate: 1, machineMs: startMs, pacedMs: startMs };
  let lastMs = startMs;
  /** What waits, so that it can be set anew when the pace changes. */
  const waiting = new Set<{ readonly dueMs: number; readonly work: () => void; timer: NodeJS.Timeout }>();

  function now(): number {
    lastMs = Math.max(lastMs, pace.pacedMs + (machineMs() - pace.machineMs) * pace.rate);
    return lastMs;
  }

  function follow(next: Pace): void {
    pace = next;
    for (const one of waiting) {
      stopWaiting(one.timer);
      one.timer = wait(one.work, Math.max(0, one.dueMs - now()) / pace.rate);
    }
  }

  return {
    now,
    monotonic: () => now() - startMs,
    after(delayMs, work) {
      const one = {
        dueMs: now() + delayMs,
        work() {
          waiting.delete(one);
          work();
        },
        timer: null as unknown as NodeJS.Timeout,
      };
      one.timer = wait(one.work, delayMs / pace.rate);
      waiting.add(one);
      return () => {
        stopWaiting(one.timer);
        waiting.delete(one);
      };
    },
    quicken(rate) {
      const next = { rate, machineMs: machineMs(), pacedMs: now() };
      follow(next);
      return next;
    },
    follow,
  };
}

/** Puts a process into paced time: what it asks the machine, the clock answers. To be called before anything else runs. */
export function liveBy(clock: PacedClock): void {
  globalThis.Date = new Proxy(RealDate, {
    construct: (date, given) => Reflect.construct(date, given.length === 0 ? [clock.now()] : given),
    get: (date, name) => (name === 'now' ? () => Math.floor(clock.now()) : Reflect.get(date, name)),
  });
  Object.defineProperty(performance, 'now', { value: clock.monotonic });
  const once = (work: () => void, delayMs = 0): object => timerOf(clock, work, delayMs, false);
  const again = (work: () => void, delayMs = 0): object => timerOf(clock, work, delayMs, true);
  const never = (timer: unknown): void => {
    if (isTimer(timer)) timer.close();
    else stopWaiting(timer as NodeJS.Timeout);
  };
  Object.assign(globalThis, {
    setTimeout: (work: (...given: unknown[]) => void, delayMs?: number, ...given: unknown[]) =>
      once(() => work(...given), delayMs),
    setInterval: (work: (...given: unknown[]) => void, delayMs?: number, ...given: unknown[]) =>
      again(() => work(...given), delayMs),
    clearTimeout: never,
    clearInterval: never,
  });
}

const isTimer = (timer: unknown): timer is { close(): void } =>
  typeof timer === 'object' && timer !== null && paced in timer;
const paced = Symbol('paced');

/** What Node's own timers can do, as far as packages ask for it. It never keeps the process alive once unreferenced. */
function timerOf(clock: PacedClock, work: () => void, delayMs: number, repeats: boolean): object {
  let cancel = begin();
  function begin(): () => void {
    return clock.after(Math.max(1, delayMs), () => {
      if (repeats) cancel = begin();
      work();
    });
  }
  const timer = {
    [paced]: true,
    ref: () => timer,
    unref: () => timer,
    hasRef: () => true,
    refresh() {
      cancel();
      cancel = begin();
      return timer;
    },
    close() {
      cancel();
      return timer;
    },
    [Symbol.dispose]: () => cancel(),
  };
  return timer;
}
