import type { UpkeepView } from '../../src/console/upkeep-view.ts';
import { at } from './fixture-labels.ts';

const trail = [
  { id: 2, at: at(5), actor: 'token:technician', action: 'binding.made', subject: 'ffff92001234', detail: {} },
  { id: 1, at: at(90), actor: 'local', action: 'fact.released', subject: 'price/40123', detail: { version: 7 } },
];

/** A gateway that was paused and resumed now and then. */
export function fixtureUpkeep(): UpkeepView {
  let paused: { since: string; until: string | null; actor: string } | null = null;
  return {
    waves: () => ({
      schemaVersion: 1,
      current: { done: 12, total: 40, etaSeconds: 33 },
      paused,
      waves: [{ id: 1, startedAt: at(600), endedAt: at(590), total: 60, seconds: 600 }],
    }),
    pause(forMs, actor) {
      paused = { since: at(0), until: forMs === null ? null : at(-forMs / 60_000), actor };
    },
    resume() {
      const was = paused !== null;
      paused = null;
      return was;
    },
    auditTrail: ({ actor }) => ({
      schemaVersion: 1,
      entries: trail.filter(entry => actor === undefined || entry.actor === actor),
      next: null,
    }),
    heldMessage: id =>
      id !== 'q1'
        ? null
        : {
            schemaVersion: 1,
            id,
            firstAt: at(9),
            lastAt: at(3),
            times: 2,
            topic: 'acme/shelf/v1/0042/fact/price/40123',
            reason: 'mesh.signature-invalid',
            detail: 'the signature does not match',
            meaning: 'The signature does not match.',
            fix: 'Publish it again.',
            releasable: false,
            payload: '{"specversion":"1.0"}',
          },
    resync: stream => stream === null || stream === 'price',
    backup: () => {
      throw new Error('the fixture has no store');
    },
  };
}
