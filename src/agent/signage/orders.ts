import type { Cancel, Clock } from '../../clock.ts';

export type OrderKind = 'reload' | 'identify' | 'screenshot';

/** An order to the pages of a screen. */
export interface Order {
  readonly id: string;
  readonly order: OrderKind;
  readonly atMs: number;
  readonly by: string;
  /** Pages that were told. */
  readonly pages: number;
  readonly state: 'open' | 'done' | 'failed' | 'late';
}

/** A picture that a page drew of itself. */
export interface Screenshot {
  readonly png: Uint8Array<ArrayBuffer>;
  readonly atMs: number;
  readonly order: string;
}

export interface OrdersOptions {
  /** Tells all pages of a screen. */
  readonly send: (screen: string, order: OrderKind, id: string) => void;
  readonly randomId: () => string;
  readonly clock: Clock;
}

/** Long enough to draw and send a 4K picture on a small computer. */
const waitMs = 15_000;
const kept = 20;

/** Orders to pages, what became of them, and the last picture of each screen. Nothing outlives a restart. */
export function createOrders({ send, randomId, clock }: OrdersOptions) {
  const orders = new Map<string, Order[]>();
  const shots = new Map<string, Screenshot>();
  const waiting = new Map<string, (state: Order['state']) => void>();

  function settle(screen: string, id: string, state: Order['state']): void {
    const all = orders.get(screen) ?? [];
    const open = all.find(one => one.id === id && one.state === 'open');
    if (!open) return;
    orders.set(
      screen,
      all.map(one => (one === open ? { ...open, state } : one)),
    );
    waiting.get(id)?.(state);
  }

  function giveUp(screen: string): void {
    for (const { id } of orders.get(screen) ?? []) settle(screen, id, 'late');
  }

  return {
    /** Gives an order, and waits until one page has carried it out, failed, or none did for 15 s. */
    give(screen: string, order: OrderKind, by: string, pages: number): Promise<Order> {
      const given: Order = { id: randomId(), order, atMs: clock.now(), by, pages, state: 'open' };
      for (const { id } of (orders.get(screen) ?? []).slice(kept - 1)) settle(screen, id, 'late');
      orders.set(screen, [given, ...(orders.get(screen) ?? [])].slice(0, kept));
      return new Promise(resolve => {
        let cancel: Cancel = () => {};
        waiting.set(given.id, state => {
          cancel();
          waiting.delete(given.id);
          resolve({ ...given, state });
        });
        cancel = clock.after(waitMs, () => settle(screen, given.id, 'late'));
        send(screen, order, given.id);
      });
    },
    done: (screen: string, id: string, ok: boolean): void => settle(screen, id, ok ? 'done' : 'failed'),
    /** A page that was loaded anew has carried out the orders to do so. */
    loadedAnew(screen: string): void {
      for (const { id, order, state } of orders.get(screen) ?? []) {
        if (order === 'reload' && state === 'open') settle(screen, id, 'done');
      }
    },
    /** The picture for an order. False: nobody waits for one. */
    shot(screen: string, id: string, png: Uint8Array): boolean {
      const open = orders.get(screen)?.some(one => one.id === id && one.order === 'screenshot' && one.state === 'open');
      if (!open) return false;
      shots.set(screen, { png: Uint8Array.from(png), atMs: clock.now(), order: id });
      return true;
    },
    lastShot: (screen: string): Screenshot | null => shots.get(screen) ?? null,
    /** Newest first. */
    of: (screen: string): readonly Order[] => orders.get(screen) ?? [],
    forget(screen: string): void {
      giveUp(screen);
      orders.delete(screen);
      shots.delete(screen);
    },
    /** Nobody carries out any more. */
    stop(): void {
      for (const screen of orders.keys()) giveUp(screen);
    },
  };
}
export type Orders = ReturnType<typeof createOrders>;
