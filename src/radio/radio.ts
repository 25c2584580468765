import type { Advertisement, LabelFamily } from '../../devices/label-model.ts';

/** A radio's condition as people need to know it. */
export type RadioState =
  | { readonly state: 'starting' | 'ready' | 'stopped' }
  | { readonly state: 'down'; readonly detail: string };

/** What a read or a write with response rejects with when the peer refuses it: its code, e.g. 0x03 write not permitted. */
export interface AttRefusal extends Error {
  /** Bluetooth Core 5.4, Vol 3, Part F, 3.4.1.1. */
  readonly attCode: number;
}

/** One open connection to a label, its characteristics found and its notifications on. */
export interface GattLink {
  /** ATT MTU in bytes. */
  readonly mtu: number;
  /** The whole value. Rejects with an `AttRefusal`, also when no characteristic has the role (0x0A). */
  read(role: string): Promise<Uint8Array>;
  /** Rejects with an `AttRefusal` when a response was asked for and is a refusal. */
  write(role: string, data: Uint8Array, withResponse: boolean): Promise<void>;
  /** Called for every notification; set before the first one can arrive. */
  onNotification(listener: (role: string, data: Uint8Array) => void): void;
  onClosed(listener: () => void): void;
  /** Idempotent; resolves when the controller has confirmed, or after its own time limit. */
  close(): Promise<void>;
}

export type ConnectFailure = {
  readonly ok: false;
  readonly reason: 'radio.label-silent' | 'radio.gatt-unfit' | 'radio.down';
  readonly detail: string;
};

/** One adapter. Several connections may be open at once; the radio serialises what its controller cannot overlap. */
export interface Radio {
  readonly url: string;
  /** Links it can hold at the same time. */
  readonly links: number;
  /** Starts scanning; `heard` is called for each advertisement (rate-limited per label), `changed` on every state. */
  start(heard: (adv: Advertisement) => void, changed: (state: RadioState) => void): Promise<void>;
  connect(
    address: string,
    gatt: LabelFamily['gatt'],
    timeoutMs: number,
  ): Promise<{ readonly ok: true; readonly link: GattLink } | ConnectFailure>;
  stop(): Promise<void>;
  /** Milliseconds (monotonic, total) with at least one link open or being opened: its busy share. */
  busyMs(): number;
}
