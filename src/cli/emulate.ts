import type { Noun } from './command.ts';
import { fault, faults, reboot } from './emulate-faults.ts';
import { labels, price, schedule, soldOut } from './emulate-orders.ts';
import { rates } from './emulate-rates.ts';
import { shop } from './emulate-shop.ts';
import { start } from './emulate-start.ts';

export const emulate: Noun = {
  noun: 'emulate',
  summary: 'An emulated shop: mesh, broker, radio and labels, to try things out',
  commands: [start, shop, price, schedule, soldOut, rates, fault, faults, reboot, labels],
};
