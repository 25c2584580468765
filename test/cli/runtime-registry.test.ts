import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { announce, latest, type RuntimeHost, socketPathFor, sweep, thisHost } from '../../src/runtime-registry.ts';

let parent: string;
let alive: Set<number>;
const host = (pid: number, nowMs: number): RuntimeHost => ({
  directory: join(parent, 'endcap'),
  pid,
  uid: process.getuid!(),
  nowMs,
  isAlive: asked => alive.has(asked),
});

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'endcap-registry-'));
  alive = new Set([11, 12, 13]);
});
afterEach(() => rmSync(parent, { recursive: true }));

it('finds the one started last, of its kind', () => {
  expect(latest('agent', host(1, 0))).toBeNull();
  announce({ kind: 'agent', socket: '/a', url: 'http://localhost:8080/' }, host(11, 100));
  announce({ kind: 'agent', socket: '/b', config: '/etc/endcap.yaml' }, host(12, 300));
  announce({ kind: 'shop', socket: '/c' }, host(13, 900));
  expect(latest('agent', host(1, 0))).toEqual({
    pid: 12,
    socket: '/b',
    startedAtMs: 300,
    url: null,
    config: '/etc/endcap.yaml',
    radios: [],
  });
  expect(latest('shop', host(1, 0))?.socket).toBe('/c');
});

it('ignores and removes what the dead and the careless left', () => {
  announce({ kind: 'agent', socket: '/a' }, host(11, 100));
  const socket = socketPathFor('agent', host(12, 0));
  writeFileSync(socket, '');
  announce({ kind: 'agent', socket }, host(12, 300));
  const folder = join(parent, 'endcap', 'agents');
  writeFileSync(join(folder, '13.json'), '{"pid": 13');
  writeFileSync(join(folder, '14.json'), 'x'.repeat(20_000));
  alive.delete(12);
  expect(latest('agent', host(1, 0))?.socket).toBe('/a');
  // What a living process has there is its own business, however broken.
  expect(readdirSync(folder).sort()).toEqual(['11.claim', '11.json', '13.json']);
});

it('sweeps up after those that were killed', () => {
  announce({ kind: 'agent', socket: '/a' }, host(11, 100));
  announce({ kind: 'shop', socket: '/b' }, host(12, 100));
  alive.delete(11);
  sweep(host(1, 0));
  expect(readdirSync(join(parent, 'endcap'))).toEqual(['shops']);
  alive.delete(12);
  sweep(host(1, 0));
  expect(readdirSync(parent)).toEqual([]);
});

it('holds the folder for one that starts while another ends', () => {
  const withdraw = announce({ kind: 'agent', socket: '/a' }, host(11, 100));
  const socket = socketPathFor('agent', host(12, 0));
  withdraw();
  writeFileSync(socket, '');
  announce({ kind: 'agent', socket }, host(12, 200))();
  expect(readdirSync(parent)).toEqual([]);
});

it('leaves nothing behind', () => {
  const withdraw = announce({ kind: 'agent', socket: '/a' }, host(11, 100));
  const withdrawOther = announce({ kind: 'shop', socket: '/b' }, host(12, 100));
  withdraw();
  expect(existsSync(join(parent, 'endcap', 'shops', '12.json'))).toBe(true);
  withdrawOther();
  withdrawOther();
  expect(readdirSync(parent)).toEqual([]);
});

it('is for this user only', () => {
  announce({ kind: 'agent', socket: '/a' }, host(11, 100));
  const directory = join(parent, 'endcap');
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(statSync(join(directory, 'agents', '11.json')).mode & 0o777).toBe(0o600);
  expect(latest('agent', { ...host(1, 0), uid: process.getuid!() + 1 })).toBeNull();
  chmodSync(directory, 0o777);
  expect(latest('agent', host(1, 0))).toBeNull();
  expect(() => announce({ kind: 'agent', socket: '/b' }, host(12, 200))).toThrow(/0700/);
});

it('refuses a directory that was prepared by others', () => {
  mkdirSync(join(parent, 'endcap'), { mode: 0o755 });
  chmodSync(join(parent, 'endcap'), 0o755);
  expect(() => socketPathFor('agent', host(11, 100))).toThrow(/0700/);
});

it('lies where the environment says', () => {
  expect(thisHost({ XDG_RUNTIME_DIR: '/run/user/7' }).directory).toBe('/run/user/7/endcap');
  expect(thisHost({}).directory).toBe(join(tmpdir(), `endcap-${process.getuid!()}`));
});
