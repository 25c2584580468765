import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createAir } from '../../emulator/air.ts';
import { systemClock } from '../../emulator/clock.ts';
import { createController } from '../../emulator/controller/controller.ts';
import { pick, type Random, randomBytes, seededRandom } from '../../emulator/random.ts';
import { findIn, prefix, searchMemory } from './memory-search.ts';
import { ad, extendedEvent, legacyEvent, type RawReport } from './raw-reports.ts';

/** Two thousand phones that change their address every quarter of an hour, for an hour and a bit. */
const strangers = 10_000;
const label = '5eb39df00001';
const lastLabel = '5eb39df00002';
const tag = '5eb39df00003';

const child = fileURLToPath(new URL('private-ear-child.ts', import.meta.url));
const readable = canReadMemory();

function canReadMemory(): boolean {
  try {
    accessSync('/proc/self/mem', constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * What they say: Apple's and others' own messages, a name, a service, that they may have met somebody; and sensors and
 * beacons that have their address in what they say as well.
 */
const sayings: readonly ((random: Random, address: Buffer) => Buffer)[] = [
  (random, address) => ad(0xff, 0x99, 0x04, 0x05, ...randomBytes(random, 17), ...address),
  (random, address) => ad(0x16, 0xd2, 0xfc, 0x42, ...Buffer.from(address).reverse(), 0x01, ...randomBytes(random, 1)),
  (random, address) => ad(0x16, 0xaa, 0xfe, 0x00, 0xe7, ...randomBytes(random, 10), ...address, 0, 0),
  (random, address) => ad(0x16, 0xaa, 0xfe, 0x00, 0xe7, ...randomBytes(random, 3), ...address),
  random => ad(0xff, 0x4c, 0x00, 0x10, 0x05, ...randomBytes(random, 5)),
  random => ad(0xff, 0x75, 0x00, 0x42, ...randomBytes(random, 12)),
  () => Buffer.concat([ad(0x02, 0x0f, 0x18), ad(0x09, ...Buffer.from('Watch of A.'))]),
  random => ad(0x07, ...randomBytes(random, 16)),
  random => Buffer.concat([ad(0x03, 0x6f, 0xfd), ad(0x16, 0x6f, 0xfd, ...randomBytes(random, 20))]),
  () => Buffer.alloc(0),
];

/** The crowd of an hour as packets, legacy and extended, one to four reports each; and its addresses. */
function crowd(random: Random): { readonly packets: readonly Buffer[]; readonly addresses: ReadonlySet<string> } {
  const addresses = new Set<string>();
  while (addresses.size < strangers)
    addresses.add(Buffer.concat([prefix, Buffer.from([pick(random, 0xf0)]), randomBytes(random, 2)]).toString('hex'));
  const reports = [...addresses].flatMap((address): RawReport[] => {
    const data = sayings[pick(random, sayings.length)]!(random, Buffer.from(address, 'hex'));
    return [
      { address, data, rssi: -50 - pick(random, 40) },
      { address, data: Buffer.alloc(0), type: 4 },
    ];
  });
  const packets: Buffer[] = [];
  for (let at = 0; at < reports.length; ) {
    const together = reports.slice(at, at + 1 + pick(random, 4));
    packets.push((random() < 0.5 ? legacyEvent : extendedEvent)(...together));
    at += together.length;
  }
  return { packets, addresses };
}

/** A controller over TCP, which tells the host what a test wants to be heard beside what the host asks for. */
async function listen(): Promise<{ url: string; tell(bytes: Buffer): Promise<void>; close(): void }> {
  const random = seededRandom(5);
  const adapter = createAir({ clock: systemClock, random, advertisingIntervalMs: 1_000 }).addAdapter({
    xM: 0,
    yM: 0,
    zM: 0,
  });
  let host: Socket | null = null;
  const server = createServer(socket => {
    host = socket;
    const controller = createController({
      adapter,
      address: '001bdc000001',
      random,
      send: bytes => socket.write(bytes),
    });
    socket.on('data', bytes => controller.receive(bytes));
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async tell(bytes) {
      if (!host!.write(bytes)) await once(host!, 'drain');
    },
    close() {
      host?.destroy();
      server.close();
    },
  };
}

/** Starts a radio; `said` waits until a line of its output has this in it. */
function startRadio(url: string, sought: number) {
  const process_ = spawn(process.execPath, ['--import', 'tsx', child, url, tag, String(sought)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  process_.stderr.on('data', bytes => lines.push(String(bytes)));
  createInterface({ input: process_.stdout }).on('line', line => lines.push(line));
  const said = (part: string): Promise<void> =>
    expect.poll(() => lines.some(line => line.includes(part)), { timeout: 20_000 }).toBe(true);
  return { process_, lines, said };
}

async function end(process_: ChildProcess): Promise<void> {
  if (process_.exitCode !== null) return;
  const gone = once(process_, 'exit');
  process_.kill('SIGKILL');
  await gone;
}

/** Lets a radio hear the crowd of an hour between a label and a tag. */
async function anHour(
  sought: number,
  work: (scene: {
    readonly lines: readonly string[];
    readonly addresses: ReadonlySet<string>;
    search(): ReturnType<typeof searchMemory>;
  }) => void,
): Promise<void> {
  const random = seededRandom(91);
  const { packets, addresses } = crowd(random);
  const controller = await listen();
  const { process_, lines, said } = startRadio(controller.url, sought);
  try {
    await said('"ready"');
    const labelSays = (address: string, name: string): Buffer =>
      Buffer.concat([
        legacyEvent({ address, data: ad(0xff, 0x53, 0x50, 0x0b, 0x1e) }),
        // Its name comes with the scan response, a second later as far as the radio is concerned.
        legacyEvent({
          address,
          data: Buffer.concat([ad(0xff, 0x53, 0x50, 0x0b, 0x1d), ad(0x09, ...Buffer.from(name))]),
        }),
      ]);
    await controller.tell(labelSays(label, 'shelf'));
    // Cut anywhere, as a stream is.
    const stream = Buffer.concat(packets);
    for (let at = 0; at < stream.length; ) {
      const length = 1 + pick(random, 3_000);
      await controller.tell(stream.subarray(at, at + length));
      at += length;
    }
    await controller.tell(legacyEvent({ address: tag, data: Buffer.alloc(0) }));
    await controller.tell(labelSays(lastLabel, 'last'));
    await said('"dropped"');
    work({
      lines,
      addresses,
      search: () => searchMemory(process_.pid!, new Set([...addresses, label, lastLabel, tag])),
    });
  } finally {
    await end(process_);
    controller.close();
  }
}

describe.skipIf(!readable)('a radio in a crowd (Linux: /proc/PID/mem)', () => {
  it('hears labels and tags, and has no address of anybody else in its memory afterwards', () =>
    anHour(0, ({ lines, addresses, search }) => {
      const output = lines.join('\n');
      expect(output).toContain(`"label":"${label}"`);
      expect(output).toContain('"tag":"trolley"');
      const { text, raw, searchedBytes } = search();
      expect(searchedBytes).toBeGreaterThan(10_000_000);
      expect([...text].filter(one => addresses.has(one))).toEqual([]);
      expect([...raw].filter(one => addresses.has(one))).toEqual([]);
      // The search sees what is kept on purpose.
      expect(text).toContain(label);
      expect(text).toContain(tag);

      const told = new Set(findIn(Buffer.from(output)).map(([, address]) => address));
      expect([...told].filter(one => addresses.has(one))).toEqual([]);
      const counts = JSON.parse(lines.find(line => line.includes('"dropped"'))!) as {
        readonly dropped: Record<string, number>;
        readonly people: number;
      };
      expect(counts.dropped.malformed).toBe(0);
      expect(counts.dropped['exposure-notification']).toBeGreaterThan(500);
      expect(counts.dropped.other! + counts.dropped['exposure-notification']!).toBe(2 * strangers);
      expect(counts.people).toBe(counts.dropped.other);
    }));

  it('that kept one of them would be found out', () =>
    anHour(5_000, ({ addresses, search }) => {
      const { text, raw } = search();
      const kept = [...text].filter(one => addresses.has(one));
      expect(kept).toHaveLength(1);
      expect(raw).toContain(kept[0]);
    }));
});

describe('the search', () => {
  it('knows every form of an address', () => {
    const forms = (text: string) => findIn(Buffer.from(` ${text} `)).filter(([form]) => form === 'text');
    for (const text of ['5eb39d012345', '5EB39D0ABCDE', '5e:b3:9d:01:23:45', '5E-B3-9D-01-23-45'])
      expect(forms(text)).toEqual([['text', text.toLowerCase().replaceAll(/[:-]/g, '')]]);
    expect(forms('4523019db35e')).toEqual([['text', '5eb39d012345']]);
    expect(forms('45:23:01:9D:B3:5E')).toEqual([['text', '5eb39d012345']]);
    expect(findIn(Buffer.from('5eb39d012345', 'utf16le'))).toEqual([['text', '5eb39d012345']]);
    expect(findIn(Buffer.from('005eb39d01234500', 'hex'))).toEqual([['raw', '5eb39d012345']]);
    expect(findIn(Buffer.from('004523019db35e00', 'hex'))).toEqual([['raw', '5eb39d012345']]);
    const double = Buffer.alloc(16);
    double.writeDoubleLE(0x5eb39d012345, 4);
    expect(findIn(double)).toEqual([['raw', '5eb39d012345']]);
  });
});
