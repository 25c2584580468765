/** One thing that a beacon says. Numbers of bytes are in hex, lower case; powers are dBm. */
export type BeaconSlot =
  /** `uuid` 32 hex digits. */
  | {
      readonly format: 'ibeacon';
      readonly uuid: string;
      readonly major: number;
      readonly minor: number;
      readonly powerAt1m: number;
    }
  /** `id` 40 hex digits. */
  | {
      readonly format: 'altbeacon';
      readonly manufacturer: number;
      readonly id: string;
      readonly powerAt1m: number;
      readonly reserved: number;
    }
  /** `namespace` 20 hex digits, `instance` 12. */
  | {
      readonly format: 'eddystone-uid';
      readonly namespace: string;
      readonly instance: string;
      readonly powerAt0m: number;
    }
  | { readonly format: 'eddystone-url'; readonly url: string; readonly powerAt0m: number }
  /** Encrypted by itself where an EID stands beside it. */
  | { readonly format: 'eddystone-tlm' }
  /** The identity key follows from the gateway's own key and the resolver's public one, so no secret travels. */
  | {
      readonly format: 'eddystone-eid';
      /** X25519 public key of who resolves it, 64 hex digits. */
      readonly resolverKey: string;
      /** The identity changes every 2^exponent seconds. */
      readonly exponent: number;
      readonly powerAt0m: number;
    };

export type BeaconFormat = BeaconSlot['format'];

/** What a beacon in a zone is to broadcast. */
export interface Beacon {
  readonly beacon: string;
  readonly zone: string;
  /** Who broadcasts it; null: every gateway that has the zone. */
  readonly gateway: string | null;
  /** Between two frames of the beacon, whatever the slot. */
  readonly intervalMs: number;
  /** They take turns. */
  readonly slots: readonly BeaconSlot[];
}
