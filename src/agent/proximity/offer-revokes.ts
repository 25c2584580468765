import { z } from 'zod';
import type { Store } from '../../store/store.ts';

const prefix = 'offer-revoke/';
/** Kept at most; those that were cleared longest ago are forgotten first. */
const mostKept = 500;

const remembered = z.object({
  /** Up to and with this version the offer is taken back. */
  epoch: z.number(),
  version: z.number(),
  atMs: z.number(),
  by: z.string(),
  clearedMs: z.number().nullable(),
  /** What it said, so that people still see what is being cleared; null: too long to keep. */
  body: z.string().nullable(),
});

/** An offer that was taken back: by whom, when, and when it was gone from the last output. */
export type Revoke = z.infer<typeof remembered> & { readonly offer: string };

type RevokeStore = Pick<Store, 'recallAll' | 'remember' | 'forget'>;

/**
 * Offers that were taken back, by the mesh or here, durably: what was revoked stays revoked over a restart and while the
 * mesh is away, until the mesh says something newer.
 */
export function createOfferRevokes(store: RevokeStore) {
  const known = new Map<string, Revoke>();
  for (const { name, value } of store.recallAll(prefix)) {
    const offer = name.slice(prefix.length);
    known.set(offer, { offer, ...remembered.parse(JSON.parse(value)) });
  }

  function put(revoke: Revoke): void {
    const { offer, ...rest } = revoke;
    known.set(offer, revoke);
    store.remember(prefix + offer, JSON.stringify(rest));
    if (known.size <= mostKept) return;
    const oldest = [...known.values()].sort((a, b) => forgettable(a) - forgettable(b))[0];
    if (oldest) forget(oldest.offer);
  }

  function forget(offer: string): void {
    if (known.delete(offer)) store.forget(prefix + offer);
  }

  return {
    get: (offer: string): Revoke | null => known.get(offer) ?? null,
    all: (): readonly Revoke[] => [...known.values()],
    /** Whether this version of the offer is taken back. */
    covers(offer: string, epoch: number, version: number): boolean {
      const revoke = known.get(offer);
      if (!revoke) return false;
      return revoke.epoch === epoch ? version <= revoke.version : epoch < revoke.epoch;
    },
    revoke(revoke: Omit<Revoke, 'clearedMs'>): void {
      put({ ...revoke, clearedMs: null });
    },
    cleared(offer: string, atMs: number): void {
      const revoke = known.get(offer);
      if (revoke && revoke.clearedMs === null) put({ ...revoke, clearedMs: atMs });
    },
    forget,
  };
}
export type OfferRevokes = ReturnType<typeof createOfferRevokes>;

/** What is still to be cleared is forgotten last. */
const forgettable = ({ clearedMs }: Revoke): number => clearedMs ?? Number.MAX_SAFE_INTEGER;
