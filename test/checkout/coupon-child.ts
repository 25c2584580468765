/**
 * A till or a gateway as a process of its own, on a store that others use as well.
 * `redeem PATH TILL`: redeems the code of each line on stdin, and says whether it got it.
 * `issue PATH SEED`: issues coupons and says each, until it is killed.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { connect } from '../../src/store/connection.ts';
import { createCouponRows } from '../../src/store/coupons.ts';
import type { Store } from '../../src/store/store.ts';
import { couponsOn } from './opened-coupons.ts';
import { seededBytes } from './random-bytes.ts';

const [role, path, name = ''] = process.argv.slice(2);
const connection = connect(path!, 10_000);
connection.exec('PRAGMA synchronous = FULL');
const rows = { transaction: connection.transaction, ...createCouponRows(connection) } as unknown as Store;
if (role === 'redeem') {
  const { coupons } = couponsOn(rows, { tries: 10_000 });
  writeSync(1, 'ready\n');
  for await (const code of createInterface({ input: process.stdin })) {
    writeSync(1, `${code} ${coupons.redeem({ code, till: name }).ok}\n`);
  }
  connection.close();
  process.exit(0);
}
const { issued } = couponsOn(rows, { randomBytes: seededBytes(Number(name)) });
for (;;) {
  const { id, code } = issued();
  writeSync(1, `${id} ${code}\n`);
}
