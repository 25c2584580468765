import { dataInfo, dataType, type pendingData } from './wire.ts';

type Values = NonNullable<ReturnType<typeof pendingData.decode>>;

/** What waits for a label until it checks in. */
export interface Pending extends Omit<Values, 'checksum' | 'mac' | 'nextCheckIn' | 'attemptsLeft'> {
  /** Address of the label, as text. */
  readonly mac: string;
  readonly nextCheckIn: number;
  /** Minutes that it still waits. */
  readonly attemptsLeft: number;
}

/** The table that a module answers its labels from, without asking its host. */
export interface PendingTable {
  /** One slot per label: takes the place of what waited. False when all slots are taken. */
  put(entry: Pending): boolean;
  get(mac: string): Pending | undefined;
  remove(mac: string): void;
  clear(): void;
  /** A minute has passed. Returns the labels whose data nobody fetched in time. */
  minute(): readonly string[];
  all(): readonly Pending[];
  /** Slots with data, and slots that only say when to come back. */
  counts(): { readonly data: number; readonly nothing: number };
}

export const maxPending = 250;

export function createPendingTable(): PendingTable {
  const slots = new Map<string, Pending>();
  return {
    put(entry) {
      if (entry.attemptsLeft === 0) {
        slots.delete(entry.mac);
        return true;
      }
      if (!slots.has(entry.mac) && slots.size >= maxPending) return false;
      slots.set(entry.mac, entry);
      return true;
    },
    get: mac => slots.get(mac),
    remove: mac => void slots.delete(mac),
    clear: () => slots.clear(),
    minute() {
      const expired: string[] = [];
      for (const [mac, entry] of [...slots]) {
        if (entry.attemptsLeft > 1) {
          const nextCheckIn = Math.max(0, entry.nextCheckIn - 1);
          slots.set(mac, { ...entry, attemptsLeft: entry.attemptsLeft - 1, nextCheckIn });
          continue;
        }
        slots.delete(mac);
        if (entry.type !== dataType.nothing) expired.push(mac);
      }
      return expired;
    },
    all: () => [...slots.values()],
    counts() {
      const data = [...slots.values()].filter(({ type }) => type !== dataType.nothing).length;
      return { data, nothing: slots.size - data };
    },
  };
}

/** What a label is told: the slot without what only concerns the module. */
export function infoOf(entry: Pending | undefined): Buffer {
  const nothing = { ver: Buffer.alloc(8), size: 0, type: dataType.nothing, argument: 0, nextCheckIn: 0 };
  return dataInfo.encode({ checksum: 0, ...(entry ?? nothing) });
}
