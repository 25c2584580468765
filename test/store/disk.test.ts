import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connect } from '../../src/store/connection.ts';
import { StoreFault } from '../../src/store/fault.ts';
import type { StoreHealth } from '../../src/store/health.ts';
import { createKeyring } from '../../src/store/keyring.ts';
import { openStore } from '../../src/store/open.ts';
import { factRow, inDirectory, opened, testSecret } from './opening.ts';

/** A disk of a few MB of its own, for root on Linux. */
function withSmallDisk(megabytes: number, work: (dir: string) => void): Promise<void> {
  return inDirectory(dir => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'endcap-test', dir]);
    try {
      work(dir);
    } finally {
      // Lazily: libsql lets go of its files only when the last statement is collected.
      execFileSync('umount', ['-l', dir]);
    }
  });
}

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'endcap-test', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const body = JSON.stringify({ name: 'x'.repeat(4_000) });
const keyring = createKeyring(testSecret, 'external');

describe.skipIf(!canMount())('a full disk (needs root, to mount a small tmpfs)', () => {
  test('is a typed fault, loses nothing, and heals by itself when there is space again', () =>
    withSmallDisk(4, dir => {
      const seen: StoreHealth[] = [];
      const timers: (() => void)[] = [];
      const clock = {
        now: () => 7,
        monotonic: () => 7,
        after: (_: number, work: () => void) => {
          timers.push(work);
          return () => {};
        },
      };
      const ballast = join(dir, 'ballast');
      writeFileSync(ballast, new Uint8Array(1_500_000));
      const { store } = opened(dir, { clock, onHealth: health => seen.push(health) });
      let acknowledged = 0;
      let fault: unknown = null;
      while (fault === null && acknowledged < 5_000) {
        try {
          store.transaction(() => {
            store.putFact(factRow(`k${acknowledged}`, 1, { body }));
            store.remember('acknowledged', String(acknowledged + 1));
          });
          acknowledged++;
        } catch (thrown) {
          fault = thrown;
        }
      }
      expect(fault).toBeInstanceOf(StoreFault);
      expect(fault).toMatchObject({ reason: 'store.disk-full' });
      expect(acknowledged).toBeGreaterThan(20);
      expect(store.health()).toMatchObject({ ok: false, reason: 'store.disk-full', sinceMs: 7 });
      // Reading goes on, and what was acknowledged is there.
      expect(store.recall('acknowledged')).toBe(String(acknowledged));
      expect(store.factCount('price')).toBe(acknowledged);

      // Still full: the probe says so and tries again later.
      timers.shift()!();
      expect(store.health().ok).toBe(false);
      unlinkSync(ballast);
      timers.shift()!();
      expect(store.health()).toEqual({ ok: true });
      expect(seen.map(health => health.ok)).toEqual([false, true]);
      store.putFact(factRow('after', 1, { body }));
      store.close();
      const again = opened(dir);
      expect(again.state.recovered).toBeNull();
      expect(again.store.factCount('price')).toBe(acknowledged + 1);
      again.store.close();
    }));

  test('at the start is refused with its reason', () =>
    withSmallDisk(1, dir => {
      execFileSync('sh', ['-c', `cat /dev/zero > ${join(dir, 'ballast')} 2>/dev/null || true`]);
      const result = openStore({ dir, clock: { now: () => 1, monotonic: () => 1, after: () => () => {} }, keyring });
      expect(result).toMatchObject({ ok: false, reason: 'store.disk-full' });
    }));
});

test('a fault inside a transaction cannot be swallowed into half a commit', () =>
  inDirectory(dir => {
    const connection = connect(join(dir, 'a.db'), 0);
    connection.exec('CREATE TABLE t (a TEXT) STRICT');
    const add = connection.change('INSERT INTO t VALUES (?)');
    connection.pragma('max_page_count = 50');
    const work = () =>
      connection.transaction(() => {
        add('before');
        try {
          connection.transaction(() => add('x'.repeat(1_000_000)));
        } catch {
          // the bug this guards against
        }
        add('after');
      });
    expect(work).toThrow(StoreFault);
    expect(connection.query('SELECT * FROM t').all()).toEqual([]);
    add('fine again');
    connection.close();
  }));

describe('a damaged file', () => {
  /** A closed store with 3,000 facts and one label key. */
  function filled(dir: string): string {
    const { store } = opened(dir);
    store.transaction(() => {
      for (let i = 0; i < 3_000; i++) store.putFact(factRow(`k${String(i).padStart(4, '0')}`));
    });
    store.putLabelKey('l-1', new Uint8Array(16).fill(9));
    store.close();
    const path = join(dir, 'store.db');
    const connection = connect(path, 100);
    connection.pragma('wal_checkpoint(TRUNCATE)');
    connection.close();
    return path;
  }

  function expectFreshStart(dir: string) {
    const { store, state } = opened(dir, { clock: { now: () => 0, monotonic: () => 0, after: () => () => {} } });
    expect(state).toMatchObject({ fresh: true, recovered: { atMs: 0 } });
    expect(state.recovered!.movedTo).toBe(join(dir, 'store.damaged-1970-01-01T00-00-00.000Z.db'));
    expect(statSync(state.recovered!.movedTo).size).toBeGreaterThan(0);
    expect(store.streams()).toEqual([]);
    expect(store.auditTrail(1)[0]).toMatchObject({ action: 'store.recovered', detail: { atMs: 0 } });
    store.putFact(factRow('a'));
    store.close();
    const again = opened(dir);
    expect(again.state).toMatchObject({ fresh: false, recovered: null });
    expect(again.store.fact('price', 'a')).not.toBeNull();
    return again.store;
  }

  test('that was cut short is put aside', () =>
    inDirectory(dir => {
      const path = filled(dir);
      truncateSync(path, Math.floor(statSync(path).size / 2));
      expectFreshStart(dir).close();
    }));

  test('that is no database at all is put aside', () =>
    inDirectory(dir => {
      writeFileSync(filled(dir), 'a shopping list '.repeat(1_000));
      expectFreshStart(dir).close();
    }));

  test('with broken pages is put aside, and the keys of labels are saved from it', () =>
    inDirectory(dir => {
      const path = filled(dir);
      const bytes = readFileSync(path);
      // Pages that hold facts, not the schema: from the first fact on, every header is overwritten.
      const from = Math.ceil(bytes.indexOf('k0500') / 4096) * 4096;
      for (let page = 0; page < 5; page++) bytes.fill(0xee, from + page * 4096, from + page * 4096 + 64);
      writeFileSync(path, bytes);
      const store = expectFreshStart(dir);
      expect(store.labelKey('l-1')?.every(byte => byte === 9)).toBe(true);
      store.close();
    }));

  test('with a flipped digit in a price drops that fact and no other', () =>
    inDirectory(dir => {
      const path = filled(dir);
      const bytes = readFileSync(path);
      const at = bytes.indexOf('{"amountMinor":1001,"sku":"k1234"}');
      expect(at).toBeGreaterThan(0);
      bytes[at + '{"amountMinor":100'.length] = '9'.charCodeAt(0);
      writeFileSync(path, bytes);
      const { store, state } = opened(dir);
      expect(state.recovered).toBeNull();
      expect(state.factsDropped).toEqual([{ stream: 'price', key: 'k1234' }]);
      expect(store.fact('price', 'k1234')).toBeNull();
      expect(store.factCount('price')).toBe(2_999);
      expect(store.auditTrail(1)[0]).toMatchObject({ action: 'store.fact-dropped', subject: 'price/k1234' });
      store.close();
    }));

  test('that rots while it is open is a fault on reading, not a wrong price', () =>
    inDirectory(dir => {
      const { store } = opened(dir);
      store.putFact(factRow('a'));
      const other = connect(join(dir, 'store.db'), 100);
      other.exec(`UPDATE fact SET body = replace(body, '1001', '1')`);
      other.close();
      expect(() => store.fact('price', 'a')).toThrow(StoreFault);
      expect(store.integrity()).toContain('price/a');
      store.close();
    }));
});

describe('opening', () => {
  test('a second agent on the same directory is refused', () =>
    inDirectory(dir => {
      const { store } = opened(dir);
      const clock = { now: () => 1, monotonic: () => 1, after: () => () => {} };
      const second = openStore({ dir, clock, keyring, lockTimeoutMs: 50 });
      expect(second).toMatchObject({ ok: false, reason: 'store.locked' });
      store.close();
      opened(dir).store.close();
    }));

  test('a directory that cannot be made is refused', () =>
    inDirectory(dir => {
      writeFileSync(join(dir, 'file'), '');
      const clock = { now: () => 1, monotonic: () => 1, after: () => () => {} };
      const result = openStore({ dir: join(dir, 'file', 'data'), clock, keyring });
      expect(result).toMatchObject({ ok: false, reason: 'store.unwritable' });
    }));

  test('a backup is complete, private and opens', () =>
    inDirectory(dir => {
      const { store } = opened(dir);
      store.putFact(factRow('a'));
      execFileSync('mkdir', [join(dir, 'copy')]);
      const to = join(dir, 'copy', 'store.db');
      store.backup(to);
      store.close();
      expect(statSync(to).mode & 0o777).toBe(0o600);
      expect(statSync(join(dir, 'store.db')).mode & 0o777).toBe(0o600);
      const copy = opened(join(dir, 'copy'));
      expect(copy.store.fact('price', 'a')).toEqual(factRow('a'));
      copy.store.close();
    }));
});
