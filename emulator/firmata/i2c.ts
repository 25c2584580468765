/** Something on the board's I2C bus. */
export interface I2cDevice {
  /** Seven bits. */
  readonly address: number;
  /** The bytes between start and stop. */
  write(bytes: readonly number[]): void;
  /** What it puts on the bus for so many bytes. */
  read(count: number): readonly number[];
  /** Power comes back: everything volatile is gone. */
  powerUp(): void;
}
