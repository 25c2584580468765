/** A frame as a radio of this gateway heard it; its bytes are lent for the call. */
export interface HeardFrame {
  /** The upper and the lower 24 bits of the address. */
  readonly addressHigh: number;
  readonly addressLow: number;
  readonly data: Uint8Array;
  readonly rssi: number;
}

/** A frame that this gateway has on air, or had a moment ago. */
export interface OwnFrame {
  /** Of the advertisement, over all its changes. */
  readonly id: string;
  /** Twelve hex digits. */
  readonly address: string;
  readonly data: Uint8Array;
}

/** Knows the gateway's own frames again. Of others nothing is kept, not even for the time of the call. */
export interface SelfHearing {
  /** These are on air from now on, and those before them for a while yet. */
  replace(frames: readonly OwnFrame[], nowMs: number): void;
  /** Which it is; `current`: it is on air now, and not only an echo of a moment ago. Null: not ours. */
  recognise(frame: HeardFrame, nowMs: number): { readonly id: string; readonly current: boolean } | null;
}

/** How long a frame may still be heard after its end: it was on its way through controllers and queues. */
const echoMs = 5_000;
/** Past frames that are remembered. */
const mostPast = 512;

interface Known extends OwnFrame {
  readonly high: number;
  readonly low: number;
  /** Null: on air. */
  endedMs: number | null;
}

export function createSelfHearing(): SelfHearing {
  let current: readonly Known[] = [];
  let past: readonly Known[] = [];
  /** By the lower half of the address: few have the same. */
  let byLow = new Map<number, Known[]>();

  const sameData = (a: Uint8Array, b: Uint8Array): boolean =>
    a.length === b.length && a.every((byte, at) => byte === b[at]);
  const same = (a: OwnFrame, b: OwnFrame): boolean =>
    a.id === b.id && a.address === b.address && sameData(a.data, b.data);
  const known = (frame: OwnFrame): Known => ({
    ...frame,
    high: Number.parseInt(frame.address.slice(0, 6), 16),
    low: Number.parseInt(frame.address.slice(6), 16),
    endedMs: null,
  });

  return {
    replace(frames, nowMs) {
      const next = frames.map(frame => current.find(before => same(before, frame)) ?? known(frame));
      const ended = current.filter(frame => !next.includes(frame));
      for (const frame of ended) frame.endedMs = nowMs;
      const recent = past.filter(({ endedMs }) => nowMs - (endedMs ?? nowMs) < echoMs);
      past = [...recent, ...ended].slice(-mostPast);
      current = next;
      byLow = new Map();
      for (const frame of [...current, ...past]) byLow.set(frame.low, [...(byLow.get(frame.low) ?? []), frame]);
    },
    recognise({ addressHigh, addressLow, data }, nowMs) {
      for (const frame of byLow.get(addressLow) ?? []) {
        if (frame.high !== addressHigh || !sameData(frame.data, data)) continue;
        if (frame.endedMs === null) return { id: frame.id, current: true };
        if (nowMs - frame.endedMs < echoMs) return { id: frame.id, current: false };
      }
      return null;
    },
  };
}
