import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { stringify } from 'yaml';
import { systemClock } from '../../emulator/clock.ts';
import type { FaultOptions } from '../../emulator/faults.ts';
import type { BrokerAccess } from '../../emulator/mesh/link.ts';
import { type PeopleScriptInput, peopleScriptSchema } from '../../emulator/people/script.ts';
import { createShop, type Shop } from '../../emulator/shop.ts';
import type { RunningAgent } from '../../src/cli/ports.ts';
import { loadConfig } from '../../src/config/load.ts';
import type {
  LabelDocument,
  LabelSummary,
  LagDocument,
  QuarantineDocument,
  StatusDocument,
} from '../../src/console/documents.ts';
import { runAgent } from '../../src/main.ts';

/**
 * A whole emulated shop and a real agent in it, or several; agents are only ever looked at from outside, over HTTP. A
 * gateway is named by its place along the aisle; left out: the first.
 */
export interface House {
  readonly shop: Shop;
  readonly dir: string;
  /** Of the first gateway. */
  readonly configFile: string;
  /** Looks at an agent that runs elsewhere. */
  attach(url: string): void;
  startAgent(gateway?: number): Promise<void>;
  stopAgent(gateway?: number): Promise<void>;
  url(gateway?: number): string;
  /** What the API answers. */
  ask<T>(path: string, schema: { parse(value: unknown): T }, gateway?: number): Promise<T>;
  /** Has something done over the API; the answer's status and body. */
  order(path: string, body?: object, gateway?: number): Promise<{ readonly status: number; readonly body: unknown }>;
  status(): Promise<StatusDocument>;
  labels(): Promise<LabelSummary[]>;
  label(id: string): Promise<LabelDocument>;
  lag(): Promise<LagDocument>;
  quarantine(): Promise<QuarantineDocument>;
  /** Pixels of the agent's picture of what the label shows, in the panel's own values: 0 white, 1 black, 2 red, 3 yellow. */
  picture(id: string): Promise<Uint8Array>;
  /** Begins a fault; the returned function ends it. */
  fault(name: string, options?: FaultOptions): () => void;
  stop(): Promise<void>;
}

export interface HouseOptions {
  readonly labels?: number;
  readonly seed?: number;
  readonly adapters?: number;
  readonly broker?: BrokerAccess;
  /** The agent's own access to that broker; certificates are written to files. */
  readonly agentBroker?: BrokerAccess;
  readonly refreshScale?: number;
  /** How often exchange rates are published; absent: never. */
  readonly ratesEveryMs?: number;
  /** Zones along the aisle, beacons, and for each gateway an adapter to broadcast with. */
  readonly beacons?: boolean;
  /** Who walks about, in a house with beacons. */
  readonly people?: PeopleScriptInput;
  /** Boards, a scale, scanners and a serial label radio hang in the aisle; labels of that radio check in each second. */
  readonly wired?: boolean;
  /** Eight signage screens, fed by the first gateway: emulated ones load their pages once its agent runs. */
  readonly screens?: boolean;
  /** How many gateways share the aisle; their agents are started one by one. */
  readonly gateways?: number;
  /** Stands between the agent and the radios, e.g. to look at the bytes. */
  readonly radioUrls?: (urls: readonly string[]) => Promise<readonly string[]>;
  /** Stands between the agent and the adapter that it broadcasts with. */
  readonly beaconUrl?: (url: string) => Promise<string>;
  /** Merged over the configuration that the shop writes. */
  readonly config?: Readonly<Record<string, object>>;
}

/** A connection for each request: one that is kept may be closed by the agent in the moment in which it is used again. */
const alone = { connection: 'close' };

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const dir = mkdtempSync(join(tmpdir(), 'endcap-house-'));
  // Agents announce themselves per user; a test's must not be found by the command line of whoever runs it.
  process.env.XDG_RUNTIME_DIR = dir;
  const shop = await createShop({
    labels: options.labels ?? 12,
    seed: options.seed ?? 1,
    adapters: options.adapters ?? 1,
    broker: options.broker ?? null,
    driftPerMinute: 0,
    clock: systemClock,
    refreshScale: options.refreshScale ?? 0.01,
    headEveryMs: 1_000,
    ...(options.ratesEveryMs === undefined ? {} : { ratesEveryMs: options.ratesEveryMs }),
    beacons: options.beacons ?? false,
    people: options.people ? peopleScriptSchema.parse(options.people) : null,
    gateways: options.gateways ?? 1,
    wired: options.wired ?? false,
    screens: options.screens ?? false,
    checkInMs: 1_000,
  });
  const keyFile = join(dir, 'keys.csv');
  writeFileSync(keyFile, shop.keyFile(), { mode: 0o600 });
  const folders = shop.gateways.map((_, gateway) => (gateway === 0 ? dir : join(dir, String(gateway))));
  for (const [gateway, folder] of folders.entries()) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'endcap.yaml'), stringify(await configurationOf(gateway, folder)));
  }
  const agents = new Map<number, RunningAgent>();

  async function configurationOf(gateway: number, folder: string): Promise<Record<string, unknown>> {
    const given = shop.configuration(gateway) as Record<string, object>;
    const merged: Record<string, unknown> = {
      ...given,
      data: join(folder, 'data'),
      labels: { keyFile },
      console: { listen: '127.0.0.1:0' },
      log: { level: 'fatal' },
    };
    for (const [section, values] of Object.entries(options.config ?? {})) {
      merged[section] = { ...(given[section] ?? {}), ...values };
    }
    if (options.radioUrls) merged.radios = (await options.radioUrls(shop.radio.urls)).map(url => ({ url }));
    const { adapter } = (given.beacons ?? {}) as { adapter?: string };
    if (options.beaconUrl && adapter)
      merged.beacons = { ...merged.beacons!, adapter: await options.beaconUrl(adapter) };
    if (options.agentBroker) merged.mesh = { ...given.mesh, ...accessInFiles(dir, options.agentBroker) };
    return merged;
  }

  function urlOf(gateway = 0): string {
    const agent = agents.get(gateway);
    if (!agent) throw new Error(`no agent runs on gateway ${gateway}`);
    return agent.url;
  }

  async function get<T>(path: string, gateway = 0): Promise<T> {
    const response = await fetch(new URL(path, urlOf(gateway)), { headers: alone });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return (await response.json()) as T;
  }

  const house: House = {
    shop,
    dir,
    configFile: join(dir, 'endcap.yaml'),
    attach(found) {
      agents.set(0, { url: found, socket: '', stop: async () => {} });
    },
    async startAgent(gateway = 0) {
      const folder = folders[gateway]!;
      const file = join(folder, 'endcap.yaml');
      const loaded = loadConfig({ file, env: {}, readFile: path => readFileSync(path, 'utf8') });
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
      // Each its own place to announce itself: one process has one.
      process.env.XDG_RUNTIME_DIR = folder;
      const started = await runAgent(loaded.config, { origins: loaded.origins, configFile: file, version: 'test' });
      process.env.XDG_RUNTIME_DIR = dir;
      if (!started.ok) throw new Error(`${started.reason}: ${started.detail}`);
      agents.set(gateway, started.agent);
      if (gateway === 0) shop.screens?.attach(started.agent.url);
    },
    async stopAgent(gateway = 0) {
      const agent = agents.get(gateway);
      agents.delete(gateway);
      await agent?.stop();
    },
    url: urlOf,
    ask: async (path, schema, gateway) => schema.parse(await get(path, gateway)),
    async order(path, body, gateway) {
      const response = await fetch(new URL(path, urlOf(gateway)), {
        method: 'POST',
        headers: { ...alone, ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      return { status: response.status, body: await response.json() };
    },
    status: () => get('api/status'),
    labels: async () => (await get<{ labels: LabelSummary[] }>('api/labels')).labels,
    label: id => get(`api/labels/${id}`),
    lag: () => get('api/mesh/lag'),
    quarantine: () => get('api/mesh/quarantine'),
    async picture(id) {
      const response = await fetch(new URL(`api/labels/${id}/shown.png`, urlOf()));
      if (!response.ok) throw new Error(`${id}: ${response.status}`);
      return panelPixels(new Uint8Array(await response.arrayBuffer()));
    },
    fault(name, faultOptions) {
      const fault = shop.faults.find(one => one.name === name);
      if (!fault) throw new Error(`no fault ${name}`);
      return fault.start(faultOptions);
    },
    async stop() {
      for (const gateway of [...agents.keys()]) await house.stopAgent(gateway);
      await shop.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  return house;
}

function accessInFiles(dir: string, access: BrokerAccess): Record<string, unknown> {
  const { ca, cert, key, ...rest } = access;
  const files = Object.entries({ ca, cert, key }).flatMap(([name, pem]) => {
    if (pem === undefined) return [];
    const path = join(dir, `agent-${name}.pem`);
    writeFileSync(path, pem, { mode: 0o600 });
    return [[name, path] as const];
  });
  return { ...rest, ...Object.fromEntries(files) };
}

/** Waits until `look` gives something other than false, null or undefined. */
export async function until<T>(
  look: () => Promise<T | false | null | undefined> | T | false | null | undefined,
  limitMs = 20_000,
  what = 'it',
): Promise<T> {
  const endMs = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== false && found !== null && found !== undefined) return found;
    if (Date.now() > endMs) throw new Error(`${what} did not happen within ${limitMs} ms`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/** Waits until every label is proven to show what it should. */
export function allProven(house: House, limitMs = 30_000): Promise<StatusDocument> {
  return until(
    async () => {
      const status = await house.status();
      return status.labels.total > 0 && status.labels.confirmed === status.labels.total && status;
    },
    limitMs,
    'proof of every label',
  );
}

/** What the emulated panels really show, against what the agent says that they show. Returns the labels that differ. */
export async function liars(house: House): Promise<string[]> {
  const wrong: string[] = [];
  for (const { label } of house.shop.aisle.labels) {
    const said = await house.picture(label.id);
    const { pixels } = label.screen();
    if (Buffer.compare(Buffer.from(said), Buffer.from(pixels)) !== 0) wrong.push(`${label.id} ${label.model.id}`);
  }
  return wrong;
}

function panelPixels(png: Uint8Array): Uint8Array {
  const { width, height, data, channels, palette } = decode(png);
  const pixels = new Uint8Array(width * height);
  for (let at = 0; at < pixels.length; at++) {
    const [red = 0, green = 0] = palette
      ? (palette[data[at] ?? 0] ?? [])
      : [data[at * channels] ?? 0, data[at * channels + Math.min(1, channels - 1)] ?? 0];
    if (red > 128 && green > 200) pixels[at] = 0;
    else if (red > 128 && green > 120) pixels[at] = 3;
    else if (red > 128) pixels[at] = 2;
    else pixels[at] = 1;
  }
  return pixels;
}
