import type { Advertisement } from '../../devices/label-model.ts';
import type { Radio, RadioState } from '../radio/radio.ts';

/** One radio with what it is doing. */
export interface FleetRadio {
  readonly radio: Radio;
  state: RadioState;
  /** Sessions under way. */
  active: number;
}

export interface FleetEvents {
  heard(adv: Advertisement, radio: string): void;
  changed(radio: FleetRadio): void;
}

/** The gateway's radios and their free places. */
export function createFleet(radios: readonly Radio[]) {
  const fleet: FleetRadio[] = radios.map(radio => ({ radio, state: { state: 'stopped' }, active: 0 }));
  return {
    all: fleet as readonly FleetRadio[],
    /** Radios that could take one more session now; the idlest first, so that work spreads. */
    free: (): FleetRadio[] =>
      fleet
        .filter(one => one.state.state === 'ready' && one.active < one.radio.links)
        .toSorted((a, b) => a.active / a.radio.links - b.active / b.radio.links),
    /** Does not wait for radios that are not there: they come when they come. */
    start(events: FleetEvents): void {
      for (const one of fleet) {
        void one.radio.start(
          adv => events.heard(adv, one.radio.url),
          state => {
            one.state = state;
            events.changed(one);
          },
        );
      }
    },
    async stop(): Promise<void> {
      await Promise.all(fleet.map(one => one.radio.stop()));
    },
  };
}

export type Fleet = ReturnType<typeof createFleet>;
