import type { Clock } from '../clock.ts';
import { createAttempts } from './attempts.ts';
import { auditRows, createAudit } from './audit.ts';
import type { Connection } from './connection.ts';
import { createCouponRows } from './coupons.ts';
import { structuralDamage } from './damage.ts';
import { createDesired } from './desired.ts';
import { createFacts } from './facts.ts';
import { StoreFault } from './fault.ts';
import { createFigures } from './figures.ts';
import { createHealth, type StoreHealth } from './health.ts';
import { createHistory, historyRowsPerLabel } from './history.ts';
import type { Keyring } from './keyring.ts';
import { createLabelKeys } from './label-keys.ts';
import { createLabels } from './labels.ts';
import { createLocalBindings } from './local-bindings.ts';
import { createMemory } from './memory.ts';
import { createPlays } from './plays.ts';
import { createProducts } from './products.ts';
import { createQuarantine, quarantineRows } from './quarantine.ts';
import { createReports } from './reports.ts';
import { createSamples } from './samples.ts';
import { createScreenTokens } from './screen-tokens.ts';
import { createShown } from './shown.ts';
import { createSkuIndex } from './sku-index.ts';
import { createStreams } from './streams.ts';
import { createTicketRows } from './tickets.ts';
import { createZoneHours } from './zone-hours.ts';

/** How many rows the bounded tables keep. */
export interface StoreLimits {
  readonly quarantineRows: number;
  readonly auditRows: number;
  readonly historyRowsPerLabel: number;
}

export interface StoreParts {
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly limits: Partial<StoreLimits>;
  readonly onHealth: (health: StoreHealth) => void;
  readonly onClose: () => void;
  /** Writes a consistent copy to that path. */
  readonly backup: (to: string) => void;
}

/**
 * Everything the agent remembers. It satisfies the ports of mesh (`FactStore`, `ReportStore`) and delivery
 * (`LabelStore`). Synchronous; any write may throw `StoreFault`, and then nothing of it happened.
 *
 * Costs on the gateway's disk: a commit is one fsync; a read is one or two B-tree lookups; nothing is cached in
 * JavaScript, SQLite's own page cache is 2 MB.
 */
export type Store = ReturnType<typeof createStore>;

/** Puts the table families on one migrated connection. */
export function createStore(connection: Connection, parts: StoreParts) {
  const { clock, keyring, limits } = parts;
  const health = createHealth(connection, clock, parts.onHealth);
  const facts = createFacts(connection);
  return {
    transaction: connection.transaction,
    ...facts,
    ...createStreams(connection),
    ...createSkuIndex(connection),
    ...createLabels(connection),
    ...createLabelKeys(connection, keyring),
    ...createDesired(connection),
    ...createShown(connection),
    ...createFigures(connection),
    ...createAttempts(connection),
    ...createReports(connection, clock),
    ...createLocalBindings(connection),
    ...createProducts(connection),
    ...createSamples(connection),
    ...createHistory(connection, limits.historyRowsPerLabel ?? historyRowsPerLabel),
    ...createQuarantine(connection, limits.quarantineRows ?? quarantineRows),
    ...createAudit(connection, limits.auditRows ?? auditRows),
    ...createCouponRows(connection),
    ...createTicketRows(connection),
    ...createMemory(connection),
    ...createZoneHours(connection),
    ...createPlays(connection),
    ...createScreenTokens(connection),
    backup: parts.backup,
    /** Whether writes succeed now. */
    health: health.current,
    /** Tries a small durable write; while a fault holds this happens every 5 s by itself. */
    probe: health.probe,
    /** Reads the whole file: what is wrong with its structure or its facts, or null. */
    integrity(): string | null {
      const rotten = facts.damagedFacts(10).map(({ stream, key }) => `${stream}/${key} does not match its checksum`);
      return structuralDamage(connection) ?? (rotten.length > 0 ? rotten.join('; ') : null);
    },
    close(): void {
      health.stop();
      fold(connection);
      connection.close();
      parts.onClose();
    },
  };
}

/** Brings the log into the file, so that what a stopped agent leaves is one file. A disk that refuses keeps the log. */
function fold(connection: Connection): void {
  try {
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (!(error instanceof StoreFault)) throw error;
  }
}
