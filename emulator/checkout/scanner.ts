import type { Device } from '../wired/cable.ts';

export interface ScannerOptions {
  /** Before each code, e.g. STX; default nothing. */
  readonly prefix?: string;
  /** Default CR. */
  readonly suffix?: string;
  /** Says which symbology it was by an AIM identifier such as `]C1`; default yes. */
  readonly identifies?: boolean;
}

export interface Scanner extends Device {
  /** Reads a symbol. False: nobody has opened its port, so it is lost. */
  scan(symbol: Scanned): boolean;
  /** How many were read, also lost ones. */
  scans(): number;
}

/** Symbologies with their AIM identifiers (ISO/IEC 15424); the GS1 ones begin with FNC1. */
export const identifiers = {
  'ean-13': ']E0',
  'ean-8': ']E4',
  'gs1-128': ']C1',
  'gs1-databar': ']e0',
  'gs1-datamatrix': ']d2',
  'gs1-qr': ']Q3',
  'code-128': ']C0',
  qr: ']Q1',
} as const;
export type Symbology = keyof typeof identifiers;

export interface Scanned {
  readonly symbology: Symbology;
  /** What is in it, FNC1 between element strings as GS, as scanners send it. */
  readonly data: string;
}

/** A scanner on a serial port: whatever it reads is a line. */
export function createScanner(options: ScannerOptions = {}): Scanner {
  const { prefix = '', suffix = '\r', identifies = true } = options;
  let speak: ((bytes: Uint8Array) => void) | null = null;
  let count = 0;
  return {
    open(say) {
      speak = say;
      return {
        // Settings come as barcodes: what a host says is not heard.
        hear() {},
        end() {
          speak = null;
        },
      };
    },
    scan({ symbology, data }) {
      count++;
      speak?.(Buffer.from(`${prefix}${identifies ? identifiers[symbology] : ''}${data}${suffix}`, 'latin1'));
      return speak !== null;
    },
    scans: () => count,
  };
}
