import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { backupObstacle, copyStore } from '../../src/store/backup.ts';
import { describeStore } from '../../src/store/describe.ts';
import { inspectStore } from '../../src/store/inspect.ts';
import { factRow, inDirectory, opened } from './opening.ts';

it('copies a store in use, from inside and from another connection, and the copy opens', async () => {
  await inDirectory(dir => {
    const [data, kept] = [join(dir, 'data'), join(dir, 'kept')];
    mkdirSync(kept);
    const { store, state } = opened(data);
    store.putFact(factRow('one'));
    const inside = join(kept, 'inside.db');
    const outside = join(kept, 'outside.db');
    store.backup(inside);
    expect(copyStore(state.path, outside)).toBeNull();
    expect(statSync(inside).mode & 0o777).toBe(0o600);
    expect(readdirSync(kept).sort()).toEqual(['inside.db', 'outside.db']);
    store.close();
    for (const file of [inside, outside]) {
      expect(inspectStore(file)).toBeNull();
      const restored = join(dir, `restored-${file.length}`);
      mkdirSync(restored);
      copyFileSync(file, join(restored, 'store.db'));
      const again = opened(restored);
      expect(again.store.fact('price', 'one')?.version).toBe(1);
      again.store.close();
    }
  });
});

it('says why a damaged store cannot be copied, and leaves the older backup alone', async () => {
  await inDirectory(dir => {
    const from = join(dir, 'store.db');
    const to = join(dir, 'backup.db');
    writeFileSync(from, Buffer.alloc(8_192, 1));
    writeFileSync(to, 'the older backup');
    expect(copyStore(from, to)?.reason).toBe('store.damaged');
    expect(readFileSync(to, 'utf8')).toBe('the older backup');
    expect(readdirSync(dir).sort()).toEqual(['backup.db', 'store.db']);
  });
});

it('replaces nothing but an older backup, only when told, and nothing of an agent', async () => {
  await inDirectory(dir => {
    const data = join(dir, 'data');
    const { store, state } = opened(data);
    const file = join(dir, 'backup.db');
    const other = join(dir, 'endcap.yaml');
    writeFileSync(other, 'gateway: {}');
    expect(backupObstacle(file, false)).toBeNull();
    store.backup(file);
    expect(backupObstacle(file, false)).toBe('is there already.');
    expect(backupObstacle(file, true)).toBeNull();
    expect(backupObstacle(other, true)).toMatch(/no backup/);
    expect(backupObstacle(dir, true)).toMatch(/no backup/);
    expect(backupObstacle(state.path, true)).toMatch(/data directory/);
    expect(backupObstacle(join(data, 'new.db'), false)).toMatch(/data directory/);
    store.close();
  });
});

it('measures a store in use without changing it', async () => {
  await inDirectory(dir => {
    expect(describeStore(join(dir, 'store.db'))).toBeNull();
    const { store, state } = opened(dir);
    for (const key of ['a', 'b', 'c']) store.putFact(factRow(key));
    const described = describeStore(state.path);
    if (described === null || typeof described === 'string') throw new Error(`not measured: ${described}`);
    expect(described.schema).toBe(state.schema);
    expect(described.tables).toContainEqual({ name: 'fact', rows: 3 });
    expect(described.logBytes).toBeGreaterThan(0);
    expect(described.freeBytes).toBeGreaterThan(0);
    expect(inspectStore(state.path)).toBeNull();
    store.close();
    writeFileSync(state.path, Buffer.alloc(8_192, 1));
    expect(describeStore(state.path)).toMatch(/not a database/);
  });
});

it('finds audit entries by actor and time', async () => {
  await inDirectory(dir => {
    const { store } = opened(dir);
    const entry = { action: 'label.refreshed', subject: 'l', detail: {} };
    for (const [atMs, actor] of [
      [1, 'local'],
      [2, 'token:anna'],
      [3, 'tokens'],
      [4, 'token:ben'],
    ] as const) {
      store.audit({ ...entry, atMs, actor });
    }
    const actors = (filter: object) => store.auditTrail(10, undefined, filter).map(({ actor }) => actor);
    expect(actors({ actor: 'token' })).toEqual(['token:ben', 'token:anna']);
    expect(actors({ actor: 'local' })).toEqual(['local']);
    expect(actors({ sinceMs: 3 })).toEqual(['token:ben', 'tokens']);
    store.close();
  });
});
