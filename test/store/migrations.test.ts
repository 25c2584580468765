import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connect } from '../../src/store/connection.ts';
import type { Migration } from '../../src/store/migrations/migration.ts';
import { migrate, migrations } from '../../src/store/migrations.ts';
import { inDirectory } from './opening.ts';

const steps: Migration[] = [
  { version: 1, name: 'one', sql: 'CREATE TABLE a (x TEXT) STRICT; INSERT INTO a VALUES (1);' },
  { version: 2, name: 'two', sql: 'ALTER TABLE a ADD COLUMN y INTEGER; UPDATE a SET y = 2;' },
];

test('versions count from one without gaps', () => {
  expect(migrations.map(step => step.version)).toEqual(migrations.map((_, index) => index + 1));
});

test('only what is missing runs, and data stays', () =>
  inDirectory(dir => {
    const connection = connect(join(dir, 'a.db'), 0);
    expect(migrate(connection, steps.slice(0, 1))).toEqual({ ok: true, from: 0, to: 1 });
    expect(migrate(connection, steps)).toEqual({ ok: true, from: 1, to: 2 });
    expect(migrate(connection, steps)).toEqual({ ok: true, from: 2, to: 2 });
    expect(connection.query('SELECT x, y FROM a').all()).toEqual([['1', 2]]);
    connection.close();
  }));

test('a step that fails half-way leaves the schema before it', () =>
  inDirectory(dir => {
    const connection = connect(join(dir, 'a.db'), 0);
    const broken = { version: 2, name: 'broken', sql: 'CREATE TABLE b (x TEXT) STRICT; CREATE TABLE a (x TEXT);' };
    expect(() => migrate(connection, [steps[0]!, broken])).toThrow('already exists');
    expect(connection.pragma('user_version')).toBe(1);
    expect(connection.query("SELECT name FROM sqlite_schema WHERE type = 'table'").all()).toEqual([['a']]);
    expect(migrate(connection, steps)).toMatchObject({ ok: true, to: 2 });
    connection.close();
  }));

test('a newer schema is refused and left alone', () =>
  inDirectory(dir => {
    const connection = connect(join(dir, 'a.db'), 0);
    migrate(connection, steps);
    expect(migrate(connection, steps.slice(0, 1))).toMatchObject({ ok: false, reason: 'store.newer-schema' });
    expect(connection.pragma('user_version')).toBe(2);
    connection.close();
  }));

test('a store of the version before keeps all it had, and is not opened by that version again', () =>
  inDirectory(dir => {
    const connection = connect(join(dir, 'a.db'), 0);
    const before = migrations.slice(0, 1);
    expect(migrate(connection, before)).toEqual({ ok: true, from: 0, to: 1 });
    connection.exec("INSERT INTO memory VALUES ('name', 'value')");
    const tables = () => connection.query<[string, string]>('SELECT name, sql FROM sqlite_schema ORDER BY name').all();
    const old = tables();
    expect(migrate(connection)).toEqual({ ok: true, from: 1, to: migrations.length });
    expect(tables()).toEqual(expect.arrayContaining(old));
    expect(connection.query('SELECT name, value FROM memory').all()).toEqual([['name', 'value']]);
    expect(migrate(connection, before)).toMatchObject({ ok: false, reason: 'store.newer-schema' });
    connection.close();
  }));
