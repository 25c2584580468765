import type { Moment } from '../price-hold.ts';
import type { PageEvent } from '../wire/page-event.ts';
import { createKeep } from './keep.ts';
import { createLarder } from './larder.ts';
import { createPairing } from './pairing.ts';
import { createReporter } from './reporter.ts';
import { pictureOf } from './screenshot.ts';
import { shouldReload } from './self-watch.ts';
import { createShow, type Show } from './show.tsx';
import { createStream } from './stream.ts';

/** A frame that took longer was none: the page slept, or was hidden. */
const longestFrameMs = 1_000;
const saveEveryMs = 10_000;
const mostOrders = 50;

const now = (): Moment => ({ monotonicMs: performance.now(), wallMs: Date.now() });
const monotonic = (): number => performance.now();

/** A page that is fed by its gateway and reports to it. */
export function runLive(screen: string, root: HTMLElement, shell: readonly string[]): void {
  const page = [...crypto.getRandomValues(new Uint8Array(8))].map(byte => byte.toString(16).padStart(2, '0')).join('');
  const keep = createKeep(screen, storageOf());
  const kept = keep.load();
  const orders = [...kept.orders];
  const loadedMs = monotonic();
  let rescueWallMs = kept.rescueWallMs;
  let broken = false;
  let going = false;
  let visibleSinceMs: number | null = null;
  let lastFrameMs = loadedMs;
  let changes = 0;
  let savedMs = loadedMs;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const trouble = (problem: string): void => reporter.problem(problem);
  const show: Show = createShow({
    screen,
    root,
    now,
    player: { page, starts: kept.starts, played: play => reporter.played(play) },
    trouble,
    failed(error) {
      broken = true;
      trouble(`drawing failed: ${error}`);
    },
  });
  const reporter = createReporter({
    address: `/s/${screen}/report`,
    page,
    root,
    now: monotonic,
    offerOf: entry => show.standing().programme?.entries.find(({ id }) => id === entry)?.offer ?? null,
    standing: () => ({ seq: show.standing().seq, boot: show.standing().boot, clock: show.clock() }),
    left: kept,
  });
  const larder = createLarder({ screen, caches: globalThis.caches ?? null, now: monotonic, trouble });
  const pairing = createPairing({
    address: `/s/${screen}/pair`,
    now: monotonic,
    code: code => show.wait({ kind: 'code', code }),
    paired() {
      show.wait({ kind: 'connecting' });
      stream.resume();
    },
  });
  const stream = createStream({
    address: `/s/${screen}/events?page=${page}`,
    now: monotonic,
    random: Math.random,
    take(event, boot) {
      const taken = show.take(event, boot);
      if (taken.ok && event.type === 'order') carryOut(event);
      if (taken.ok && event.type !== 'pulse') wake();
      return taken;
    },
    refused(status) {
      if (status === 401) {
        stream.pause();
        show.wait({ kind: 'connecting' });
        show.forget();
        larder.forget().catch(() => {});
        pairing.begin();
      } else if (status === 404) {
        show.forget();
        show.wait({ kind: 'unknown' });
      } else if (show.standing().programme === null) {
        show.wait({ kind: status === 503 ? 'full' : 'connecting' });
        larder.last().then(
          programme => programme !== null && show.restore(programme),
          () => {},
        );
      }
    },
    trouble,
  });

  function carryOut({ order, id }: Extract<PageEvent, { type: 'order' }>): void {
    if (orders.includes(id)) return;
    orders.push(id);
    orders.splice(0, orders.length - mostOrders);
    if (order === 'screenshot') {
      takePicture(id).then(
        ok => reporter.done(id, ok),
        error => {
          trouble(`no picture: ${error}`);
          reporter.done(id, false);
        },
      );
      return;
    }
    reporter.done(id, true);
    if (order === 'reload') reload();
  }

  async function takePicture(id: string): Promise<boolean> {
    const stage = root.querySelector<HTMLElement>('.stage');
    if (stage === null) return false;
    const body = await pictureOf(
      stage,
      shell.filter(part => part.endsWith('.ttf')),
    );
    const headers = { 'content-type': 'image/png' };
    const response = await fetch(`/s/${screen}/screenshot/${encodeURIComponent(id)}`, {
      method: 'POST',
      headers,
      body,
    });
    return response.ok;
  }

  function save(): void {
    savedMs = monotonic();
    keep.save({ ...reporter.left(), starts: show.starts(), orders, rescueWallMs });
  }

  function reload(): void {
    location.reload();
  }

  function watch(atAnEnd: boolean): void {
    if (going) return;
    const { monotonicMs, wallMs } = now();
    const dark = show.standing().programme?.dark ?? false;
    const health = { loadedMs, visibleSinceMs, lastFrameMs, broken, live: stream.live(), dark, atAnEnd, lastRescueWallMs: rescueWallMs }; // biome-ignore format: one line of facts
    const why = shouldReload(health, monotonicMs, wallMs);
    if (why === null) return;
    if (why === 'rescue') {
      rescueWallMs = wallMs;
      if (!broken) trouble('no frame was drawn for 15 s');
    }
    going = true;
    save();
    reload();
  }

  function look(): void {
    clearTimeout(timer);
    stream.tick();
    pairing.tick();
    let nextMs = 250;
    if (!broken) nextMs = show.tick();
    const changed = show.changes() !== changes;
    if (changed) reporter.soon();
    changes = show.changes();
    reporter.tick();
    larder.tick(stream.live() ? show.standing().programme : null);
    if (monotonic() - savedMs > saveEveryMs) save();
    watch(changed);
    timer = setTimeout(look, nextMs);
  }
  function wake(): void {
    clearTimeout(timer);
    timer = setTimeout(look, 0);
  }

  function frame(): void {
    requestAnimationFrame(frame);
    const atMs = monotonic();
    const sinceMs = atMs - lastFrameMs;
    lastFrameMs = atMs;
    // Nothing is painted that is over already.
    if (!broken && show.isDue()) look();
    if (document.visibilityState !== 'visible') return;
    reporter.frame();
    if (sinceMs <= longestFrameMs) show.frame(sinceMs);
  }

  function visibility(): void {
    visibleSinceMs = document.visibilityState === 'visible' ? monotonic() : null;
    reporter.soon();
  }

  document.addEventListener('visibilitychange', visibility);
  addEventListener('resize', () => show.redraw());
  addEventListener('error', ({ message }) => {
    broken = true;
    trouble(`the page failed: ${message}`);
  });
  addEventListener('unhandledrejection', ({ reason }) => trouble(`the page failed: ${reason}`));
  addEventListener('pagehide', () => {
    show.stop();
    reporter.farewell();
    save();
  });
  visibility();
  document.fonts.ready.then(() => show.redraw());
  keepItself();
  frame();
  look();

  function keepItself(): void {
    const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
    workers
      ?.register('/s/sw.js', { scope: '/s/' })
      .then(() => larder.keepShell(shell))
      .catch(() => {});
  }
}

/** Null where the browser keeps nothing. */
function storageOf(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
