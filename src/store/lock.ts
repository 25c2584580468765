import { connect } from './connection.ts';

/**
 * Holds the store for this process until released. The lock is the kernel's, on a file of its own, so a killed agent
 * leaves none behind. Throws `StoreFault` `store.locked` when another process has it for longer than `timeoutMs`.
 */
export function lockStore(path: string, timeoutMs: number): { release(): void } {
  const connection = connect(path, timeoutMs);
  try {
    connection.exec('BEGIN EXCLUSIVE');
  } catch (fault) {
    connection.close();
    throw fault;
  }
  return {
    release() {
      connection.exec('ROLLBACK');
      connection.close();
    },
  };
}
