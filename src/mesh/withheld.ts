import type { MeshStore } from './ports.ts';

/** The newest fact of a key that came, is known, and is not believed: held for approval, or invalid within a snapshot. */
export interface WithheldFact {
  readonly epoch: number;
  readonly version: number;
  readonly contentHash: string;
}

/** Facts remembered as withheld. Of more, the digest differs, and they are asked for again and again, more and more slowly. */
export const maxWithheld = 10_000;

/**
 * What is withheld, so that it is neither judged nor asked for twice: to the digest a withheld fact counts as known.
 * Durable, with a copy in memory; `reload` after a transaction that failed.
 */
export function createWithheld(database: Pick<MeshStore, 'remember' | 'forget' | 'recallAll'>) {
  const prefix = 'withheld/';
  const facts = new Map<string, WithheldFact>();
  const nameOf = (stream: string, key: string) => `${prefix}${stream}/${key}`;

  function reload(): void {
    facts.clear();
    for (const { name, value } of database.recallAll(prefix)) facts.set(name, JSON.parse(value) as WithheldFact);
  }
  reload();

  return {
    find: (stream: string, key: string): WithheldFact | null => facts.get(nameOf(stream, key)) ?? null,
    /** False when there are too many to remember. */
    add(stream: string, key: string, fact: WithheldFact): boolean {
      const name = nameOf(stream, key);
      if (!facts.has(name) && facts.size >= maxWithheld) return false;
      const { epoch, version, contentHash } = fact;
      database.remember(name, JSON.stringify({ epoch, version, contentHash }));
      facts.set(name, { epoch, version, contentHash });
      return true;
    },
    remove(stream: string, key: string): void {
      const name = nameOf(stream, key);
      if (facts.delete(name)) database.forget(name);
    },
    /** The keys of a stream. */
    *of(stream: string): Generator<readonly [key: string, fact: WithheldFact]> {
      const begins = nameOf(stream, '');
      for (const [name, fact] of facts) {
        if (name.startsWith(begins)) yield [name.slice(begins.length), fact];
      }
    },
    reload,
  };
}
export type Withheld = ReturnType<typeof createWithheld>;
