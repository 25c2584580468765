import { randomBytes } from 'node:crypto';
import { type Catalogue, loadCatalogue, type Recognised } from '../../devices/catalogue.ts';
import type { LabelModel } from '../../devices/label-model.ts';
import type { Outcome } from '../../devices/session.ts';
import { createAir } from '../../emulator/air.ts';
import { type Aisle, createAisle } from '../../emulator/aisle.ts';
import { systemClock as emulatorClock } from '../../emulator/clock.ts';
import { type Fault, radioFaults } from '../../emulator/faults.ts';
import type { VirtualLabel } from '../../emulator/labels/label.ts';
import { createRadioServer, type RadioServer } from '../../emulator/radio-server.ts';
import { seededRandom } from '../../emulator/random.ts';
import { systemClock } from '../../src/clock.ts';
import { createBluetoothRadio } from '../../src/radio/bluetooth.ts';
import { runSession } from '../../src/radio/exchange.ts';
import type { Radio, RadioState } from '../../src/radio/radio.ts';
import { testPicture } from '../devices/pictures.ts';
import { everybody } from './everybody.ts';

/** Labels on the air, and real radios that drive noble against them. */
export interface Scene {
  readonly aisle: Aisle;
  readonly server: RadioServer;
  readonly radios: readonly Radio[];
  readonly catalogue: Catalogue;
  readonly states: readonly RadioState[];
  readonly heard: ReadonlyMap<string, Recognised>;
  fault(name: string): Fault;
  /** Finds out what the label is where it does not say so, then sends it a test picture. */
  upload(
    label: VirtualLabel,
    options?: { key?: Uint8Array | null; radio?: Radio; signal?: AbortSignal; seed?: number },
  ): Promise<Outcome>;
  /** Whether the panel shows that picture, pixel by pixel. */
  shows(label: VirtualLabel, seed?: number): boolean;
}

const silent = { info() {}, warn() {} };

export async function onAir(
  options: {
    readonly labels: number;
    readonly adapters?: number;
    readonly models?: readonly string[];
    readonly urls?: (server: RadioServer) => Promise<readonly string[]>;
  },
  work: (scene: Scene) => Promise<void>,
): Promise<void> {
  const random = seededRandom(7);
  const air = createAir({ clock: emulatorClock, random, advertisingIntervalMs: 200 });
  const adapters = options.adapters ?? 1;
  const aisle = createAisle({
    air,
    clock: emulatorClock,
    labels: options.labels,
    seed: 3,
    refreshScale: 0.01,
    adapters,
    ...(options.models ? { models: options.models } : {}),
  });
  const server = await createRadioServer({ air, random, adapters: aisle.adapters });
  const urls = options.urls ? await options.urls(server) : server.urls;
  const radios = urls.map(url => createBluetoothRadio({ url, audience: everybody, clock: systemClock, log: silent }));
  const catalogue = await loadCatalogue();
  const heard = new Map<string, Recognised>();
  const states: RadioState[] = [];
  const models = new Map<string, LabelModel>();
  const faults = radioFaults({
    air,
    server,
    labels: aisle.labels.map(({ label }) => label),
    clock: emulatorClock,
    random,
  });

  async function upload(
    label: VirtualLabel,
    { key = label.key, radio = radios[0]!, signal, seed = 1 }: Parameters<Scene['upload']>[1] = {},
  ): Promise<Outcome> {
    const { family, model: said } = heard.get(label.id)!;
    let model = said ?? models.get(label.id) ?? null;
    for (;;) {
      const opened = await radio.connect(label.id, family.gatt, 5_000);
      if (!opened.ok) return { ...opened, retry: 'later' };
      const random = (length: number) => new Uint8Array(randomBytes(length));
      const session = model
        ? family.upload({
            model,
            image: testPicture(model, seed).bitmap,
            imageId: seed,
            key,
            randomBytes: random,
            attempt: 1,
          })
        : family.identify!({
            models: catalogue.models.filter(one => one.family === family.id),
            key,
            randomBytes: random,
          });
      const outcome = await runSession(session, opened.link, systemClock, signal ? { signal } : {});
      if (!outcome.ok || outcome.type === 'shown') return outcome;
      model = catalogue.model(outcome.model);
      if (!model) throw new Error(`no model ${outcome.model}`);
      models.set(label.id, model);
    }
  }

  try {
    await Promise.all(
      radios.map(radio =>
        radio.start(
          adv => {
            const found = catalogue.recognise(adv);
            if (found) heard.set(adv.address, found);
          },
          state => states.push(state),
        ),
      ),
    );
    await waitUntil(() => heard.size === options.labels, 'hearing every label');
    await work({
      aisle,
      server,
      radios,
      catalogue,
      states,
      heard,
      fault: name => faults.find(one => one.name === name)!,
      upload,
      shows(label, seed = 1) {
        const model = heard.get(label.id)!.model ?? models.get(label.id)!;
        return Buffer.compare(Buffer.from(label.screen().pixels), Buffer.from(testPicture(model, seed).pixels)) === 0;
      },
    });
  } finally {
    await Promise.all(radios.map(radio => radio.stop()));
    await server.stop();
  }
}

export async function waitUntil(holds: () => boolean, what: string, limitMs = 10_000): Promise<void> {
  const endMs = Date.now() + limitMs;
  while (!holds()) {
    if (Date.now() > endMs) throw new Error(`${what} took longer than ${limitMs} ms`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
