import type { ButtonEvent } from '../../nodes/parts.ts';
import type { Calls } from './calls.ts';
import type { Part } from './inventory.ts';
import type { Lights } from './lights.ts';
import type { SensorLog } from './sensor-log.ts';

export interface ButtonsOptions {
  readonly log: SensorLog;
  readonly calls: Calls;
  readonly lights: Lights;
  readonly priceCheck: (button: Part<'button'>) => void;
}

const words = { press: 'pressed', double: 'pressed twice', long: 'held down' } as const;

/** What follows from a press. It asks, reports or acknowledges; nothing is ever bought by it. */
export function createButtons({ log, calls, lights, priceCheck }: ButtonsOptions) {
  return (button: Part<'button'>, press: ButtonEvent['press'], by: { method: string; confidence: number }): void => {
    const { id, role, sku = null, zone = null } = button;
    log.add(id, { event: press, text: `${words[press]}: ${role}`, role, sku, ...by });
    if (button.led !== undefined) lights.answer(button.led);
    if (role === 'acknowledge') calls.acknowledgeIn(zone, `button ${id}`);
    else calls.press(id);
    if (role === 'price-check') priceCheck(button);
  };
}
