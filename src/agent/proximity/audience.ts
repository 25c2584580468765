import type { Catalogue } from '../../../devices/catalogue.ts';
import type { Broadcaster } from '../../beacons/broadcaster.ts';
import type { Audience, DropCount } from '../../radio/audience.ts';
import type { Heard, Sightings } from '../../sightings/sightings.ts';
import type { CrowdCount } from '../../zones/crowd-count.ts';
import type { Plan } from '../../zones/plan.ts';

export interface AudienceOptions {
  readonly recognise: Catalogue['recognise'];
  readonly sightings: Sightings;
  /** Null: this gateway broadcasts nothing. */
  readonly broadcaster: Pick<Broadcaster, 'heard'> | null;
  readonly plan: Plan;
  /** Null while people are not counted. */
  readonly crowd: () => CrowdCount | null;
  readonly heard: (heard: Heard) => void;
  readonly drops: DropCount;
  readonly failed: (error: unknown) => void;
  readonly nowMs: () => number;
  readonly monotonicMs: () => number;
}

/**
 * Whom the radios of this gateway may hear: labels, its own beacons, tags that the configuration names, open sessions. In
 * the mode that counts people the crowd is lent to the counter; everybody else is forgotten by the radio.
 * @param receiver the radio, e.g. `gw-01/0`
 */
export function createAudience(options: AudienceOptions, receiver: string): Audience {
  const { sightings, broadcaster, drops, nowMs, monotonicMs } = options;
  const zone = options.plan.zoneOfReceiver(receiver);
  return {
    admits: outline => options.recognise({ ...outline, address: '', rssi: 0 }) !== null,
    ours(report) {
      try {
        if (broadcaster?.heard(report, nowMs())) return true;
        const heard = sightings.hear(report, receiver, nowMs());
        if (heard === 'stranger') return false;
        if (heard !== 'refused') options.heard(heard);
        return true;
      } catch (error) {
        // A counter that cannot be made durable: what it came with is not believed.
        options.failed(error);
        return true;
      }
    },
    crowd() {
      const counter = zone === null ? null : options.crowd();
      return (
        counter &&
        ((address, addressType, rssi) => void counter.heard(address, addressType, zone!, rssi, monotonicMs()))
      );
    },
    dropped: drops.count,
  };
}
