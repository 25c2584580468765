import { loadCatalogue } from '../../devices/catalogue.ts';
import type { Advertisement, LabelModel } from '../../devices/label-model.ts';
import type { Outcome } from '../../devices/session.ts';
import { systemClock as emulatorClock } from '../../emulator/clock.ts';
import type { SleepingLabel } from '../../emulator/oepl/label.ts';
import { type OeplOptions as EmulatedOptions, type Oepl, openOepl } from '../../emulator/oepl/server.ts';
import { seededRandom } from '../../emulator/random.ts';
import { systemClock } from '../../src/clock.ts';
import { runSession } from '../../src/radio/exchange.ts';
import { createOeplRadio } from '../../src/radio/oepl.ts';
import type { Radio, RadioState } from '../../src/radio/radio.ts';
import { testPicture } from '../devices/pictures.ts';

const catalogue = await loadCatalogue();
const silent = { info() {}, warn() {} };

/** Models that both sides know. */
export const knownModels = ['oepl-m2-290', 'oepl-m3-290'];

export interface LabelRadio {
  readonly shop: Oepl;
  readonly radio: Radio;
  readonly states: readonly RadioState[];
  readonly heard: readonly Advertisement[];
  /** The model as the label's check-in tells it; waits for it. */
  modelOf(label: SleepingLabel): Promise<LabelModel>;
  /** Queues a picture and waits for what becomes of it. */
  upload(label: SleepingLabel, options?: { seed?: number; signal?: AbortSignal }): Promise<Outcome>;
  /** Whether the panel shows that picture. */
  shows(label: SleepingLabel, seed?: number): boolean;
}

/** A radio on an emulated module with its labels; everything is let go of afterwards. */
export async function onLabelRadio(
  options: Partial<EmulatedOptions>,
  work: (at: LabelRadio) => Promise<void>,
): Promise<void> {
  const shop = await openOepl({
    clock: emulatorClock,
    random: seededRandom(7),
    labels: 2,
    seed: 3,
    checkInMs: 400,
    refreshScale: 0.01,
    fullEvery: 2,
    ...options,
  });
  const radio = createOeplRadio({ url: shop.url, clock: systemClock, log: silent });
  const states: RadioState[] = [];
  const heard: Advertisement[] = [];
  const models = new Map<string, LabelModel>();
  await radio.start(
    adv => {
      heard.push(adv);
      const model = catalogue.recognise(adv)?.model;
      if (model) models.set(adv.address, model);
    },
    state => states.push(state),
  );
  const modelOf = async (label: SleepingLabel): Promise<LabelModel> => {
    for (let waitedMs = 0; !models.has(label.id); waitedMs += 10) {
      if (waitedMs > 10_000) throw new Error(`${label.id} was not heard`);
      await new Promise(resolve => setTimeout(resolve, 10));
    }
    return models.get(label.id)!;
  };
  const family = catalogue.family('oepl')!;
  try {
    await work({
      shop,
      radio,
      states,
      heard,
      modelOf,
      async upload(label, { seed = 1, signal } = {}) {
        const model = await modelOf(label);
        const session = family.upload({
          model,
          image: testPicture(model, seed).bitmap,
          imageId: seed,
          key: null,
          randomBytes: length => new Uint8Array(length),
          attempt: 1,
          firmware: label.firmware,
        });
        const opened = await radio.connect(label.id, family.gatt, 1_000);
        if (!opened.ok) return { ...opened, retry: 'later' };
        return runSession(session, opened.link, systemClock, signal ? { signal } : {});
      },
      shows(label, seed = 1) {
        const model = models.get(label.id);
        return model !== undefined && equal(label.screen().pixels, testPicture(model, seed).pixels);
      },
    });
  } finally {
    await radio.stop();
    await shop.stop();
  }
}

const equal = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
