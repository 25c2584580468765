/** Where a Bluetooth controller is. */
export type RadioUrl =
  /** A local adapter by its number, driven by the kernel. */
  | { readonly kind: 'hci'; readonly device: number }
  /** H4 over a serial line or a pseudo-terminal. */
  | { readonly kind: 'serial'; readonly path: string; readonly baudRate: number; readonly flowControl: boolean }
  /** H4 over TCP. */
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

const defaultBaudRate = 1_000_000;

/**
 * Reads `hci:0`, `serial:///dev/ttyUSB0?baud=1000000&flow=1`, `tcp://127.0.0.1:7000`, or the bare path of a terminal.
 * Null when it is none of them.
 */
export function parseRadioUrl(text: string): RadioUrl | null {
  const hci = /^hci:(\d{1,2})$/.exec(text);
  if (hci !== null) return { kind: 'hci', device: Number(hci[1]) };
  if (text.startsWith('/')) return { kind: 'serial', path: text, baudRate: defaultBaudRate, flowControl: false };
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol === 'tcp:' && url.hostname !== '' && url.port !== '') {
    return { kind: 'tcp', host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) };
  }
  if (url.protocol === 'serial:' && url.pathname.length > 1) {
    const baudRate = Number(url.searchParams.get('baud') ?? defaultBaudRate);
    if (!Number.isInteger(baudRate) || baudRate < 1_200) return null;
    return { kind: 'serial', path: url.pathname, baudRate, flowControl: url.searchParams.get('flow') === '1' };
  }
  return null;
}
