/** What the system says of a serial port. `SerialPort.list` of serialport fits. */
export interface PortFacts {
  /** `/dev/ttyUSB0`: a number that another cable may have tomorrow. */
  readonly path: string;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
  /** Its name under `/dev/serial/by-id/`. */
  readonly pnpId?: string | undefined;
}

/** Which cable it is, whatever number it has now. */
export type PortIdentity = Pick<PortFacts, 'vendorId' | 'productId' | 'serialNumber'>;

const byId = '/dev/serial/by-id/';

/** Whether a path says itself which cable is meant. */
export const isStablePath = (path: string): boolean => path.startsWith('/dev/serial/');

/** The identity of the port at this path; null: the system knows none, as of a pseudo-terminal. */
export function identityOf(ports: readonly PortFacts[], path: string): PortIdentity | null {
  const port = ports.find(one => one.path === path);
  if (port?.vendorId === undefined || port.productId === undefined) return null;
  const { vendorId, productId, serialNumber } = port;
  return { vendorId, productId, serialNumber };
}

/**
 * Where the port is that was asked for as `path`, and had `identity` when it was last open. Null: it is not there, or
 * cannot be told from another one. Cheap adapters have no serial number, so two of them can only be told apart by the
 * socket they are in: for these a path under `/dev/serial/by-path/` belongs in the configuration.
 */
export function findPort(ports: readonly PortFacts[], path: string, identity: PortIdentity | null): string | null {
  if (isStablePath(path)) {
    if (!path.startsWith(byId)) return path;
    const name = path.slice(byId.length);
    // Without udev there are no links, but the list may know the name all the same.
    return ports.find(port => port.pnpId === name)?.path ?? path;
  }
  if (identity === null) return path;
  const same = ports.filter(
    port =>
      port.vendorId === identity.vendorId &&
      port.productId === identity.productId &&
      port.serialNumber === identity.serialNumber,
  );
  if (identity.serialNumber !== undefined) return same[0]?.path ?? null;
  if (same.length > 1) return same.some(port => port.path === path) ? path : null;
  return same[0]?.path ?? null;
}
