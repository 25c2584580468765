import type { DecisionState, MedianRound } from '../../src/zones/decision.ts';
import { createPlan } from '../../src/zones/plan.ts';
import { createWhereabouts } from '../../src/zones/whereabouts.ts';
import { createRadioModel, gatewaysM, packetsPerSecond, type Random } from './radio-model.ts';

const plan = createPlan(gatewaysM.map((_, at) => ({ id: `zone-${at}`, receivers: [`gw-${at}`], places: [] })));

export interface StoreOptions {
  readonly random: Random;
  /** Where each tag is, metres along the aisle, by seconds since the start. */
  readonly tags: Readonly<Record<string, (seconds: number) => number>>;
  /** Share of messages of a round that do not arrive, for each receiver by itself; the own message always does. */
  readonly lost?: (round: number) => number;
  readonly shadowingSeconds?: number;
  /** Which gateway starts anew with this round; null: none. */
  readonly restarted?: (round: number) => number | null;
}

/** What the gateways decided for one round. */
export interface DecidedRound {
  readonly round: number;
  readonly states: readonly DecisionState[];
  /** For each gateway: whether all messages of the round arrived. */
  readonly complete: readonly boolean[];
  readonly restarted: boolean;
}

/** Beginning of the first round; any time will do. */
const beginMs = 1_795_446_000_000;

/**
 * A store of three gateways, each with its own readings and its own memory, that tell each other their medians. Messages
 * come in an order that is different for each, within the grace.
 */
export function* openStore(options: StoreOptions, seconds: number): Generator<DecidedRound> {
  const { random, tags, lost = () => 0, shadowingSeconds, restarted = () => null } = options;
  const models = Object.entries(tags).map(([tag, pathM]) => ({
    tag,
    pathM,
    hear: createRadioModel({ random, ...(shadowingSeconds === undefined ? {} : { shadowingSeconds }) }),
  }));
  const keeperOf = (gateway: number) => createWhereabouts({ gateway: `gw-${gateway}`, plan: () => plan });
  const keepers = gatewaysM.map((_, at) => keeperOf(at));

  for (let second = 0; second < seconds; second++) {
    const startMs = beginMs + second * 1_000;
    const round = startMs / 1_000;
    const anew = restarted(round);
    if (anew !== null) keepers[anew] = keeperOf(anew);
    for (let packet = 0; packet < packetsPerSecond; packet++) {
      const sinceMs = second * 1_000 + (packet * 1_000) / packetsPerSecond + 1;
      for (const { tag, pathM, hear } of models) {
        for (const [at, rssi] of hear(pathM(sinceMs / 1_000)).entries()) {
          if (rssi !== null) keepers[at]!.heard(tag, `gw-${at}/0`, rssi, sinceMs);
        }
      }
    }
    // Clocks of gateways differ by a few milliseconds, and so do their timers.
    const said = keepers.map(keeper => keeper.turn(startMs + 1_003, (second + 1) * 1_000 + 3).publish!);
    const complete = keepers.map((keeper, at) => {
      const arriving = shuffled(said, random).filter(
        ({ gateway }) => gateway === `gw-${at}` || random() >= lost(round),
      );
      for (const message of arriving) keeper.take(message, startMs + 1_100);
      return arriving.length === said.length;
    });
    const decided = keepers.map(keeper => keeper.turn(startMs + 1_705, (second + 1) * 1_000 + 705).decided);
    yield { round, states: decided.map(states => states.at(-1)!), complete, restarted: anew !== null };
  }
}

function shuffled(messages: readonly MedianRound[], random: Random): MedianRound[] {
  return messages
    .map(message => ({ message, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ message }) => message);
}
