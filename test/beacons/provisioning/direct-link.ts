import type { PeripheralEnd } from '../../../emulator/air.ts';
import { createEddystoneBeacon, type EddystoneBeacon } from '../../../emulator/beacons/eddystone-beacon.ts';
import type { LockState } from '../../../emulator/beacons/lock.ts';
import type { Clock } from '../../../emulator/clock.ts';
import { createVirtualClock } from '../../../emulator/clock.ts';
import { seededRandom } from '../../../emulator/random.ts';
import type { ConfigurationLink } from '../../../src/beacons/provisioning/link.ts';
import { configurationGatt, type Role } from '../../../src/beacons/provisioning/service.ts';

export const lockCode = '00112233445566778899aabbccddeeff';
export const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

type Abilities = NonNullable<Parameters<typeof createEddystoneBeacon>[0]['abilities']>;

export function beaconOf(
  options: {
    readonly clock?: Clock;
    readonly lock?: LockState;
    readonly abilities?: Abilities;
    readonly seed?: number;
    readonly maxMtu?: number;
  } = {},
): EddystoneBeacon {
  const { clock = createVirtualClock(1_000_000), seed = 5, maxMtu = 247 } = options;
  return createEddystoneBeacon({
    clock,
    random: seededRandom(seed),
    address: 'c0ffee000001',
    position: { xM: 0, yM: 0, zM: 1 },
    lockCode: bytes(lockCode),
    maxMtu,
    ...(options.lock === undefined ? {} : { lock: options.lock }),
    ...(options.abilities === undefined ? {} : { abilities: options.abilities }),
  });
}

const att = { mtu: 0x02, information: 0x04, read: 0x0a, write: 0x12, error: 0x01 } as const;

export interface DirectLink extends ConfigurationLink {
  /** Writes to a characteristic that has no role: by the four digits in which its UUID differs. */
  writeTo(part: string, data: Uint8Array): Promise<void>;
}

/** Speaks ATT with a beacon without any radio between them: requests one at a time, as a link carries them. */
export function connectDirectly(beacon: EddystoneBeacon): DirectLink {
  let open = true;
  let answer: Buffer | null = null;
  const end: PeripheralEnd = beacon.opened({
    send(_cid, pdu) {
      answer = pdu;
    },
    close: () => over(),
    vanish: () => over(),
  });
  function over(): void {
    if (!open) return;
    open = false;
    end.closed();
  }
  const ask = (...pdu: readonly (number | Uint8Array)[]): Buffer => {
    answer = null;
    const parts = pdu.map(part => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part)));
    end.received(4, Buffer.concat(parts));
    if (!open || answer === null) throw new Error('the connection is closed');
    return answer;
  };
  const handles = new Map<string, number>();
  ask(att.mtu, 247, 0);
  for (let from = 1; ; ) {
    const found = ask(att.information, from, 0, 0xff, 0xff);
    if (found[0] === att.error) break;
    const entry = found[1] === 1 ? 4 : 18;
    for (let at = 2; at + entry <= found.length; at += entry) {
      from = found.readUInt16LE(at) + 1;
      handles.set(
        Buffer.from(found.subarray(at + 2, at + entry))
          .reverse()
          .toString('hex'),
        from - 1,
      );
    }
  }
  const roles = configurationGatt.roles([...handles.keys()])!;
  const request = async (opcode: number, uuid: string, data: Uint8Array): Promise<Buffer> => {
    const response = ask(opcode, handles.get(uuid)!, 0, data);
    if (response[0] === att.error) throw Object.assign(new Error('refused'), { attCode: response[4] });
    return response;
  };
  const uuidOf = (role: Role): string => roles[role]!;
  return {
    read: async role => new Uint8Array((await request(att.read, uuidOf(role), new Uint8Array())).subarray(1)),
    write: async (role, data) => void (await request(att.write, uuidOf(role), data)),
    writeTo: async (part, data) => void (await request(att.write, `a3c8${part}8ed34bdf8a39a01bebede295`, data)),
    close: async () => over(),
  };
}
