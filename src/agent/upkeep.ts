import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UpkeepView } from '../console/upkeep-view.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { streamNames } from '../mesh/contract/streams.ts';
import type { Mesh } from '../mesh/mesh.ts';
import { type Reason, reasons } from '../shelf/reasons.ts';
import type { Store } from '../store/store.ts';
import type { createPause } from './pause.ts';
import type { createWaveLog } from './wave-log.ts';

export interface UpkeepOptions {
  readonly store: Store;
  readonly mesh: Pick<Mesh, 'resync'>;
  readonly delivery: Pick<Delivery, 'wave'>;
  readonly pause: ReturnType<typeof createPause>;
  readonly waves: ReturnType<typeof createWaveLog>;
  readonly nowMs: () => number;
}

const iso = (ms: number) => new Date(ms).toISOString();
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms));

/** What keeps a gateway going, for those who do. */
export function createUpkeep({ store, mesh, delivery, pause, waves, nowMs }: UpkeepOptions): UpkeepView {
  const note = (actor: string, action: string, subject: string, detail: Readonly<Record<string, unknown>> = {}) =>
    store.audit({ atMs: nowMs(), actor, action, subject, detail });
  return {
    waves() {
      const held = pause.current();
      return {
        schemaVersion: 1,
        current: delivery.wave(),
        paused: held && { since: iso(held.sinceMs), until: isoOrNull(held.untilMs), actor: held.actor },
        waves: waves.past().map(({ id, startedMs, endedMs, total }) => ({
          id,
          startedAt: iso(startedMs),
          endedAt: iso(endedMs),
          total,
          seconds: Math.max(0, (endedMs - startedMs) / 1000),
        })),
      };
    },
    pause: pause.pause,
    resume: pause.resume,
    auditTrail({ limit, before, actor, since }) {
      const sinceMs = since === undefined ? undefined : Date.parse(since);
      const rows = store.auditTrail(limit, before, { actor, sinceMs });
      return {
        schemaVersion: 1,
        entries: rows.map(({ id, atMs, actor, action, subject, detail }) => ({
          id,
          at: iso(atMs),
          actor,
          action,
          subject,
          detail: { ...detail },
        })),
        next: rows.length < limit ? null : (rows.at(-1)?.id ?? null),
      };
    },
    heldMessage(id) {
      const row = store.quarantinedMessage(Number(id));
      if (row === null) return null;
      const known = Object.hasOwn(reasons, row.reason) ? reasons[row.reason as Reason] : null;
      return {
        schemaVersion: 1,
        id: String(row.id),
        firstAt: iso(row.firstAtMs),
        lastAt: iso(row.lastAtMs),
        times: row.times,
        topic: row.topic,
        reason: row.reason,
        detail: row.detail,
        meaning: known?.meaning ?? null,
        fix: known?.fix ?? null,
        releasable: row.reason.startsWith('mesh.held-') && row.reason !== 'mesh.held-not-positive',
        payload: Buffer.from(row.payload).toString('utf8'),
      };
    },
    resync(stream, actor) {
      const known = streamNames.find(name => name === stream);
      if (stream !== null && known === undefined) return false;
      mesh.resync(known);
      note(actor, 'mesh.resync', stream ?? 'all');
      return true;
    },
    backup(actor) {
      const path = join(mkdtempSync(join(tmpdir(), 'endcap-backup-')), 'store.db');
      store.backup(path);
      note(actor, 'store.backup', 'store');
      return path;
    },
  };
}
