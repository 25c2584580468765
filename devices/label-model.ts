import type { Bitmap, Panel } from '../src/shelf/panel.ts';
import type { Session } from './session.ts';

/** What a label broadcasts, as the radio heard it. */
export interface Advertisement {
  /** Twelve lower-case hex digits, most significant byte first; also the label's id. */
  readonly address: string;
  readonly name: string | null;
  /** Bluetooth company identifier, and what follows it. */
  readonly manufacturer: { readonly company: number; readonly data: Uint8Array } | null;
  /** 128-bit form, lower case, without dashes. */
  readonly serviceUuids: readonly string[];
  /** dBm at the radio. */
  readonly rssi: number;
  /**
   * What a label said that is not called, but checks in at a radio of its own kind. `changed`: it confirmed something
   * that nobody asked of it, so that its panel is not what it was. Absent: it advertised over Bluetooth.
   */
  readonly checkIn?: { readonly protocol: 'oepl'; readonly data: Uint8Array; readonly changed: boolean };
}

/** What a label says of itself in passing. Null: it did not say. */
export interface Telemetry {
  readonly batteryMv: number | null;
  readonly temperatureC: number | null;
  readonly firmware: string | null;
  /** True when the label says that it restarted since it was last connected to. */
  readonly rebooted: boolean | null;
}

/** Everything a session needs from outside. */
export interface UploadRequest {
  readonly model: LabelModel;
  readonly image: Bitmap;
  /** Non-zero 32-bit identity of the picture, for families that remember it. */
  readonly imageId: number;
  /** The label's own key, or null where none is stored. */
  readonly key: Uint8Array | null;
  /** Fresh random bytes for nonces. */
  readonly randomBytes: (length: number) => Uint8Array;
  /** What the label last called its firmware, for families whose encodings depend on it. */
  readonly firmware?: string | null;
  /** 1 for the first try; families slow down on later ones. */
  readonly attempt: number;
}

/** What a model is. One file per model or small family of models; the catalogue finds it by its folder. */
export interface LabelModel {
  /** Stable, e.g. `gicisky-290-bwr`. */
  readonly id: string;
  readonly vendor: string;
  /** For people, e.g. `Picksmart 2.9" BWR`. */
  readonly name: string;
  /** The folder's family, e.g. `gicisky`. */
  readonly family: string;
  readonly panel: Panel;
  /** What an acknowledgement of this model is worth. */
  readonly integrity: 'authenticated' | 'ack-only' | 'none';
  readonly refresh: {
    /** Time the panel takes to redraw. */
    readonly fullMs: number;
    /** Shortest time between two refreshes that the panel stands for years. */
    readonly minGapMs: number;
    /** Refreshes a day that the battery is planned for. */
    readonly perDay: number;
  };
  readonly battery: { readonly emptyMv: number; readonly fullMv: number };
}

/** How a family is found and spoken to. One per folder of `devices/`. */
export interface LabelFamily {
  readonly id: string;
  /**
   * Set where labels sleep and fetch what was queued for them: a session waits for minutes without being at work, and
   * ends at once when the label should show something newer. A notification from the role `begins` says that the label
   * has been offered the picture: from then on its panel may change before we learn of it.
   */
  readonly patient?: { readonly begins: string };
  /** GATT service, 128-bit lower case without dashes, and how its characteristics get their roles. */
  readonly gatt: {
    readonly service: string;
    /** Role → characteristic UUID (same form), chosen among those found; null when the label lacks what is needed. */
    readonly roles: (characteristics: readonly string[]) => Readonly<Record<string, string>> | null;
    /** Roles whose notifications must be on before the session starts. */
    readonly notify: readonly string[];
  };
  /**
   * Whether this advertisement is of this family, and of which of `models`. `model: null` means that only the label
   * itself can tell, by `identify`.
   */
  readonly recognise: (
    adv: Advertisement,
    models: readonly LabelModel[],
  ) => {
    readonly model: LabelModel | null;
    readonly telemetry: Telemetry;
    /** It only said that it is there: that its model is not known is nothing to find out now. */
    readonly brief?: boolean;
  } | null;
  /** Asks the label what it is. Only families whose advertisement does not say. */
  readonly identify?: (request: {
    readonly models: readonly LabelModel[];
    readonly key: Uint8Array | null;
    readonly randomBytes: (length: number) => Uint8Array;
  }) => Session;
  /** Puts a picture on the label. */
  readonly upload: (request: UploadRequest) => Session;
}

/** Declares a model; the identity function exists so that a declaration is checked where it stands. */
export function defineLabel<const M extends LabelModel>(model: M): M {
  return model;
}

/** Declares a family. */
export function defineFamily<const F extends LabelFamily>(family: F): F {
  return family;
}
