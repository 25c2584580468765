/** A piece of work that must be durable before anyone is told. */
export interface Job {
  /** Bytes or so: how much work it is. */
  readonly weight: number;
  /** Runs inside a transaction; may run again when the transaction failed because of another job. */
  work(): void;
  /** It is on disk. */
  committed(): void;
  /** Nothing of it happened and nothing will by itself. */
  failed(error: unknown): void;
}

export interface CommitterOptions {
  transaction(work: () => void): void;
  /** The last thing inside each transaction. */
  flush(): void;
  /** A transaction failed: what memory mirrors must be read again. */
  reload(): void;
  /** Whether an error is the disk's, so that every job would fail alike. */
  isStorageFault(error: unknown): boolean;
  /** Runs `work` once the event loop has taken in what is waiting. */
  soon(work: () => void): void;
}

/** Jobs and weight (bytes) of one transaction: small enough that nobody waits for long, large enough to share an fsync. */
const maxJobs = 64;
const maxWeight = 256 * 1024;

/**
 * Commits jobs in the order they came, those that wait together in one transaction. An error of the disk fails the whole
 * group. Any other error is a bug that one job sets off: the group is tried again one by one, so only that job fails.
 */
export function createCommitter(options: CommitterOptions) {
  let waiting: Job[] = [];
  let scheduled = false;

  function schedule(): void {
    if (scheduled || waiting.length === 0) return;
    scheduled = true;
    options.soon(() => {
      scheduled = false;
      commit(take());
      schedule();
    });
  }

  function take(): Job[] {
    let weight = 0;
    let count = 0;
    while (count < waiting.length && count < maxJobs && (count === 0 || weight < maxWeight)) {
      weight += waiting[count]!.weight;
      count += 1;
    }
    const group = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return group;
  }

  function commit(group: readonly Job[]): void {
    const error = attempt(group);
    if (error === null) {
      for (const job of group) job.committed();
    } else if (group.length === 1 || options.isStorageFault(error)) {
      for (const job of group) job.failed(error);
    } else {
      for (const job of group) commit([job]);
    }
  }

  function attempt(group: readonly Job[]): unknown {
    try {
      options.transaction(() => {
        for (const job of group) job.work();
        options.flush();
      });
      return null;
    } catch (error) {
      options.reload();
      return error ?? new Error('a job threw nothing');
    }
  }

  return {
    add(job: Job): void {
      waiting.push(job);
      schedule();
    },
  };
}
export type Committer = ReturnType<typeof createCommitter>;
