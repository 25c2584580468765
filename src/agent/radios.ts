import type { Clock } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import type { Audience } from '../radio/audience.ts';
import { createBluetoothRadio, type RadioLog } from '../radio/bluetooth.ts';
import { createOeplRadio } from '../radio/oepl.ts';
import type { Radio } from '../radio/radio.ts';

/** The radios of the configuration, in its order; beacons and tags are heard by those for Bluetooth only. */
export function createRadios(
  config: Config['radios'],
  options: { readonly audience: (at: number) => Audience; readonly clock: Clock; readonly log: RadioLog },
): { readonly all: readonly Radio[]; readonly bluetooth: readonly Radio[] } {
  const { clock, log, audience } = options;
  const bluetooth: Radio[] = [];
  const all = config.map(({ url, links, kind }, at) => {
    const own = { url, clock, log, ...(links ? { links } : {}) };
    if (kind === 'oepl') return createOeplRadio(own);
    const radio = createBluetoothRadio({ ...own, audience: audience(at) });
    bluetooth.push(radio);
    return radio;
  });
  return { all, bluetooth };
}
