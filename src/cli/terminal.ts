import pc from 'picocolors';

export type Colours = ReturnType<typeof pc.createColors>;

/** Where a command writes, and what may be written there. */
export interface Terminal {
  /** One piece of output for people or scripts, newline included. */
  out(text: string): void;
  /** Raw bytes, for pictures. */
  outBytes(bytes: Uint8Array): void;
  /** Progress and warnings, newline included. */
  err(text: string): void;
  /** Columns that a line may take; null where there is no terminal to wrap at. */
  readonly width: number | null;
  readonly colours: Colours;
  readonly errColours: Colours;
  /** Whether a line on stderr may be drawn over. */
  readonly errIsTerminal: boolean;
}

/** The little of a stream that is needed. */
interface Stream {
  write(chunk: string | Uint8Array): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * Reads from two streams and the environment what they can do. Colour is for terminals only and never with a non-empty
 * `NO_COLOR` (no-color.org); `COLUMNS` decides where the stream itself has no width.
 */
export function createTerminal(
  stdout: Stream,
  stderr: Stream,
  env: Readonly<Record<string, string | undefined>>,
): Terminal {
  const mayColour = !env.NO_COLOR && env.TERM !== 'dumb';
  const columns = Number(env.COLUMNS);
  return {
    out: text => void stdout.write(text),
    outBytes: bytes => void stdout.write(bytes),
    err: text => void stderr.write(text),
    width: stdout.columns ?? (Number.isInteger(columns) && columns > 0 ? columns : null),
    colours: pc.createColors(mayColour && stdout.isTTY === true),
    errColours: pc.createColors(mayColour && stderr.isTTY === true),
    errIsTerminal: stderr.isTTY === true && env.TERM !== 'dumb',
  };
}

/**
 * Text of others, safe to print: control characters and bidirectional overrides would let a product name move the
 * cursor or turn a price around.
 */
export function plain(text: string): string {
  return text.normalize('NFC').replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
