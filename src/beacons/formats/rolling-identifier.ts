import { hkdfSync } from 'node:crypto';
import { encryptBlock } from '../../../devices/cmac.ts';
import { layout, marker, octets, u32le } from '../../../devices/layout.ts';

/*
 * Identifiers that only who has the key connects with each other: the construction of exposure notification, with a
 * label of one's own. Source: google/exposure-notifications-internals: CRYPTO.md.
 */

/** How long an identifier holds. */
export const intervalSeconds = 600;

const keyBytes = 16;
const labelBytes = 6;
const block = layout({ label: octets(labelBytes), zeros: marker(0, 0, 0, 0, 0, 0), interval: u32le });
const text = new TextEncoder();

/** Number of the interval that a time lies in. */
export const intervalAt = (unixSeconds: number): number => Math.floor(unixSeconds / intervalSeconds);

/** A key for one purpose, from a secret one. The purpose is text, such as `EN-RPIK`. */
export const keyFor = (secret: Uint8Array, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), text.encode(purpose), keyBytes));

/** The 16 bytes for an interval. Throws RangeError on a label that is not six ASCII characters, such as `EN-RPI`. */
export const rollingIdentifier = (key: Uint8Array, label: string, interval: number): Uint8Array =>
  encryptBlock(key, block.encode({ label: text.encode(label), interval }));
