import { join } from 'node:path';
import { loadCatalogue } from '../../devices/catalogue.ts';
import { encodeImage } from '../../devices/oepl/image.ts';
import type { OeplModel } from '../../devices/oepl/model.ts';
import { createVirtualClock, type VirtualClock } from '../../emulator/clock.ts';
import { type Oepl, openOepl } from '../../emulator/oepl/server.ts';
import { seededRandom } from '../../emulator/random.ts';
import { createPictures } from '../../src/agent/pictures.ts';
import type { Clock } from '../../src/clock.ts';
import { createDelivery, type Delivery } from '../../src/delivery/delivery.ts';
import { runSession } from '../../src/radio/exchange.ts';
import { createOeplRadio } from '../../src/radio/oepl.ts';
import type { Radio } from '../../src/radio/radio.ts';
import { createAtlas } from '../../src/render/atlas.ts';
import { builtinTemplates } from '../../src/render/builtin-templates.ts';
import { createRenderer } from '../../src/render/render.ts';
import { decodeContent, encodeContent } from '../../src/shelf/content-codec.ts';
import { createKeyring } from '../../src/store/keyring.ts';
import { openStore } from '../../src/store/open.ts';
import { contentOf, milk } from '../render/samples.ts';
import { type Figure, round } from './figure.ts';
import { scratch } from './shop-and-agent.ts';

const name = 'serial.radioBusyShare';
const labels = 250;
/** Nine of ten: what comes after is the tail, in which the module mostly waits for few labels to wake. */
const mostLabels = 225;
/** As real labels do, in emulated time. */
const checkInMs = 60_000;
const knownWithinMs = 15 * 60_000;
const doneWithinMs = 3 * 3_600_000;
/** As they hang in shops: a large and a small panel of three inks, one of four, one in black, packed and not. */
const models = ['oepl-m2-290', 'oepl-m3-290', 'oepl-opticon-220', 'oepl-st-gm29'];
/** On the air: 250 kbit/s. */
const bytesPerMs = 31.25;
const silent = { info() {}, warn() {}, error() {} };

/** All of both sides' time, which both read and which rings the timers of both. */
interface Lockstep {
  readonly clock: Clock;
  /** Lets time go on until `done`; what this process needs for its work passes as it is, and waiting is cut short. */
  pass(done: () => boolean, withinMs: number, what: string): Promise<void>;
}

/** A turn of the event loop: what was written to a socket has come out of its other end. */
const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
/** There and back again. */
const turnsPerStep = 2;
const stepMs = 1;

function createLockstep(virtual: VirtualClock): Lockstep {
  const startMs = virtual.now();
  return {
    clock: { now: () => Math.floor(virtual.now()), monotonic: () => virtual.now() - startMs, after: virtual.after },
    async pass(done, withinMs, what) {
      const endMs = virtual.now() + withinMs;
      let lastMs = performance.now();
      while (!done()) {
        if (virtual.now() > endMs) throw new Error(`${what} within ${withinMs / 1000} s of emulated time`);
        for (let at = 0; at < turnsPerStep; at++) await turn();
        const nowMs = performance.now();
        virtual.advance(Math.max(stepMs, nowMs - lastMs));
        lastMs = nowMs;
      }
    },
  };
}

interface Wave {
  readonly oepl: Oepl;
  readonly radio: Radio;
  readonly delivery: Delivery;
  /** Decides a new price for every label. */
  begin(): void;
  /** Attempts that ended, well or not. */
  ended(): { readonly shown: number; readonly failed: number };
  /** Bytes of a label's file. */
  fileBytes(label: string): number;
  stop(): Promise<void>;
}

/** A module with its labels, and the agent's own radio, delivery, store and pictures. */
async function openWave(dir: string, virtual: VirtualClock, clock: Clock): Promise<Wave> {
  const catalogue = await loadCatalogue();
  const oepl = await openOepl({ clock: virtual, random: seededRandom(7), seed: 3, labels, checkInMs, models });
  const opened = openStore({ dir, clock, keyring: createKeyring('only for a benchmark, long enough', 'external') });
  if (!opened.ok) throw new Error(opened.detail);
  const { store } = opened;
  const pictures = createPictures(createRenderer({ templates: builtinTemplates(), atlas: createAtlas() }));
  const radio = createOeplRadio({ url: oepl.url, clock, log: silent });
  const ended = { shown: 0, failed: 0 };
  const delivery = createDelivery({
    store,
    catalogue,
    radios: [radio],
    run: (session, link, how) => runSession(session, link, clock, how),
    draw: pictures.draw,
    hashOf: pictures.hashOf,
    rules: {
      till: { order: 'off', maxWaitMs: 0, whenSilent: 'show' },
      freshMs: 600_000,
      overdueMs: 600_000,
      gapScale: 1,
      figureGapMs: 0,
    },
    backoff: { firstMs: 5_000, longestMs: 900_000 },
    till: () => null,
    pastPromise: () => false,
    paused: () => false,
    clock,
    random: seededRandom(5),
    randomBytes: length => new Uint8Array(length),
    log: silent,
    hooks: {
      changed() {},
      modelKnown() {},
      ended: (_, outcome) => {
        ended[outcome.ok ? 'shown' : 'failed'] += 1;
      },
      radio() {},
      waveEnded() {},
      tillSilent() {},
    },
  });
  return {
    oepl,
    radio,
    delivery,
    begin() {
      const ids = oepl.labels.map(({ id }) => id);
      store.transaction(() => {
        for (const [at, label] of ids.entries()) {
          const item = { ...milk, price: { ...milk.price, amountMinor: BigInt(100 + at) } };
          const content = contentOf([item]);
          const nowMs = clock.now();
          store.putDesired({
            label,
            epoch: 1,
            version: 1,
            seq: at + 1,
            hash: pictures.hashOf(content, delivery.model(label)!.panel),
            content: encodeContent(content),
            refusal: null,
            sinceMs: nowMs,
            openSinceMs: nowMs,
            openSeq: at + 1,
            untilMs: null,
            traceparent: null,
          });
        }
      });
      delivery.desiredChanged(ids);
    },
    ended: () => ended,
    fileBytes(id) {
      const model = delivery.model(id) as OeplModel;
      const drawn = pictures.draws(decodeContent(store.shown(id)!.content), model.panel);
      if (!drawn.ok) throw new Error(`${id} has no picture`);
      return encodeImage(drawn.bitmap, model, store.label(id)?.firmware ?? null).bytes.length;
    },
    async stop() {
      await delivery.stop();
      store.close();
      await oepl.stop();
    },
  };
}

/**
 * A price for each of 250 labels on one module at once, at its usual check-ins of a minute: the share of the wave, from
 * then until the last one has said that it has its picture, in which the module had a transfer under way. Both sides are
 * on one clock, which goes on a millisecond once both have nothing to do, and by what their work took where that was
 * longer; so a wave of half an hour is over in a minute or so, with this machine's own time in it.
 */
export async function benchSerial(): Promise<Figure[]> {
  const { dir, remove } = scratch();
  const virtual = createVirtualClock(Date.now());
  const { clock, pass } = createLockstep(virtual);
  const wave = await openWave(join(dir, 'data'), virtual, clock);
  const { oepl, radio, delivery } = wave;
  try {
    delivery.start();
    const heard = () => oepl.labels.every(({ id }) => delivery.model(id));
    await pass(heard, knownWithinMs, 'labels were not all heard');
    const before = { atMs: clock.now(), busyMs: radio.busyMs(), airMs: oepl.ether.airMs(), ...oepl.module.traffic() };
    const beganMs = performance.now();
    wave.begin();
    await pass(() => wave.ended().shown >= mostLabels, doneWithinMs, 'nine of ten labels were not served');
    const most = { tookMs: clock.now() - before.atMs, busyMs: radio.busyMs() - before.busyMs };
    await pass(() => wave.ended().shown >= labels, doneWithinMs, 'the wave was not over');
    const tookMs = clock.now() - before.atMs;
    const confirmed = [...delivery.reports()].filter(({ confidence }) => confidence === 'confirmed').length;
    if (confirmed !== labels) throw new Error(`only ${confirmed} of ${labels} labels are confirmed`);
    const { blocksAsked, blocksLate, blocksSent, sendingMs } = oepl.module.traffic();
    const bytes = oepl.labels.reduce((sum, { id }) => sum + wave.fileBytes(id), 0);
    const share = (ms: number) => round(ms / tookMs, 3);
    const facts = [
      `${confirmed} labels in ${round(tookMs / 1000, 0)} s of emulated time, ${round(labels / (tookMs / 60_000), 1)} a minute`,
      `nine of ten after ${round(most.tookMs / 1000, 0)} s and busy ${round(most.busyMs / most.tookMs, 3)} until then`,
      `run in ${round((performance.now() - beganMs) / 1000, 0)} s`,
      `line at ${oepl.uart.baud()} baud`,
      `${blocksSent - before.blocksSent} blocks sent, ${blocksAsked - before.blocksAsked} asked for, ${blocksLate - before.blocksLate} late`,
      `${wave.ended().failed} attempts failed`,
      `sending blocks ${share(sendingMs - before.sendingMs)}, air in use ${share(oepl.ether.airMs() - before.airMs)}`,
      'baseline: the files alone at 250 kbit/s',
    ];
    const value = share(radio.busyMs() - before.busyMs);
    const baseline = share(bytes / bytesPerMs);
    return [{ name, value, unit: 'of time', goal: null, baseline, samples: labels, note: facts.join(', ') }];
  } finally {
    const stopping = wave.stop();
    let stopped = false;
    void stopping.then(() => {
      stopped = true;
    });
    await pass(() => stopped, 60_000, 'the radio did not stop');
    remove();
  }
}
