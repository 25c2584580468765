/** Who has which address. Addresses come in halves of 24 bits, so that looking up a stranger's leaves nothing behind. */
export interface AddressTable<T> {
  get(high: number, low: number): T | undefined;
  set(high: number, low: number, value: T): void;
  delete(high: number, low: number): void;
}

/** An empty table. */
export function createAddressTable<T>(): AddressTable<T> {
  const halves = new Map<number, Map<number, T>>();
  return {
    get: (high, low) => halves.get(high)?.get(low),
    set(high, low, value) {
      const others = halves.get(high);
      if (others === undefined) halves.set(high, new Map([[low, value]]));
      else others.set(low, value);
    },
    delete(high, low) {
      const others = halves.get(high);
      if (!others?.delete(low) || others.size > 0) return;
      halves.delete(high);
    },
  };
}

/** The halves of an address of twelve hex digits. */
export const halvesOf = (address: string): readonly [high: number, low: number] => [
  Number.parseInt(address.slice(0, 6), 16),
  Number.parseInt(address.slice(6), 16),
];
