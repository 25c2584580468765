import { type PinAbilities, pinMode } from './frames.ts';

/** The pins of a board: what each can do, and its analog channel. */
export interface PinLayout {
  readonly abilities: readonly PinAbilities[];
  /** One entry a pin; null: not analog. */
  readonly channels: readonly (number | null)[];
}

const { input, output, analog, pwm, servo, i2c, pullUp } = pinMode;
const digital = [
  [input, 1],
  [pullUp, 1],
  [output, 1],
] as const;

/**
 * An Arduino Uno as StandardFirmata describes it: 0 and 1 are its serial port, six pins have PWM, A4 and A5 are the I2C bus.
 * Source: firmata/arduino, Boards.h.
 */
export const uno: PinLayout = {
  abilities: Array.from({ length: 20 }, (_, pin): PinAbilities => {
    if (pin < 2) return [];
    const withPwm = [3, 5, 6, 9, 10, 11].includes(pin);
    return [
      ...digital,
      ...(pin >= 14 ? [[analog, 10] as const] : []),
      ...(withPwm ? [[pwm, 8] as const] : []),
      ...(pin < 14 ? [[servo, 14] as const] : []),
      ...(pin >= 18 ? [[i2c, 1] as const] : []),
    ];
  }),
  channels: Array.from({ length: 20 }, (_, pin) => (pin >= 14 ? pin - 14 : null)),
};
