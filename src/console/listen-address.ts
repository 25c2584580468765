/** Where the console listens. */
export interface ListenAddress {
  /** A host name or address, without brackets. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

/** Reads `127.0.0.1:8080`, `[::1]:0`, `localhost:8080`. Null: not of that form. */
export function parseListenAddress(text: string): ListenAddress | null {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]/]+)):(\d{1,5})$/.exec(text);
  if (match === null) return null;
  const port = Number(match[3]);
  return port > 65_535 ? null : { host: (match[1] ?? match[2])!, port };
}

/** Whether only programs of this machine can reach an address. Names other than `localhost` are taken as reachable. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** The page's address as a person types it; a wildcard address is written as `localhost`. */
export function pageUrl(scheme: 'http' | 'https', host: string, port: number): string {
  const name =
    isLoopback(host) || host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `${scheme}://${name}:${port}/`;
}
