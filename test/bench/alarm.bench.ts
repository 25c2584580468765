import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { stringify } from 'yaml';
import { systemClock } from '../../emulator/clock.ts';
import { createShop, type Shop } from '../../emulator/shop.ts';
import type { WiredNode } from '../../emulator/wired/node.ts';
import type { RunningAgent } from '../../src/cli/ports.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { LabelSummary } from '../../src/console/documents.ts';
import { runAgent } from '../../src/main.ts';
import { until } from '../e2e/house.ts';
import { type Figure, quantile, round } from './figure.ts';
import { scratch } from './shop-and-agent.ts';

const samples = 40;
const warmUps = 2;
const goalMs = 1_000;
const watch = 'queue-long';
/** The light of the watch, as the till's board counts its pins. */
const lightPin = 9;
const answerWithinMs = 10_000;

/** Whoever listens at the broker. */
interface Listener {
  /** State of the notice as it was published last, and when it came; null: none since `forget`. */
  heard(): { readonly state: string; readonly atMs: number } | null;
  forget(): void;
  /** From publishing a message of the same size, retained, until it is here. */
  roundTripMs(bytes: number): Promise<number>;
  /** State of the notice as the broker keeps it for who comes now. */
  kept(): Promise<string>;
  bytes(): number;
  stop(): Promise<void>;
}

async function listen(url: string): Promise<Listener> {
  const echoTopic = 'bench/echo';
  const noticeTopic = `+/shelf/v1/+/gw/+/notice/${watch}`;
  let heard: ReturnType<Listener['heard']> = null;
  let bytes = 0;
  let echoed: () => void = () => {};
  const stateOf = (payload: Buffer): string =>
    payload.length === 0 ? 'cleared' : (JSON.parse(payload.toString('utf8')) as { data: { state: string } }).data.state;
  const client = await mqtt.connectAsync(url);
  client.on('message', (topic, payload) => {
    const atMs = performance.now();
    if (topic === echoTopic) echoed();
    else {
      heard = { state: stateOf(payload), atMs };
      bytes = Math.max(bytes, payload.length);
    }
  });
  await client.subscribeAsync([noticeTopic, echoTopic], { qos: 1 });
  return {
    heard: () => heard,
    forget() {
      heard = null;
    },
    async roundTripMs(size) {
      const back = new Promise<void>(resolve => {
        echoed = resolve;
      });
      const beganMs = performance.now();
      client.publish(echoTopic, Buffer.alloc(size, 0x20), { qos: 1, retain: true });
      await back;
      return performance.now() - beganMs;
    },
    async kept() {
      const late = await mqtt.connectAsync(url);
      try {
        const found = new Promise<string>(resolve => {
          late.once('message', (_, payload, { retain }) => resolve(retain ? stateOf(payload) : 'not retained'));
        });
        await late.subscribeAsync(noticeTopic, { qos: 1 });
        return await found;
      } finally {
        await late.endAsync();
      }
    },
    bytes: () => bytes,
    stop: () => client.endAsync(),
  };
}

/** The agent of that shop, with a watch that one person raises and that waits for nothing. */
export async function startAgent(shop: Shop, dir: string): Promise<RunningAgent> {
  const keyFile = join(dir, 'keys.csv');
  writeFileSync(keyFile, shop.keyFile(), { mode: 0o600 });
  const given = shop.configuration() as unknown as { readonly watches: readonly { readonly id: string }[] };
  const watches = given.watches.map(one => (one.id === watch ? { ...one, raise: 1, clear: 1, holdMs: 0 } : one));
  const file = join(dir, 'endcap.yaml');
  writeFileSync(file, stringify({ ...given, watches, data: join(dir, 'data'), labels: { keyFile } }));
  const env = { ENDCAP_CONSOLE__LISTEN: '127.0.0.1:0', ENDCAP_LOG__LEVEL: 'fatal' };
  const loaded = loadConfig({ file, env, readFile: path => readFileSync(path, 'utf8') });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const started = await runAgent(loaded.config, { origins: loaded.origins, configFile: file, version: 'bench' });
  if (!started.ok) throw new Error(`${started.reason}: ${started.detail}`);
  return started.agent;
}

/** Waits until the gateway is idle. Displays never prove what they show, and the agent does not know every model. */
async function settled(agent: RunningAgent): Promise<void> {
  const idle = async () => {
    const { labels } = (await (await fetch(new URL('api/labels', agent.url))).json()) as { labels: LabelSummary[] };
    const over: readonly string[] = ['confirmed', 'sent', 'failed'];
    return labels.length > 0 && labels.every(({ confidence }) => over.includes(confidence));
  };
  await until(idle, 60_000, 'the first price on every label');
}

interface Sample {
  readonly lightMs: number;
  readonly noticeMs: number;
}

/** One person crosses, the alarm is raised; then nobody is there any more, and it is cleared. */
async function raiseOnce(node: WiredNode, listener: Listener, agent: RunningAgent, check: boolean): Promise<Sample> {
  let lit: number | null = null;
  const unsubscribe = node.board.onOutput((pin, value) => {
    if (pin === lightPin && (value ?? 0) > 0) lit ??= performance.now();
  });
  try {
    listener.forget();
    await node.lines.get('till-in')!.cross('in');
    const beganMs = performance.now();
    if (lit !== null || listener.heard() !== null) throw new Error('the alarm was raised before somebody had crossed');
    const litMs = await until(() => lit, answerWithinMs, 'the light');
    const notice = await until(() => listener.heard(), answerWithinMs, 'the notice');
    if (notice.state !== 'raised') throw new Error(`the notice says ${notice.state}`);
    if (check && (await listener.kept()) !== 'raised') throw new Error('the broker does not keep the notice');
    listener.forget();
    await fetch(new URL('api/counts/till-1/zero', agent.url), { method: 'POST' });
    await until(() => listener.heard()?.state === 'cleared', answerWithinMs, 'the end of the alarm');
    await until(() => node.board.output(lightPin) === 0, answerWithinMs, 'darkness');
    return { lightMs: litMs - beganMs, noticeMs: notice.atMs - beganMs };
  } finally {
    unsubscribe();
  }
}

/**
 * From the moment at which the last beam of the crossing that passes a threshold is free again to the later one of two:
 * the light's pin of the board is high, and the retained notice is with whoever listens at the broker. Between them:
 * Firmata, the counting of the line, the queue, the watch, its outputs and what is put down of it. The watch waits for
 * nothing (`holdMs: 0`), as a hold is the shop's wish. Everything runs in this one process, so the shop's own work is in it.
 */
export async function benchAlarm(): Promise<Figure[]> {
  const { dir, env, remove } = scratch();
  process.env.XDG_RUNTIME_DIR = env.XDG_RUNTIME_DIR;
  const shop = await createShop({
    labels: 12,
    seed: 1,
    adapters: 1,
    broker: null,
    driftPerMinute: 0,
    clock: systemClock,
    refreshScale: 0.01,
    headEveryMs: 1_000,
    wired: true,
    checkInMs: 2_000,
  });
  try {
    const agent = await startAgent(shop, dir);
    const { mesh } = shop.configuration() as unknown as { readonly mesh: { readonly url: string } };
    const listener = await listen(mesh.url);
    try {
      await settled(agent);
      const { node } = shop.wired!.aisle.nodes.find(({ plan }) => plan.id === 'till-node')!;
      const taken: Sample[] = [];
      const roundTrips: number[] = [];
      for (let sample = 0; sample < samples + warmUps; sample++) {
        const one = await raiseOnce(node, listener, agent, sample === 0);
        const roundTripMs = await listener.roundTripMs(listener.bytes());
        if (sample < warmUps) continue;
        taken.push(one);
        roundTrips.push(roundTripMs);
      }
      return [figureOf(taken, roundTrips)];
    } finally {
      await listener.stop();
      await agent.stop();
    }
  } finally {
    await shop.stop();
    remove();
  }
}

function figureOf(taken: readonly Sample[], roundTrips: readonly number[]): Figure {
  const later = taken.map(({ lightMs, noticeMs }) => Math.max(lightMs, noticeMs));
  const p = (values: readonly number[], share: number) => round(quantile(values, share), 1);
  const facts = [
    'holdMs 0',
    `p50 ${p(later, 0.5)} ms`,
    `light p99 ${p(
      taken.map(({ lightMs }) => lightMs),
      0.99,
    )} ms`,
    `notice p99 ${p(
      taken.map(({ noticeMs }) => noticeMs),
      0.99,
    )} ms`,
    `baseline: p99 of publishing as much to the same broker until it is back, p50 ${p(roundTrips, 0.5)} ms`,
  ];
  return {
    name: 'alarm.actionP99Ms',
    value: p(later, 0.99),
    unit: 'ms',
    goal: goalMs,
    baseline: p(roundTrips, 0.99),
    samples: later.length,
    note: facts.join(', '),
  };
}
