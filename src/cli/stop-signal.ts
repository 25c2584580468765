/** Somebody wants us to end. */
export interface Stop {
  readonly signal: AbortSignal;
  /** Resolves when it was asked for. */
  readonly asked: Promise<void>;
  /** Asks for it from inside. */
  stop(): void;
  /** Listens no longer, so that signals act as they do by default. */
  release(): void;
}

/** Within this time a second signal is the first one again: npm passes on the Ctrl-C that the terminal sent to all. */
const echoMs = 1000;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Waits for Ctrl-C or its like. The first one asks for an orderly end; a second one ends at once, for whoever does not
 * want to wait.
 */
export function untilStopped(): Stop {
  const controller = new AbortController();
  const asked = new Promise<void>(resolve => {
    controller.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  let askedAtMs: number | null = null;
  const ask = (): void => {
    const nowMs = performance.now();
    if (askedAtMs !== null && nowMs - askedAtMs > echoMs) process.exit(130);
    askedAtMs ??= nowMs;
    controller.abort();
  };
  for (const name of signals) process.on(name, ask);
  return {
    signal: controller.signal,
    asked,
    stop: () => controller.abort(),
    release() {
      for (const name of signals) process.off(name, ask);
    },
  };
}
