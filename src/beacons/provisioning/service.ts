import type { Radio } from '../../radio/radio.ts';

/*
 * The Eddystone configuration service: its characteristics differ in four digits of their UUID.
 * Source: google/eddystone: configuration-service.
 */

const uuid = (part: string): string => `a3c8${part}8ed34bdf8a39a01bebede295`;

const required = {
  capabilities: uuid('7501'),
  activeSlot: uuid('7502'),
  interval: uuid('7503'),
  radioPower: uuid('7504'),
  lockState: uuid('7506'),
  unlock: uuid('7507'),
  slotData: uuid('750a'),
} as const;
/** What beacons are seen to leave out: the advanced ones, and those of ephemeral identifiers. */
const optional = {
  advertisedPower: uuid('7505'),
  publicKey: uuid('7508'),
  identityKey: uuid('7509'),
  remainConnectable: uuid('750c'),
} as const;

/** What a characteristic of the service is for. */
export type Role = keyof typeof required | keyof typeof optional;

/** How the service is found on a connection. */
export const configurationGatt: Parameters<Radio['connect']>[1] = {
  service: uuid('7500'),
  roles(characteristics) {
    if (!Object.values(required).every(one => characteristics.includes(one))) return null;
    const extra = Object.entries(optional).filter(([, one]) => characteristics.includes(one));
    return { ...required, ...Object.fromEntries(extra) };
  },
  notify: [],
};
