import { join } from 'node:path';
import Database from 'libsql';
import type { Message } from '../../emulator/mesh/authority.ts';
import { systemClock } from '../../src/clock.ts';
import { createCommands } from '../../src/mesh/commands.ts';
import { createHeads } from '../../src/mesh/heads.ts';
import { createIntake } from '../../src/mesh/intake.ts';
import { createLedger } from '../../src/mesh/ledger.ts';
import { createReception } from '../../src/mesh/reception.ts';
import type { Store } from '../../src/store/store.ts';
import { at, newAuthority, pinned, priceBody } from '../mesh/shop.ts';
import { inDirectory, opened } from '../store/opening.ts';
import { type Figure, median, round } from './figure.ts';

const rounds = 5;
const singles = 2_000;
const batches = 60;
const batchItems = 200;
/** As the client announces to the broker. */
const receiveMaximum = 32;
const silent = { info() {}, warn() {}, error() {} };
const lenient = { maxChangePercent: 9_800, maxShareOfStorePercent: 100, minChanges: 200, windowMs: 3_600_000 };

/** What the client does between the socket and the acknowledgement, with up to 32 messages waiting as over MQTT. */
function gateway(store: Store): (messages: readonly Message[]) => Promise<void> {
  const ledger = createLedger(store, { limits: lenient, clock: systemClock });
  const heads = createHeads(systemClock);
  const commands = createCommands({
    database: store,
    clock: systemClock,
    log: silent,
    run: async () => ({ outcome: 'done', reason: null, detail: null }),
    publish: async () => true,
  });
  const intake = createIntake({
    database: store,
    door: { organisation: at.organisation, store: at.store, gateway: at.gateway, requireSignatures: true },
    pinned,
    ledger,
    heads,
    commands,
    now: systemClock.now,
  });
  const reception = createReception({
    database: store,
    ledger,
    intake,
    clock: systemClock,
    log: silent,
    durable() {},
    broken(error) {
      throw error;
    },
    onTill() {},
    onChunk: () => null,
    settled() {},
  });
  return messages =>
    new Promise(resolve => {
      let next = 0;
      let acked = 0;
      const feed = (): void => {
        const message = messages[next++];
        if (!message) return;
        const ack = (): void => {
          acked += 1;
          if (acked === messages.length) resolve();
          else feed();
        };
        reception.receive({
          topic: message.topic,
          payload: message.payload,
          redelivered: false,
          retained: false,
          traceparent: null,
          ack,
        });
      };
      for (let i = 0; i < Math.min(receiveMaximum, messages.length); i++) feed();
    });
}

/** The same rows, written by nothing but SQLite: one commit for each transaction of `perCommit` rows. */
function raw(dir: string, store: Store, keys: readonly string[], perCommit: number): number {
  const database = new Database(join(dir, 'raw.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(
    `CREATE TABLE IF NOT EXISTS fact (stream TEXT NOT NULL, key TEXT NOT NULL, epoch INTEGER NOT NULL, version INTEGER NOT NULL,
      seq INTEGER NOT NULL, deleted INTEGER NOT NULL, content_hash TEXT NOT NULL, body TEXT NOT NULL,
      received_at_ms INTEGER NOT NULL, traceparent TEXT, checksum INTEGER NOT NULL, PRIMARY KEY (stream, key)) STRICT, WITHOUT ROWID`,
  );
  const insert = database.prepare('INSERT OR REPLACE INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const rows = keys.map(key => store.fact('price', key)!);
  const start = performance.now();
  for (let from = 0; from < rows.length; from += perCommit) {
    database.exec('BEGIN IMMEDIATE');
    for (const row of rows.slice(from, from + perCommit)) {
      const { stream, key, epoch, version, seq, contentHash, body, receivedAtMs, traceparent } = row;
      insert.run(stream, key, epoch, version, seq, 0, contentHash, body, receivedAtMs, traceparent, 0);
    }
    database.exec('COMMIT');
  }
  const seconds = (performance.now() - start) / 1000;
  database.close();
  return rows.length / seconds;
}

/**
 * Signed facts from their bytes to the commit that allows the acknowledgement, against the same rows written raw, in
 * turns on the same disk: singly (each fact a message of its own) and in batches of 200.
 */
export async function benchDurable(scale = 1): Promise<Figure[]> {
  const single: number[] = [];
  const singleRaw: number[] = [];
  const batch: number[] = [];
  const batchRaw: number[] = [];
  await inDirectory(async dir => {
    const { store } = opened(dir);
    const take = gateway(store);
    const authority = newAuthority();
    const singleKeys = Array.from({ length: Math.ceil(singles * scale) }, (_, i) => `single-${i}`);
    const batchKeys = Array.from({ length: Math.ceil(batches * scale) * batchItems }, (_, i) => `batch-${i}`);
    for (let round = 0; round <= rounds; round++) {
      const one = singleKeys.flatMap(key => authority.change('price', [[key, priceBody(100 + round)]]).messages);
      let start = performance.now();
      await take(one);
      const perSecond = (one.length / (performance.now() - start)) * 1000;
      const rawPerSecond = raw(dir, store, singleKeys, 1);
      const many = authority.change(
        'price',
        batchKeys.map(key => [key, priceBody(100 + round)] as const),
      ).messages;
      start = performance.now();
      await take(many);
      const itemsPerSecond = (batchKeys.length / (performance.now() - start)) * 1000;
      const rawItemsPerSecond = raw(dir, store, batchKeys, batchItems);
      // The first round warms up and writes new keys; those that are measured replace them, as prices do every day.
      if (round === 0) continue;
      single.push(perSecond);
      singleRaw.push(rawPerSecond);
      batch.push(itemsPerSecond);
      batchRaw.push(rawItemsPerSecond);
    }
    store.close();
  });
  const rate = (name: string, values: readonly number[], baseline: readonly number[], note: string): Figure => ({
    name,
    value: Math.round(median(values)),
    unit: 'facts/s',
    goal: null,
    baseline: Math.round(median(baseline)),
    samples: values.length,
    note,
  });
  const share = (name: string, values: readonly number[], baseline: readonly number[]): Figure => ({
    name,
    value: round(median(values.map((value, i) => value / baseline[i]!)), 3),
    unit: 'of raw',
    goal: 0.5,
    baseline: 1,
    samples: values.length,
  });
  return [
    rate('durable.singlePerSecond', single, singleRaw, `one fact a message, ${receiveMaximum} messages waiting`),
    share('durable.singleShareOfRaw', single, singleRaw),
    rate('durable.batchPerSecond', batch, batchRaw, `${batchItems} facts a message`),
    share('durable.batchShareOfRaw', batch, batchRaw),
  ];
}
