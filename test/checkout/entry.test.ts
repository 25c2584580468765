import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEntry } from '../../src/checkout/entry.ts';
import { createTicketReader } from '../../src/checkout/tickets.ts';
import { connect } from '../../src/store/connection.ts';
import { migrate } from '../../src/store/migrations.ts';
import type { Store } from '../../src/store/store.ts';
import { createTicketRows } from '../../src/store/tickets.ts';
import { inDirectory, opened } from '../store/opening.ts';

/** PKCS #8 of Ed25519 before the 32 bytes of the seed. */
const pkcs8 = '302e020100300506032b657004220420';

function signer(kid: string, seedHex: string) {
  const key = createPrivateKey({ key: Buffer.from(pkcs8 + seedHex, 'hex'), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'jwk' }).x!;
  const ticketOf = (payload: unknown): string => {
    const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)).toString('base64url');
    return `${body}.${sign(null, Buffer.from(body), key).toString('base64url')}.${kid}`;
  };
  return { kid, publicKey, ticketOf };
}

/** RFC 8032, section 7.1, TEST 1. */
const door = signer('door-1', '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
const stranger = signer('door-1', '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
const fromMs = Date.UTC(2026, 10, 24, 8);
const hourMs = 3_600_000;
const good = { v: 1, id: 'booking-4711', from: '2026-11-24T08:00:00Z', to: '2026-11-24T10:00:00Z' };

function entryOn(store: Pick<Store, 'useTicket'>, nowMs: number, reachable = () => true) {
  let opens = 0;
  const relay = { reachable, open: () => void opens++ };
  const entry = createEntry({ keys: [door], store, clock: { now: () => nowMs }, relay });
  return { present: entry.present, opens: () => opens };
}

test('the key of the vector is the one that its specification names', () => {
  expect(Buffer.from(door.publicKey, 'base64url').toString('hex')).toBe(
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  );
});

test('a ticket opens once, also after a restart', () =>
  inDirectory(dir => {
    const ticket = door.ticketOf(good);
    const first = opened(dir);
    const before = entryOn(first.store, fromMs);
    expect(before.present(`${ticket}\r`)).toEqual({
      ok: true,
      ticket: { id: good.id, kid: 'door-1', fromMs, toMs: fromMs + 2 * hourMs },
    });
    expect(before.opens()).toBe(1);
    first.store.close();
    const second = opened(dir);
    const after = entryOn(second.store, fromMs + hourMs);
    expect(after.present(ticket)).toMatchObject({ ok: false, reason: 'entry.used' });
    // Signed anew, it is the same ticket.
    expect(after.present(door.ticketOf({ ...good, to: '2026-11-24T11:00:00Z' }))).toMatchObject({
      reason: 'entry.used',
    });
    expect(after.opens()).toBe(0);
    second.store.close();
  }));

test('a ticket is not used up at a door that cannot be opened', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    let reachable = false;
    const { present, opens } = entryOn(store, fromMs, () => reachable);
    const ticket = door.ticketOf(good);
    expect(present(ticket)).toMatchObject({ ok: false, reason: 'node.down' });
    expect(opens()).toBe(0);
    reachable = true;
    expect(present(ticket).ok).toBe(true);
    reachable = false;
    expect(present(ticket)).toMatchObject({ ok: false, reason: 'node.down' });
    expect(opens()).toBe(1);
    store.close();
  }));

test('it opens from its first instant on and not at its last', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    const ticket = door.ticketOf(good);
    for (const nowMs of [fromMs - 1, fromMs + 2 * hourMs]) {
      const { present, opens } = entryOn(store, nowMs);
      expect(present(ticket)).toMatchObject({ ok: false, reason: 'entry.expired' });
      expect(opens()).toBe(0);
    }
    expect(entryOn(store, fromMs + 2 * hourMs - 1).present(ticket).ok).toBe(true);
    store.close();
  }));

test('who is not trusted, and what was changed, does not get in', () => {
  const read = createTicketReader([door]);
  expect(read(stranger.ticketOf(good))).toMatchObject({ reason: 'entry.forged' });
  expect(read(door.ticketOf(good).replace('door-1', 'door-2'))).toMatchObject({ reason: 'entry.forged' });
  const [, signature] = door.ticketOf(good).split('.');
  const longer = Buffer.from(JSON.stringify({ ...good, to: '2027-01-01T00:00:00Z' })).toString('base64url');
  expect(read(`${longer}.${signature}.door-1`)).toMatchObject({ reason: 'entry.forged' });
});

test('what is signed and no ticket is refused', () => {
  const read = createTicketReader([door]);
  const wrong: unknown[] = [
    'no json',
    [],
    null,
    { ...good, v: 2 },
    { ...good, id: '' },
    { ...good, id: 'x'.repeat(65) },
    { ...good, from: '2026-11-24' },
    { ...good, from: good.to },
    { ...good, to: '2036-11-24T10:00:00Z' },
  ];
  for (const payload of wrong)
    expect(read(door.ticketOf(payload))).toMatchObject({ ok: false, reason: 'entry.invalid' });
  expect(read(`${door.ticketOf({ ...good, id: 'x'.repeat(64) })}`).ok).toBe(true);
  expect(read(`${'A'.repeat(2_000)}.A.B`)).toMatchObject({ reason: 'entry.invalid' });
});

test('no byte of a ticket can be changed, and nothing makes reading it throw', () => {
  const read = createTicketReader([door]);
  const ticket = door.ticketOf(good);
  for (let at = 0; at < ticket.length; at++) {
    for (const other of ['A', 'b', '_', '.', '=', ' ']) {
      if (ticket[at] === other) continue;
      expect(read(ticket.slice(0, at) + other + ticket.slice(at + 1)).ok).toBe(false);
    }
  }
  const noise = fc.oneof(
    fc.string({ maxLength: 200, unit: 'binary' }),
    fc.array(fc.base64String({ maxLength: 100 }), { maxLength: 4 }).map(parts => parts.join('.')),
    fc.json().map(text => door.ticketOf(text)),
  );
  fc.assert(
    fc.property(noise, text => {
      expect(read(text).ok).toBe(false);
    }),
    { seed: 4, numRuns: 500 },
  );
});

test('used tickets are forgotten a day after their end, and nobody enters when there are too many', () =>
  inDirectory(dir => {
    const connection = connect(join(dir, 'store.db'), 0);
    migrate(connection);
    const rows = createTicketRows(connection, 3);
    const { present, opens } = entryOn(rows, fromMs);
    for (const id of ['a', 'b', 'c']) expect(present(door.ticketOf({ ...good, id })).ok).toBe(true);
    expect(present(door.ticketOf({ ...good, id: 'd' }))).toMatchObject({ ok: false, reason: 'store.limit' });
    expect(present(door.ticketOf({ ...good, id: 'a' }))).toMatchObject({ ok: false, reason: 'entry.used' });
    expect(opens()).toBe(3);
    expect(rows.usedTickets()).toBe(3);
    const later = { ...good, id: 'e', to: '2026-12-24T10:00:00Z' };
    const endMs = fromMs + 2 * hourMs;
    expect(entryOn(rows, endMs + 24 * hourMs - 1).present(door.ticketOf(later))).toMatchObject({
      reason: 'store.limit',
    });
    expect(entryOn(rows, endMs + 24 * hourMs).present(door.ticketOf(later)).ok).toBe(true);
    expect(rows.usedTickets()).toBe(1);
    connection.close();
  }));
