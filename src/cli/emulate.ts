import type { Noun } from './command.ts';
import { fault, faults, reboot } from './emulate-faults.ts';
import { offer, revoke } from './emulate-offers.ts';
import { labels, price, schedule, soldOut } from './emulate-orders.ts';
import { beacon, checkIn, checkOut, people } from './emulate-people.ts';
import { rates } from './emulate-rates.ts';
import { emergency, screen, style } from './emulate-screens.ts';
import { shop } from './emulate-shop.ts';
import { start } from './emulate-start.ts';
import { cross, pick, press, scan, ticket, weigh, wired } from './emulate-wired.ts';

export const emulate: Noun = {
  noun: 'emulate',
  summary: 'An emulated shop: mesh, broker, radio, labels and people, to try things out',
  commands: [
    start,
    shop,
    price,
    schedule,
    soldOut,
    offer,
    revoke,
    rates,
    beacon,
    people,
    checkIn,
    checkOut,
    press,
    cross,
    pick,
    weigh,
    scan,
    ticket,
    wired,
    screen,
    style,
    emergency,
    fault,
    faults,
    reboot,
    labels,
  ],
};
