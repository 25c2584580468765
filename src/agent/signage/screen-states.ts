import type { Clock } from '../../clock.ts';
import type { Telling } from '../../mesh/telling.ts';
import type { Alarms } from '../alarms.ts';
import type { Programmes } from './programmes.ts';
import type { ScreenFacts } from './screen-facts.ts';
import type { ScreenStanding } from './standing.ts';

export interface ScreenStatesOptions {
  readonly facts: Pick<ScreenFacts, 'get' | 'beyond'>;
  readonly programmes: Pick<Programmes, 'ids' | 'standing'>;
  readonly standing: (screen: string) => ScreenStanding;
  readonly tell: (telling: Telling) => void;
  /** For people who watch. */
  readonly say: (event: string, subject: string, text: string) => void;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  /** The screen is fed no more. */
  readonly gone: (screen: string) => void;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
}

const layoutReasons = ['screen.layout-invalid', 'screen.layout-unknown'] as const;

/** Tells the mesh and people how screens stand, whenever that is another. */
export function createScreenStates({ facts, programmes, alarms, clock, ...options }: ScreenStatesOptions) {
  const told = new Map<string, string>();

  return {
    tell(): void {
      const at = new Date(clock.now()).toISOString();
      for (const id of programmes.ids()) {
        const { state, reason, newest, visible, hidden } = options.standing(id);
        const news = { screen: id, version: facts.get(id)?.version ?? 0, state, reason, visible, pricesHidden: hidden };
        if (told.get(id) === JSON.stringify(news)) continue;
        if (told.has(id)) options.say('screen', id, reason ? `${state}: ${reason}` : state);
        told.set(id, JSON.stringify(news));
        const heardAt = newest?.heardMs == null ? null : new Date(clock.now() - (clock.monotonic() - newest.heardMs));
        options.tell({ about: 'screen', id, data: { ...news, at, heardAt: heardAt?.toISOString() ?? null } });
      }
      for (const id of told.keys()) {
        if (facts.get(id)) continue;
        options.gone(id);
        for (const reason of layoutReasons) alarms.clear(reason, id);
        told.delete(id);
        options.tell({ about: 'screen', id, data: null });
      }
    },
    /** What keeps screens from playing what the mesh says. */
    look(): void {
      for (const id of programmes.ids()) {
        const refused = programmes.standing(id)?.refused;
        for (const reason of layoutReasons) {
          if (refused?.reason === reason) alarms.raise(reason, id, `${id}: ${refused.detail}`);
          else alarms.clear(reason, id);
        }
      }
      const beyond = facts.beyond().size;
      if (beyond > 0) alarms.raise('screen.too-many', 'screens', `${beyond} screens are not fed`);
      else alarms.clear('screen.too-many', 'screens');
    },
  };
}
