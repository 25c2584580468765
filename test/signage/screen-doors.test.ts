import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createScreenDoors } from '../../src/signage/screen-doors.ts';
import { tokensPerScreen } from '../../src/store/screen-tokens.ts';
import { createVirtualClock } from '../delivery/virtual-clock.ts';
import { inDirectory, opened } from '../store/opening.ts';

const paired = (doors: ReturnType<typeof createScreenDoors>, screen: string, name: string | null = null): string => {
  const begun = doors.beginPairing(screen);
  if (!begun.ok) throw new Error(begun.reason);
  const { code, secret } = begun.pairing;
  expect(doors.pair(screen, { code, name, by: 'local' })).toEqual({ ok: true });
  const standing = doors.pairingOf(screen, secret);
  if (standing.state !== 'paired') throw new Error(standing.state);
  return standing.token;
};

test('a token opens its own screen, also after a restart, and lies on the disk as its hash only', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const clock = createVirtualClock(1_795_446_000_000);
    const doors = createScreenDoors({ tokens: store, clock, randomBytes });
    const token = paired(doors, 'entrance', 'Tablet');
    const hash = doors.admits('entrance', token);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(doors.admits('aisle', token)).toBeNull();
    expect(doors.admits('entrance', hash!)).toBeNull();
    expect(JSON.stringify(doors.tokens('entrance'))).not.toContain(token);
    const again = createScreenDoors({ tokens: store, clock, randomBytes });
    expect(again.admits('entrance', token)).toBe(hash);
    expect(again.tokens('entrance')).toMatchObject([{ hash, name: 'Tablet', by: 'local' }]);
    store.close();
  }));

test('who is revoked is told at once: by the beginning of its hash, or all of a screen', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const clock = createVirtualClock(1_795_446_000_000);
    const doors = createScreenDoors({ tokens: store, clock, randomBytes });
    const gone: string[] = [];
    const stop = doors.onRevoked((screen, hash) => gone.push(`${screen} ${hash}`));
    const tokens = [paired(doors, 'entrance'), paired(doors, 'entrance'), paired(doors, 'aisle')];
    const [first, second, other] = [
      doors.admits('entrance', tokens[0]!),
      doors.admits('entrance', tokens[1]!),
      doors.admits('aisle', tokens[2]!),
    ];
    expect(doors.revoke('entrance', '')).toBe(0);
    expect(doors.revoke('entrance', other!.slice(0, 12))).toBe(0);
    expect(doors.revoke('entrance', first!.slice(0, 12))).toBe(1);
    expect(gone).toEqual([`entrance ${first}`]);
    expect(doors.admits('entrance', tokens[0]!)).toBeNull();
    expect(doors.revoke('entrance')).toBe(1);
    expect(gone).toEqual([`entrance ${first}`, `entrance ${second}`]);
    stop();
    expect(doors.revoke('aisle')).toBe(1);
    expect(gone).toHaveLength(2);
    store.close();
  }));

test('a pairing hands its token out again until it is used, for an answer that got lost', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const doors = createScreenDoors({ tokens: store, clock: createVirtualClock(0), randomBytes });
    const begun = doors.beginPairing('entrance');
    if (!begun.ok) throw new Error(begun.reason);
    doors.pair('entrance', { code: begun.pairing.code, name: null, by: 'local' });
    const fetched = () => doors.pairingOf('entrance', begun.pairing.secret);
    const first = fetched();
    expect(fetched()).toEqual(first);
    expect(first.state === 'paired' && doors.admits('entrance', first.token)).toMatch(/^[0-9a-f]{64}$/);
    expect(fetched()).toEqual({ state: 'over' });
    store.close();
  }));

test('a pairing whose token is revoked hands nothing out any more', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const doors = createScreenDoors({ tokens: store, clock: createVirtualClock(0), randomBytes });
    const begun = doors.beginPairing('entrance');
    if (!begun.ok) throw new Error(begun.reason);
    doors.pair('entrance', { code: begun.pairing.code, name: null, by: 'local' });
    doors.revoke('entrance');
    expect(doors.pairingOf('entrance', begun.pairing.secret)).toEqual({ state: 'over' });
    store.close();
  }));

test('the token that gives way to one too many is revoked like any other', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const clock = createVirtualClock(1_795_446_000_000);
    const doors = createScreenDoors({ tokens: store, clock, randomBytes });
    const gone: string[] = [];
    doors.onRevoked((_, hash) => gone.push(hash));
    const first = doors.admits('entrance', paired(doors, 'entrance'));
    for (let n = 1; n < tokensPerScreen; n++) {
      clock.pass(60_000);
      paired(doors, 'entrance');
    }
    expect(gone).toEqual([]);
    clock.pass(60_000);
    paired(doors, 'entrance');
    expect(gone).toEqual([first]);
    store.close();
  }));
