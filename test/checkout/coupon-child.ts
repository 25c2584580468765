/**
 * A till or a gateway as a process of its own, on a store that others use as well.
 * `redeem PATH TILL CODE…`: waits for a line on stdin, redeems every code and says those that it got.
 * `issue PATH SEED`: issues coupons and says each, until it is killed.
 */
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from '../../src/store/connection.ts';
import { createCouponRows } from '../../src/store/coupons.ts';
import type { Store } from '../../src/store/store.ts';
import { couponsOn } from './opened-coupons.ts';
import { seededBytes } from './random-bytes.ts';

const [role, path, name = '', ...codes] = process.argv.slice(2);
const connection = connect(path!, 10_000);
connection.exec('PRAGMA synchronous = FULL');
const rows = { transaction: connection.transaction, ...createCouponRows(connection) } as unknown as Store;
if (role === 'redeem') {
  const { coupons } = couponsOn(rows, { tries: 10_000 });
  writeSync(1, 'ready\n');
  await once(process.stdin, 'data');
  for (const code of codes) {
    if (coupons.redeem({ code, till: name }).ok) writeSync(1, `${code}\n`);
    // Else whoever holds the lock first holds it to the end.
    await pause(2);
  }
  connection.close();
  process.exit(0);
}
const { issued } = couponsOn(rows, { randomBytes: seededBytes(Number(name)) });
for (;;) {
  const { id, code } = issued();
  writeSync(1, `${id} ${code}\n`);
}
