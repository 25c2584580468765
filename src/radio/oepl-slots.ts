import { blockBytes, type ModuleEvent } from './oepl-wire.ts';

/** One picture that waits at the module for its label. */
export interface Slot {
  readonly address: string;
  /** Identity of the file, sixteen hex digits. */
  readonly version: string;
  readonly offer: Uint8Array;
  readonly file: Uint8Array;
  /** The module may have it: it was sent at least once. */
  sent: boolean;
  /** The module has it. */
  accepted: boolean;
  /** The label has been offered this file, and nothing else since: its next word is about it. */
  told: boolean;
  /** It asked for a block since it was last told. */
  fetching: boolean;
  /** Hands something to whoever waits. */
  readonly notify: (role: string, data: Uint8Array) => void;
}

/** What the radio has to do about an event. */
export type SlotVerdict =
  | { readonly type: 'nothing' }
  /** The module has let go of the offer, or may have: it is to be made again. */
  | { readonly type: 'offer-again'; readonly slot: Slot; readonly changed: boolean }
  | { readonly type: 'told'; readonly slot: Slot }
  /** `first`: that it asks is the first sign that it was told. */
  | { readonly type: 'send-block'; readonly slot: Slot; readonly block: number; readonly first: boolean }
  | { readonly type: 'confirmed' | 'expired'; readonly slot: Slot }
  /** The label completed something that nobody here waits for: its panel is not what it was. */
  | { readonly type: 'changed' };

const nothing: SlotVerdict = { type: 'nothing' };

/**
 * Which word of a label is about which picture. The module says that a label has everything, never of what, so the
 * order of events is the proof: see the doc comment of `upload` in `devices/oepl/session.ts`. In doubt nothing is
 * confirmed and the offer is made again; a label that has the picture already then says so at once.
 */
export function createSlots() {
  const slots = new Map<string, Slot>();
  /** Labels that confirmed and have not checked in since: labels and module may repeat it. */
  const settled = new Set<string>();

  function checkedIn(address: string): SlotVerdict {
    settled.delete(address);
    const slot = slots.get(address);
    if (!slot) return nothing;
    slot.told = slot.accepted;
    slot.fetching = false;
    return slot.told ? { type: 'told', slot } : nothing;
  }

  function requested(address: string, version: string, block: number): SlotVerdict {
    const slot = slots.get(address);
    if (!slot) return nothing;
    if (slot.version !== version) {
      slot.told = false;
      return nothing;
    }
    const first = !slot.told;
    slot.told = true;
    slot.fetching = true;
    return block * blockBytes < slot.file.length ? { type: 'send-block', slot, block, first } : nothing;
  }

  function completed(address: string): SlotVerdict {
    const slot = slots.get(address);
    if (slot?.told) {
      slots.delete(address);
      settle(address);
      return { type: 'confirmed', slot };
    }
    const repeated = settled.has(address);
    // Whatever it was about: the module has freed the one slot that it has for this label.
    if (slot) return { type: 'offer-again', slot, changed: !repeated };
    return repeated ? nothing : { type: 'changed' };
  }

  function settle(address: string): void {
    if (settled.size >= maxSettled) settled.delete(settled.values().next().value!);
    settled.add(address);
  }

  return {
    size: (): number => slots.size,
    get: (address: string): Slot | null => slots.get(address) ?? null,
    put: (slot: Slot): void => void slots.set(slot.address, slot),
    remove: (slot: Slot): void => {
      if (slots.get(slot.address) === slot) slots.delete(slot.address);
    },
    /** The next one that the module does not have, oldest first. */
    unoffered(): Slot | null {
      for (const slot of slots.values()) if (!slot.accepted) return slot;
      return null;
    },
    /** The module has forgotten everything. What labels were told before, they were told. */
    forgotten(): void {
      for (const slot of slots.values()) slot.accepted = false;
    },
    on(event: Extract<ModuleEvent, { address: string }>): SlotVerdict {
      switch (event.type) {
        case 'check-in':
          return checkedIn(event.address);
        case 'block-request':
          return requested(event.address, event.version, event.block);
        case 'complete':
          return completed(event.address);
        case 'expired': {
          const slot = slots.get(event.address);
          // An older offer may have expired while this one was on its way.
          if (!slot?.accepted) return nothing;
          slots.delete(event.address);
          return { type: 'expired', slot };
        }
      }
    },
  };
}

/** Repetitions come within a second, so that forgetting an old one costs nothing. */
const maxSettled = 1_024;

export type Slots = ReturnType<typeof createSlots>;
