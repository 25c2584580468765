import { render } from 'preact';
import {
  type Anchor,
  clockTrust,
  gatewayTime,
  type Moment,
  nextPriceTurn,
  priceNow,
  watchClock,
} from '../price-hold.ts';
import { nextTurn } from '../windows.ts';
import type { Card } from '../wire/card.ts';
import type { PageEvent } from '../wire/page-event.ts';
import type { Programme } from '../wire/programme.ts';
import { createPlayer, type PlayerPorts } from './player.ts';
import { isSeen } from './seen.ts';
import { Stage } from './stage.tsx';
import { nothingKnown, type Standing, type Taken, takeEvent } from './standing.ts';
import type { View } from './view.ts';
import { type Waiting, WaitingView } from './waiting.tsx';

/** The longest time between two looks at what is on. */
const lookMs = 250;
/** At least so often everything is drawn anew: the clock, pages of boards, the shift. */
const drawMs = 1_000;
const identifyMs = 10_000;

export interface ShowPorts {
  readonly screen: string;
  readonly root: HTMLElement;
  readonly now: () => Moment;
  readonly player: PlayerPorts;
  /** Something went wrong, for people. */
  readonly trouble: (problem: string) => void;
  /** Drawing failed: nothing is shown any more. */
  readonly failed: (error: unknown) => void;
}

/** The programme of one screen, on the page. */
export function createShow({ screen, root, now, player: playerPorts, trouble, failed }: ShowPorts) {
  const player = createPlayer(playerPorts);
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  let standing: Standing = nothingKnown;
  let waiting: Waiting = { kind: 'connecting' };
  let identifyUntilMs = Number.NEGATIVE_INFINITY;
  let drawnMs = Number.NEGATIVE_INFINITY;
  /** When something changes by itself, by the monotonic clock. */
  let dueMs = Number.NEGATIVE_INFINITY;
  let cards = new Map<string, Card>();
  let changes = 0;

  const timeAt = (moment: Moment): number =>
    standing.anchor === null ? moment.wallMs : gatewayTime(standing.anchor, moment);
  const soon = (): void => {
    dueMs = Number.NEGATIVE_INFINITY;
  };
  const media = {
    address: (sha256: string) => `/s/${screen}/asset/${sha256}`,
    ready(key: string) {
      player.ready(key);
      soon();
    },
    gone: player.gone,
    failed(key: string, sha256: string) {
      player.failed(sha256, now().monotonicMs);
      // An offer goes without its picture.
      player.ready(key);
      trouble(`cannot draw ${sha256.slice(0, 12)}`);
      soon();
    },
    isBroken: player.isBroken,
  };

  function viewAt(programme: Programme, moment: Moment): View {
    const { anchor } = standing;
    return {
      programme,
      atMs: timeAt(moment),
      clock: clockTrust(anchor, moment),
      card: sku => cards.get(sku) ?? null,
      price: card => priceNow(card, anchor, programme.priceLimitMs, moment),
      layers: player.layers,
      media,
      still: still.matches,
      identify: moment.monotonicMs < identifyUntilMs,
    };
  }

  function draw(moment: Moment): void {
    const { programme } = standing;
    drawnMs = moment.monotonicMs;
    try {
      if (programme === null) {
        render(<WaitingView screen={screen} waiting={waiting} />, root);
        return;
      }
      const { widthPx, heightPx } = programme.panel;
      const scale = Math.min(innerWidth / widthPx, innerHeight / heightPx);
      render(<Stage view={viewAt(programme, moment)} scale={scale} trouble={trouble} />, root);
    } catch (error) {
      // What stands there may be half of it: rather nothing.
      root.replaceChildren();
      failed(error);
    }
  }

  function nextDue(moment: Moment): number {
    const { programme, anchor } = standing;
    if (programme === null) return moment.monotonicMs + drawMs;
    const atMs = timeAt(moment);
    const emergency = programme.above.emergency;
    const turns = [
      player.nextTurnMs(),
      anchor && nextPriceTurn(programme.cards, anchor, programme.priceLimitMs, atMs),
      emergency && nextTurn([emergency], atMs),
      ...programme.entries.map(({ windows }) => nextTurn(windows, atMs)),
    ];
    let next = atMs + drawMs;
    for (const turn of turns) if (turn !== null && turn > atMs && turn < next) next = turn;
    return moment.monotonicMs + next - atMs;
  }

  function seeWhatIsOn(): void {
    for (const region of root.querySelectorAll<HTMLElement>('[data-region]')) {
      const on = region.querySelector<HTMLElement>('[data-phase="on"]');
      if (on !== null) player.visible(region.dataset.region!, isSeen(on));
    }
  }

  return {
    /** Takes an event of the gateway. Refused: something is missing before it. */
    take(event: PageEvent, boot: string | null): Taken {
      const moment = now();
      const taken = takeEvent(standing, event, boot, moment);
      if (!taken.ok) return taken;
      const before = standing;
      standing = taken.standing;
      if (standing.programme?.cards !== before.programme?.cards)
        cards = new Map(standing.programme?.cards.map(card => [card.sku, card]));
      if (event.type === 'order' && event.order === 'identify') identifyUntilMs = moment.monotonicMs + identifyMs;
      if (event.type === 'programme' || event.type === 'above') changes += 1;
      soon();
      return taken;
    },
    /** What was played last, while no gateway answers. Its prices are not shown. */
    restore(programme: Programme): void {
      if (standing.programme !== null) return;
      standing = { ...standing, programme };
      cards = new Map(programme.cards.map(card => [card.sku, card]));
      soon();
    },
    /** What stands there while there is no programme. */
    wait(kind: Waiting): void {
      waiting = kind;
      soon();
    },
    /** There is no right to the programme any more: nothing of it stays. */
    forget(): void {
      player.stop(timeAt(now()));
      standing = nothingKnown;
      cards = new Map();
      soon();
    },
    redraw: soon,
    /** Looks at what is due, and draws it. @returns when to look again, in milliseconds */
    tick(): number {
      const moment = now();
      const anchor: Anchor | null = standing.anchor && watchClock(standing.anchor, moment);
      if (anchor !== standing.anchor) soon();
      standing = anchor === standing.anchor ? standing : { ...standing, anchor };
      const { programme } = standing;
      if (programme !== null && player.play(programme, timeAt(moment), moment.monotonicMs)) {
        changes += 1;
        soon();
      }
      if (moment.monotonicMs >= dueMs || moment.monotonicMs - drawnMs >= drawMs) {
        draw(moment);
        dueMs = nextDue(moment);
      }
      seeWhatIsOn();
      return Math.max(1, Math.min(lookMs, dueMs - moment.monotonicMs));
    },
    /** Whether something is due that must not be drawn as it stands. */
    isDue: (): boolean => now().monotonicMs >= dueMs,
    frame: (sinceMs: number): void => player.frame(sinceMs),
    stop: (): void => player.stop(timeAt(now())),
    starts: player.starts,
    standing: (): Standing => standing,
    clock: () => clockTrust(standing.anchor, now()),
    /** Counts what began, ended, came above or went. */
    changes: (): number => changes,
  };
}
export type Show = ReturnType<typeof createShow>;
