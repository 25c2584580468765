import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { stringify } from 'yaml';
import { systemClock } from './clock.ts';
import { createControl } from './control.ts';
import { brokerAccess } from './mesh/link.ts';
import { defaultDay } from './people/default-day.ts';
import { type PeopleScript, readPeopleScript } from './people/script.ts';
import { createShop } from './shop.ts';

export interface RunShopOptions {
  readonly labels: number;
  readonly seed: number;
  readonly adapters: number;
  /** A broker that is there already, e.g. `mqtt://localhost:1883`, with user and password if it wants them; null: an embedded one. */
  readonly brokerUrl: string | null;
  readonly driftPerMinute: number;
  /** How often exchange rates are published; 0 or absent: never. */
  readonly ratesEveryMs?: number;
  /** How many people with telephones walk about; 0: nobody does. Absent: a shop without beacons and zones. */
  readonly people?: number;
  /** A script of people, tags and sensors, instead of the ordinary day. */
  readonly peopleScript?: string | null;
  /** Boards, a scale, scanners and a serial label radio; default no. */
  readonly wired?: boolean;
  /** How often the labels of the serial radio check in; default 60,000. */
  readonly checkInMs?: number;
  /** Signage screens, fed by the console that the configuration names; default no. */
  readonly screens?: boolean;
  /** Where the agent's console is to listen; default `127.0.0.1:8080`. */
  readonly consoleListen?: string;
  /** Where the configuration for an agent is written; the labels' keys and the agent's data lie beside it. */
  readonly configOut: string;
  readonly controlSocket: string;
}

const usualListen = '127.0.0.1:8080';

/**
 * Opens a shop for other processes: returns once an agent can join by the configuration that was written.
 * @throws when the broker or the script cannot be used, or a file or the socket cannot be made; nothing is left behind then
 */
export async function runShop(options: RunShopOptions): Promise<{ stop(): Promise<void> }> {
  const { labels, seed, adapters, brokerUrl, driftPerMinute, ratesEveryMs = 0, controlSocket } = options;
  const people = options.people ?? null;
  const consoleListen = options.consoleListen ?? usualListen;
  const configOut = resolve(options.configOut);
  const broker = brokerUrl === null ? null : brokerAccess(brokerUrl);
  const keyFile = `${configOut}.keys.csv`;
  const undo: (() => Promise<void>)[] = [];

  async function stop(): Promise<void> {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  }

  try {
    const shop = await createShop({
      labels,
      seed,
      adapters,
      broker,
      driftPerMinute,
      clock: systemClock,
      ...(ratesEveryMs > 0 ? { ratesEveryMs } : {}),
      beacons: people !== null,
      people: await dayOf(people ?? 0, options.peopleScript ?? null),
      wired: options.wired ?? false,
      screens: options.screens ?? false,
      consoleListen,
      ...(options.checkInMs === undefined ? {} : { checkInMs: options.checkInMs }),
    });
    undo.push(() => shop.stop());
    const control = await createControl(shop, controlSocket, systemClock);
    undo.push(() => control.stop());
    const config = { ...shop.configuration(), data: `${configOut}.data`, labels: { keyFile } };
    await writeSecret(keyFile, shop.keyFile());
    undo.push(() => rm(keyFile, { force: true }));
    await writeSecret(configOut, stringify(config));
    undo.push(() => rm(configOut, { force: true }));
    shop.screens?.attach(`http://${consoleListen}/`);
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Null: nobody walks about. */
async function dayOf(people: number, file: string | null): Promise<PeopleScript | null> {
  if (people === 0) return null;
  if (file === null) return defaultDay(people);
  const read = readPeopleScript(await readFile(file, 'utf8'));
  if (read.ok) return read.script;
  throw new Error(`${file} is no script of people: ${read.problems.join('; ')}.`);
}

/** Writes a whole file that only this user may read, whatever lay there before. */
async function writeSecret(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}`;
  try {
    await writeFile(unfinished, text, { mode: 0o600, flag: 'wx' });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
