import type { Clock } from '../clock.ts';

/** What `work` resolves to, or a rejection when it takes longer than that. The work itself is not stopped. */
export function withTimeLimit<T>(work: Promise<T>, clock: Clock, limitMs: number, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(limitMs, () => reject(new Error(`${what} took longer than ${limitMs} ms`)));
    work.then(resolve, reject).finally(cancel);
  });
}
