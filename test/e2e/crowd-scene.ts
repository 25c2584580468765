import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectAsync } from 'mqtt';
import { stringify } from 'yaml';
import { createAir } from '../../emulator/air.ts';
import type { Clock } from '../../emulator/clock.ts';
import { createController } from '../../emulator/controller/controller.ts';
import { peopleScriptSchema } from '../../emulator/people/script.ts';
import { seededRandom } from '../../emulator/random.ts';
import { createShop, type Shop } from '../../emulator/shop.ts';
import { endcapProcess } from '../cli/endcap.ts';
import type { MemoryInUse, Wish } from './crowd-agent.ts';
import { createPacedClock, type PacedClock } from './crowd-clock.ts';
import { type Hearing, halls, packetsOf } from './crowd-phones.ts';
import { until } from './house.ts';

/** A message as the broker passed it on. */
export interface Passed {
  readonly topic: string;
  readonly payload: Buffer;
}

/** Something that the agent was asked, and what it said, headers and all. */
export interface Answer {
  readonly path: string;
  readonly status: number;
  readonly body: Buffer;
}

/** An emulated shop, the whole agent as a process of its own, and radios at which a test decides who is heard. */
export interface CrowdScene {
  readonly shop: Shop;
  readonly clock: PacedClock;
  readonly pid: number;
  readonly dataDir: string;
  /** What the agent wrote to stderr, its log from the most detailed level on, and to stdout. */
  readonly outputDir: string;
  readonly logFile: string;
  /** Everything that passed the broker. */
  readonly traffic: readonly Passed[];
  /** Every answer of the agent so far. */
  readonly answers: readonly Answer[];
  ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Answer>;
  /** The files of a support bundle, as a technician has it made. */
  supportBundle(): Promise<Uint8Array[]>;
  hear(hearings: readonly Hearing[]): void;
  /** So many seconds pass in one, here and for the agent. */
  quicken(rate: number): void;
  /** Resident memory of the agent, bytes. */
  residentBytes(): number;
  /** What it needs once it has cleared up; after that its memory has nothing left to look for in. */
  memoryInUse(): Promise<MemoryInUse>;
  /** Reads a stream of the agent for as long as the scene is open; what came is among the answers. */
  follow(path: string): void;
  /** SIGTERM. The exit code. */
  endAgent(): Promise<number | null>;
  stop(): Promise<void>;
}

/** The allow-listed tag that is heard in the corner, by its address. */
export const knownTag = 'c5e1a7309b42';

const program = fileURLToPath(new URL('crowd-agent.ts', import.meta.url));
/** As the command itself is started. */
const nodeOptions = ['--max-semi-space-size=4', '--max-old-space-size=256', '--expose-gc'];

/** Some who walk about in the emulated shop itself, among its labels. */
const script = peopleScriptSchema.parse({
  areas: { floor: { x: 0, y: 0.4, width: 15, height: 2 } },
  walkers: [
    { kind: 'phones', name: 'phone', count: 4, path: [{ area: 'floor', pauseSeconds: 60 }, { area: 'floor' }] },
    {
      kind: 'trolley',
      name: 'trolley-1',
      ibeacon: { uuid: '6d7a41e0a5c14f0c8b8f4a1e0c420001', major: 2, minor: 1 },
      path: [{ area: 'floor', pauseSeconds: 120 }],
    },
  ],
});

/** What of the shop's configuration is added to. */
interface Given {
  readonly radios: readonly object[];
  readonly zones: readonly object[];
  readonly sightings: { readonly tags: readonly object[] };
  readonly mesh: { readonly url: string };
}

/** Opens it all; the agent runs when this resolves, its radios ready. */
export async function openCrowdScene(): Promise<CrowdScene> {
  const dir = mkdtempSync(join(tmpdir(), 'endcap-crowd-'));
  const [dataDir, outputDir] = [join(dir, 'data'), join(dir, 'output')];
  mkdirSync(outputDir);
  const clock = createPacedClock();
  const shop = await createShop({
    labels: 4,
    seed: 11,
    adapters: 1,
    broker: null,
    driftPerMinute: 0,
    clock,
    refreshScale: 0.01,
    beacons: true,
    people: script,
  });
  const ears = await Promise.all(halls.map(() => openEar(clock)));
  const configFile = join(dir, 'endcap.yaml');
  const given = shop.configuration() as unknown as Given;
  const keyFile = join(dir, 'keys.csv');
  writeFileSync(keyFile, shop.keyFile(), { mode: 0o600 });
  writeFileSync(
    configFile,
    stringify({
      ...given,
      radios: [...given.radios, ...ears.map(({ url }) => ({ url }))],
      zones: [...given.zones, ...halls.map((id, at) => ({ id, receivers: [`gw-01/${given.radios.length + at}`] }))],
      sightings: { tags: [...given.sightings.tags, { id: 'known-tag', kind: 'asset', address: knownTag }] },
      data: dataDir,
      labels: { keyFile },
      console: { listen: '127.0.0.1:0' },
      log: { level: 'trace' },
    }),
  );

  const traffic: Passed[] = [];
  const listener = await connectAsync(given.mesh.url, { protocolVersion: 4 });
  listener.on('message', (topic, payload) => void traffic.push({ topic, payload: Buffer.from(payload) }));
  await listener.subscribeAsync('#');

  const logFile = join(outputDir, 'stderr.log');
  const [stdout, stderr] = [openSync(join(outputDir, 'stdout.log'), 'w'), openSync(logFile, 'w')];
  const env = { PATH: process.env.PATH!, XDG_RUNTIME_DIR: dir };
  const agent = spawn(process.execPath, [...nodeOptions, '--import', 'tsx', program, 'run', '--config', configFile], {
    stdio: ['ignore', stdout, stderr, 'ipc'],
    env,
  });
  closeSync(stdout);
  closeSync(stderr);
  const said = (): string => readFileSync(join(outputDir, 'stdout.log'), 'utf8');
  const stillThere = (): void => {
    if (agent.exitCode === null && agent.signalCode === null) return;
    throw new Error(`the agent has ended: ${readFileSync(logFile, 'utf8').slice(-2_000)}`);
  };
  const url = await until(() => {
    stillThere();
    return /Console: (\S+)/.exec(said())?.[1];
  });
  const answers: Answer[] = [];
  const over = new AbortController();
  const random = seededRandom(23);

  const scene: CrowdScene = {
    shop,
    clock,
    pid: agent.pid!,
    dataDir,
    outputDir,
    logFile,
    traffic,
    answers,
    async ask(method, path, body) {
      stillThere();
      const response = await fetch(new URL(path, url), {
        method,
        // A connection that is kept may be closed by the time of the next question.
        headers: { connection: 'close', 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const answer = { path, status: response.status, body: Buffer.from(await response.arrayBuffer()) };
      answers.push(answer);
      return answer;
    },
    async supportBundle() {
      const { unzipSync } = await import('fflate');
      const file = join(dir, 'support.zip');
      const ended = await endcapProcess(['support', 'bundle', '--out', file], env);
      if (ended.code !== 0) throw new Error(ended.stderr);
      return [ended.bytes, ...Object.values(unzipSync(readFileSync(file)))];
    },
    hear(hearings) {
      for (const [at, hall] of halls.entries()) {
        const here = hearings.filter(one => one.hall === hall);
        if (here.length > 0) ears[at]!.tell(packetsOf(here, random));
      }
    },
    quicken(rate) {
      stillThere();
      agent.send({ wish: 'pace', pace: clock.quicken(rate) } satisfies Wish);
    },
    residentBytes: () =>
      Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${agent.pid}/status`, 'utf8'))![1]) * 1024,
    async memoryInUse() {
      agent.send({ wish: 'memory' } satisfies Wish);
      return (await once(agent, 'message'))[0] as MemoryInUse;
    },
    follow(path) {
      void fetch(new URL(path, url), { signal: over.signal })
        .then(async ({ status, body }) => {
          for await (const chunk of body!) answers.push({ path, status, body: Buffer.from(chunk) });
        })
        .catch(() => {});
    },
    async endAgent() {
      const gone = ended(agent);
      agent.kill('SIGTERM');
      return gone;
    },
    async stop() {
      over.abort();
      agent.kill('SIGKILL');
      await ended(agent);
      await listener.endAsync(true);
      for (const ear of ears) ear.close();
      await shop.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  await until(() => ears.every(ear => ear.listening()), 20_000, 'listening of every radio');
  return scene;
}

const ended = async (child: ChildProcess): Promise<number | null> =>
  child.exitCode ?? (child.signalCode === null ? ((await once(child, 'exit'))[0] as number | null) : null);

interface Ear {
  readonly url: string;
  /** The host has asked it to scan. */
  listening(): boolean;
  /** Whole packets, as if the controller had heard something. */
  tell(packets: Buffer): void;
  close(): void;
}

/** A controller over TCP, alone on its air: what it hears, a test decides. */
async function openEar(clock: Clock): Promise<Ear> {
  const random = seededRandom(5);
  const adapter = createAir({ clock, random }).addAdapter({ xM: 0, yM: 0, zM: 0 });
  let scans = false;
  let host: Socket | null = null;
  const server: Server = createServer(socket => {
    host = socket;
    socket.setNoDelay(true);
    const controller = createController({
      adapter: {
        ...adapter,
        scan(listener) {
          scans = listener !== null;
        },
      },
      address: '001bdc0000f1',
      random,
      send: bytes => socket.write(bytes),
    });
    socket.on('data', bytes => controller.receive(bytes));
    socket.on('error', () => {});
    socket.on('close', () => {
      scans = false;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    listening: () => scans,
    tell: packets => void host?.write(packets),
    close() {
      host?.destroy();
      server.close();
    },
  };
}
