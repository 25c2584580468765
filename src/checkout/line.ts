/** Bytes to and from what stands at a serial port, whenever its cable is plugged. */
export interface Line {
  onData(listener: (bytes: Uint8Array) => void): void;
  onState(listener: (state: { readonly state: 'opening' | 'open' | 'closed' | 'stopped' }) => void): void;
  /** False: nothing was written. */
  write(bytes: Uint8Array): boolean;
}
