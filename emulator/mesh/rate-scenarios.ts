/** How the emulated market and whoever publishes its rates behave. */
export interface RateScenario {
  readonly name: string;
  readonly description: string;
  /** Standard deviation of a year, as a share. */
  readonly sigma: number;
  /** The market moves by this share when the scenario begins, and stays there. */
  readonly jump: number;
  /** What is published is so many times the market. */
  readonly factor: number;
  readonly sources: number;
  readonly spreadBps: number;
  /** How old what is published says it is. */
  readonly ageMs: number;
  /** Repeats the number of the rate before. */
  readonly repeats: boolean;
  /** `stranger`: somebody publishes in the authority's name with a key of their own; the authority cannot be heard. */
  readonly publisher: 'authority' | 'stranger' | 'nobody';
  /** Added to the time that the heads tell, so that the gateway's own clock looks wrong. */
  readonly clockOffsetMs: number;
}

const calm: RateScenario = {
  name: 'calm',
  description: 'An ordinary day: five sources, moves of 30 % a year',
  sigma: 0.3,
  jump: 0,
  factor: 1,
  sources: 5,
  spreadBps: 2,
  ageMs: 0,
  repeats: false,
  publisher: 'authority',
  clockOffsetMs: 0,
};

const like = (name: string, description: string, over: Partial<RateScenario>): RateScenario => ({
  ...calm,
  ...over,
  name,
  description,
});

/** The first is how a shop begins. */
export const rateScenarios: readonly RateScenario[] = [
  calm,
  like('volatile', 'The rate leaves the band of 1.5 % about once a minute, as for a demonstration', { sigma: 10 }),
  like('decimal-slip', 'The decimal point slips: ten times the rate, signed all the same', { factor: 10 }),
  like('genuine-drop', 'The market falls by 4 % at once, and stays there', { jump: -0.04 }),
  like('quorum-loss', 'Only one source is left', { sources: 1 }),
  like('bad-signature', 'Somebody publishes rates in the name of the authority, which cannot be heard', {
    publisher: 'stranger',
  }),
  like('silence', 'No rates come any more; everything else goes on', { publisher: 'nobody' }),
  like('clock-unsynchronised', "By the mesh's heads the gateway's clock is ten minutes slow", {
    clockOffsetMs: 600_000,
  }),
  like('wide-spread', 'Bid and ask lie 2 % apart', { spreadBps: 200 }),
  like('stale-time', 'The rates that come are ten minutes old', { ageMs: 600_000 }),
  like('replayed', 'Every rate carries the number of the one before', { repeats: true }),
];
