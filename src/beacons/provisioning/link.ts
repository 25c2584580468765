import type { Reason } from '../../shelf/reasons.ts';
import type { Role } from './service.ts';

/** An open connection to a beacon. Its promises reject when the connection is lost, and on a refusal (`attCodeOf`). */
export interface ConfigurationLink {
  read(role: Role): Promise<Uint8Array>;
  write(role: Role, data: Uint8Array, withResponse: true): Promise<void>;
  close(): Promise<void>;
}

/** Why something could not be done. No detail ever holds a lock code. */
export interface Refusal {
  readonly ok: false;
  readonly reason: Reason;
  readonly detail: string;
}

export const refusal = (reason: Reason, detail: string): Refusal => ({ ok: false, reason, detail });

/** The code of ATT with which the beacon refused; null: the error is of another kind. */
export function attCodeOf(error: unknown): number | null {
  const code = error instanceof Error && 'attCode' in error ? error.attCode : null;
  return typeof code === 'number' ? code : null;
}

/** Source: google/eddystone: configuration-service, GATT error codes; Bluetooth Core 5.4, Vol 3, Part F, 3.4.1.1. */
const meanings: Readonly<Record<number, string>> = {
  2: 'it may not be read',
  3: 'it may not be written',
  10: 'it is not there',
  13: 'it is out of range or of a wrong length',
};

/** What a rejection of the link means for whoever asked. */
export function refusalOf(error: unknown, what: string): Refusal {
  const code = attCodeOf(error);
  if (code === null) {
    const said = error instanceof Error ? error.message : String(error);
    return refusal('device.link-lost', `${what}: the connection to the beacon broke (${said}).`);
  }
  return refusal('beacon.gatt-refused', `${what}: ${meanings[code] ?? `ATT error ${code}`}.`);
}

/** What is read, or null when the beacon refuses or lacks it. Rejects when the connection is lost. */
export async function readIfThere(link: ConfigurationLink, role: Role): Promise<Uint8Array | null> {
  try {
    return await link.read(role);
  } catch (error) {
    if (attCodeOf(error) === null) throw error;
    return null;
  }
}

/** False: the beacon refused it. Rejects when the connection is lost. */
export async function writeIfAllowed(link: ConfigurationLink, role: Role, data: Uint8Array): Promise<boolean> {
  try {
    await link.write(role, data, true);
    return true;
  } catch (error) {
    if (attCodeOf(error) === null) throw error;
    return false;
  }
}
