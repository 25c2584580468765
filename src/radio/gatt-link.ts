import type { Characteristic, Peripheral } from 'noble';
import type { LabelFamily } from '../../devices/label-model.ts';
import type { Clock } from '../clock.ts';
import { fullUuid } from './eir.ts';
import { attRefusal, attributeNotFound, surfaceRefusals } from './noble-att.ts';
import type { ConnectFailure, GattLink } from './radio.ts';
import { withTimeLimit } from './time-limit.ts';

/** ATT allows 30 s; a label that needs longer than this for one read or write has gone. */
const requestTimeoutMs = 10_000;
/** The controller confirms a disconnection within a supervision timeout. */
const closeTimeoutMs = 2_000;
const minimalMtu = 23;

/** A link, and how to tell it that the radio under it is gone. */
export interface OpenLink {
  readonly link: GattLink;
  lose(): void;
}

/**
 * Finds the family's service and characteristics on an open connection and turns notifications on. Calls `gone` once,
 * when the connection has ended for whatever reason; on a failure too.
 */
export async function openGattLink(
  peripheral: Peripheral,
  gatt: LabelFamily['gatt'],
  clock: Clock,
  timeoutMs: number,
  gone: () => void,
): Promise<({ readonly ok: true } & OpenLink) | ConnectFailure> {
  const connection = watchConnection(peripheral, clock, gone);
  const fail = async (reason: ConnectFailure['reason'], detail: string): Promise<ConnectFailure> => {
    await connection.close();
    return { ok: false, reason, detail };
  };

  let found: Map<string, Characteristic> | null;
  let listener: ((role: string, data: Uint8Array) => void) | null = null;
  const early: [role: string, data: Uint8Array][] = [];
  try {
    const prepare = async (): Promise<Map<string, Characteristic> | null> => {
      const characteristics = await findCharacteristics(peripheral, gatt.service);
      const roles = gatt.roles([...characteristics.keys()]);
      if (roles === null) return null;
      const byRole = new Map(Object.entries(roles).map(([role, uuid]) => [role, characteristics.get(uuid)!]));
      for (const role of gatt.notify) {
        const characteristic = byRole.get(role)!;
        characteristic.on('data', (data: Buffer, isNotification: boolean) => {
          if (!isNotification) return;
          const bytes = new Uint8Array(data);
          if (listener === null) early.push([role, bytes]);
          else listener(role, bytes);
        });
        await characteristic.subscribeAsync();
      }
      surfaceRefusals(peripheral, [...byRole.values()]);
      return byRole;
    };
    found = await withTimeLimit(connection.whileOpen(prepare()), clock, timeoutMs, 'finding its characteristics');
  } catch (error) {
    return fail('radio.label-silent', (error as Error).message);
  }
  if (found === null) return fail('radio.gatt-unfit', 'The label lacks the service or characteristics of its family.');
  if (connection.closed()) return fail('radio.label-silent', 'The connection broke while it was being set up.');

  const byRole = found;
  const link: GattLink = {
    mtu: peripheral.mtu ?? minimalMtu,
    async read(role) {
      const characteristic = byRole.get(role);
      if (characteristic === undefined) throw attRefusal(attributeNotFound);
      if (connection.closed()) throw new Error('the connection is closed');
      const reading = connection.whileOpen(characteristic.readAsync());
      return new Uint8Array(await withTimeLimit(reading, clock, requestTimeoutMs, 'a read'));
    },
    async write(role, data, withResponse) {
      const characteristic = byRole.get(role);
      if (characteristic === undefined) throw new TypeError(`no characteristic has the role ${role}`);
      if (connection.closed()) throw new Error('the connection is closed');
      await withTimeLimit(
        characteristic.writeAsync(Buffer.from(data), !withResponse),
        clock,
        requestTimeoutMs,
        'a write',
      );
    },
    onNotification(next) {
      listener = next;
      for (const [role, data] of early.splice(0)) next(role, data);
    },
    onClosed: connection.onClosed,
    close: connection.close,
  };
  return { ok: true, link, lose: connection.lose };
}

/** Characteristics by their 128-bit UUIDs; only those of the one service are asked for. */
async function findCharacteristics(peripheral: Peripheral, service: string): Promise<Map<string, Characteristic>> {
  const services = await peripheral.discoverServicesAsync([service, shortUuid(service)]);
  const ours = services.find(one => fullUuid(one.uuid) === service);
  if (ours === undefined) return new Map();
  const characteristics = await ours.discoverCharacteristicsAsync();
  return new Map(characteristics.map(one => [fullUuid(one.uuid), one]));
}

/** As noble writes a UUID of 16 bits: without leading zeros. */
const shortUuid = (uuid: string): string => uuid.slice(0, 8).replace(/^0+/, '');

interface Connection {
  closed(): boolean;
  /** What `work` resolves to, or a rejection as soon as the connection ends. */
  whileOpen<T>(work: Promise<T>): Promise<T>;
  onClosed(listener: () => void): void;
  close(): Promise<void>;
  lose(): void;
}

function watchConnection(peripheral: Peripheral, clock: Clock, gone: () => void): Connection {
  const listeners: (() => void)[] = [];
  let closed = peripheral.state !== 'connected';
  let closing: Promise<void> | null = null;
  const lose = (): void => {
    if (closed) return;
    closed = true;
    peripheral.removeAllListeners();
    gone();
    for (const listener of listeners.splice(0)) listener();
  };
  if (closed) gone();
  peripheral.once('disconnect', lose);

  async function hangUp(): Promise<void> {
    // After its time limit the link counts as gone, whatever the controller thinks.
    await withTimeLimit(peripheral.disconnectAsync(), clock, closeTimeoutMs, 'closing').catch(() => {});
    lose();
  }
  function onClosed(listener: () => void): void {
    if (closed) listener();
    else listeners.push(listener);
  }

  const ended = new Promise<never>((_, reject) => onClosed(() => reject(new Error('the connection is closed'))));
  ended.catch(() => {});
  return {
    closed: () => closed,
    whileOpen: work => Promise.race([work, ended]),
    onClosed,
    close() {
      if (closed) return Promise.resolve();
      closing ??= hangUp();
      return closing;
    },
    lose,
  };
}
