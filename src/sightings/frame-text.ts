import type { BeaconFrame } from '../beacons/formats/frame.ts';

const unit = (value: number | null, name: string): string[] => (value === null ? [] : [`${value} ${name}`]);

/** What a frame says, in words, for a technician. What identifies its sender is left out: its name says that. */
export function frameText(frame: BeaconFrame): string {
  switch (frame.format) {
    case 'ibeacon':
      return `major ${frame.major}, minor ${frame.minor}, ${frame.powerAt1m} dBm at 1 m`;
    case 'altbeacon':
      return `${frame.powerAt1m} dBm at 1 m`;
    case 'eddystone-uid':
    case 'eddystone-eid':
      return `${frame.powerAt0m} dBm at 0 m`;
    case 'eddystone-url':
      return frame.url;
    case 'eddystone-tlm':
      return [...unit(frame.batteryMv, 'mV'), ...unit(frame.temperatureC, '°C'), `${frame.advertisements} frames`].join(
        ', ',
      );
    case 'eddystone-etlm':
      return 'encrypted';
    case 'ruuvi':
      return [
        ...unit(frame.temperatureC, '°C'),
        ...unit(frame.humidityPercent, '%'),
        ...unit(frame.batteryMv, 'mV'),
      ].join(', ');
    case 'bthome':
      return frame.encrypted
        ? `encrypted, counter ${frame.counter}`
        : frame.objects
            .filter(({ name }) => name !== 'raw')
            .map(({ name, value }) => `${name} ${value}`)
            .join(', ');
    case 'session-token':
      return 'token';
  }
}
