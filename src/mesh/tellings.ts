import type { Clock } from '../clock.ts';
import type { Connection } from './connection.ts';
import type { gatewayTopics } from './contract/topics.ts';
import type { Envelopes } from './outbox.ts';
import type { Telling } from './telling.ts';

/** Topics whose newest word is kept; beyond, what the broker has acknowledged makes room first. */
const maxTopics = 4_096;
/** On their way at once. */
const atOnce = 32;
/** What nobody needs any more when it is older: where somebody was, or an offer for somebody who has left. */
const eventLifeMs = 120_000;

interface Word {
  readonly payload: string;
  readonly retain: boolean;
  readonly saidMs: number;
  told: boolean;
  readonly taken: (() => void) | undefined;
}

export interface TellingsOptions {
  readonly connection: Pick<Connection, 'publish'>;
  readonly topics: ReturnType<typeof gatewayTopics>;
  readonly envelopes: Envelopes;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Runs what others do once the broker has a word of theirs, and reports it when it throws. */
  readonly guarded: (work: () => void) => void;
}

/**
 * Brings what changes by itself up to the mesh. Level-triggered: of each topic the newest word counts, and is said until
 * the broker has acknowledged it; what is retained is said again after each connection, as a broker may have lost it. What
 * is only of use at once (medians, sightings) is said once, or not at all.
 */
export function createTellings({ connection, topics, envelopes, clock, guarded }: TellingsOptions) {
  const words = new Map<string, Word>();
  let connected = false;
  let busy = false;

  function keep(topic: string, word: Word): void {
    words.delete(topic);
    if (words.size >= maxTopics) {
      const victim = [...words].find(([, { told }]) => told)?.[0] ?? words.keys().next().value;
      if (victim !== undefined) words.delete(victim);
    }
    words.set(topic, word);
  }

  async function flush(): Promise<void> {
    if (busy || !connected) return;
    busy = true;
    try {
      for (;;) {
        const nowMs = clock.monotonic();
        for (const [topic, word] of words) {
          if (!word.retain && (word.told || nowMs - word.saidMs > eventLifeMs)) words.delete(topic);
        }
        const waiting = [...words].filter(([, { told }]) => !told).slice(0, atOnce);
        if (waiting.length === 0) return;
        const taken = await Promise.all(
          waiting.map(([topic, { payload, retain }]) => connection.publish({ topic, payload, qos: 1, retain })),
        );
        for (const [index, [, word]] of waiting.entries()) {
          word.told = taken[index] === true;
          if (word.told && word.taken) guarded(word.taken);
        }
        if (!taken.every(Boolean)) return;
      }
    } finally {
      busy = false;
    }
  }

  return {
    tell(telling: Telling): void {
      const { topic, type, kind } = placeOf(telling, topics);
      const payload = telling.data === null ? '' : envelopes(type, telling.data);
      if (kind === 'passing') {
        if (connected) void connection.publish({ topic, payload, qos: 0, retain: false });
        return;
      }
      const taken = 'taken' in telling ? telling.taken : undefined;
      keep(topic, { payload, retain: kind === 'state', saidMs: clock.monotonic(), told: false, taken });
      void flush();
    },
    /** The session is over: what was not said of it yet is not said any more. */
    forgetSession(session: string): void {
      const below = topics.sessionOffer(session, '');
      for (const topic of [...words.keys()]) {
        if (topic === topics.sessionZone(session) || topic.startsWith(below)) words.delete(topic);
      }
    },
    up(): void {
      connected = true;
      for (const word of words.values()) if (word.retain) word.told = false;
      void flush();
    },
    down(): void {
      connected = false;
    },
  };
}
export type Tellings = ReturnType<typeof createTellings>;

/** `state`: retained; `event`: acknowledged once; `passing`: said once. */
function placeOf(telling: Telling, topics: ReturnType<typeof gatewayTopics>) {
  switch (telling.about) {
    case 'beacon':
      return { topic: topics.beaconState(telling.id), type: 'shelf.beacon-state.v1', kind: 'state' } as const;
    case 'presence':
      return { topic: topics.zone(telling.id, 'presence'), type: 'shelf.zone-presence.v1', kind: 'state' } as const;
    case 'dwell':
      return { topic: topics.zone(telling.id, 'dwell'), type: 'shelf.zone-dwell.v1', kind: 'state' } as const;
    case 'offer':
      return { topic: topics.offerState(telling.id), type: 'shelf.offer-state.v1', kind: 'state' } as const;
    case 'queue':
      return { topic: topics.zone(telling.id, 'queue'), type: 'shelf.zone-queue.v1', kind: 'state' } as const;
    case 'heat':
      return { topic: topics.zone(telling.id, 'heat'), type: 'shelf.zone-heat.v1', kind: 'state' } as const;
    case 'notice':
      return { topic: topics.notice(telling.id), type: 'shelf.notice.v1', kind: 'state' } as const;
    case 'sensor':
      return { topic: topics.sensorState(telling.id), type: 'shelf.sensor-state.v1', kind: 'state' } as const;
    case 'sensor-event':
      return { topic: topics.sensorEvent(telling.id), type: 'shelf.sensor-event.v1', kind: 'event' } as const;
    case 'coupon':
      return { topic: topics.coupon(telling.id), type: 'shelf.coupon.v1', kind: 'event' } as const;
    case 'screen':
      return { topic: topics.screenState(telling.id), type: 'shelf.screen-state.v1', kind: 'state' } as const;
    case 'screen-plays': {
      const hour = telling.data.hour.slice(0, 13).replaceAll(/[-T]/g, '');
      return { topic: topics.screenPlays(telling.id, hour), type: 'shelf.screen-plays.v1', kind: 'event' } as const;
    }
    case 'session-zone':
      return { topic: topics.sessionZone(telling.id), type: 'shelf.session-zone.v1', kind: 'event' } as const;
    case 'session-offer':
      return {
        topic: topics.sessionOffer(telling.id, telling.data.offer),
        type: 'shelf.session-offer.v1',
        kind: 'event',
      } as const;
    case 'sighting':
      return { topic: topics.sighting(telling.id), type: 'shelf.sighting.v1', kind: 'passing' } as const;
    case 'medians':
      return { topic: topics.medians, type: 'shelf.medians.v1', kind: 'passing' } as const;
  }
}
