import type { AltbeaconFrame } from './altbeacon.ts';
import type { BthomeFrame } from './bthome.ts';
import type { EddystoneFrame } from './eddystone.ts';
import type { IbeaconFrame } from './ibeacon.ts';
import type { RuuviFrame } from './ruuvi.ts';
import type { SessionTokenFrame } from './session-token.ts';

/** What one advertisement of a beacon, a sensor or a consented session says. Bytes are lower-case hex, powers dBm. */
export type BeaconFrame = IbeaconFrame | AltbeaconFrame | EddystoneFrame | BthomeFrame | RuuviFrame | SessionTokenFrame;

export type FrameFormat = BeaconFrame['format'];
