import type { Cancel, Clock } from '../clock.ts';
import { createBlockService } from './block-service.ts';
import { type Command, createCommandReader } from './commands.ts';
import type { Ether, Upward } from './ether.ts';
import { createPendingTable, infoOf, type Pending } from './pending.ts';
import { fastBaud, slowBaud, type Uart } from './uart.ts';
import {
  blockBytes,
  blockWanted,
  channelPower,
  channels,
  checkIn,
  dataRequest,
  intact,
  macOf,
  macText,
  pendingData,
  sealed,
  told,
  word,
} from './wire.ts';

export interface ModuleOptions {
  readonly clock: Clock;
  readonly ether: Ether;
  readonly uart: Uart;
  /** Sixteen hex digits. */
  readonly mac?: string;
  readonly firmware?: number;
  /** A build that knows sub-GHz channels as well: it prints `SCH>` and takes a byte more in `SCP>`. Default no. */
  readonly subGhz?: boolean;
  /** Time between two rounds of its housekeeping, ms; default a minute, less the tenth of a second it is early. */
  readonly minuteMs?: number;
}

export interface Traffic {
  /** Time that the module sent parts of blocks, ms. */
  readonly sendingMs: number;
  readonly blocksAsked: number;
  /** Blocks that were sent before the host had brought them whole: labels throw them away. */
  readonly blocksLate: number;
  readonly blocksSent: number;
}

/** An OpenEPaperLink radio module: ESP32-C6 with its stock firmware. */
export interface OeplModule {
  /** Bytes that came over the line. */
  receive(bytes: Uint8Array): void;
  /** Loses power: the table is empty then, the speed as at first. */
  powerOff(): void;
  powerOn(): void;
  reboot(): void;
  running(): boolean;
  channel(): number;
  pending(): readonly Pending[];
  traffic(): Traffic;
}

const defaultMac = '0102030405060708';
const defaultFirmware = 0x001f;
const hardware = 0xc6;
const bootMs = 350;
const usualMinuteMs = 59_900;
const pauseMs = 100;
/** What waits while the module looks elsewhere; what comes on top is lost. */
const maxWaitingBytes = 16 * 1024;
const nobody = '';

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');

/** Source: OEPL: ARM_Tag_FW/OpenEPaperLink_esp32_C6_AP/main/main.c. */
export function createModule(options: ModuleOptions): OeplModule {
  const { clock, ether, uart, subGhz = false, minuteMs = usualMinuteMs } = options;
  const ownMac = options.mac ?? defaultMac;
  const table = createPendingTable();
  const reader = createCommandReader({ subGhz });
  let channel = 25;
  let power = 10;
  let subGhzChannel = 0;
  let running = false;
  let occupied = false;
  let waiting: number[] = [];
  let lastComplete = nobody;
  let timers: Cancel[] = [];
  let minute: Cancel = () => {};
  /** Counts the times that power went: what was under way then does not end. */
  let epoch = 0;
  const traffic = { sendingMs: 0, blocksAsked: 0, blocksLate: 0, blocksSent: 0 };

  const say = (text: string): void => uart.toHost(Buffer.from(text, 'latin1'));
  const tell = (token: string, body: Buffer): void =>
    uart.toHost(Buffer.concat([Buffer.from(token, 'latin1'), sealed(body)]));
  const bytesOf = (mac: string): Buffer => macOf(mac);

  /** Nothing else happens in the module for a while; bytes of the host wait. */
  const occupy = (): void => {
    occupied = true;
  };
  const free = (): void => {
    occupied = false;
    pump();
  };
  const later = (delayMs: number, work: () => void): void => {
    timers = [...timers.slice(-8), clock.after(delayMs, () => running && work())];
  };

  const blocks = createBlockService({
    clock,
    block: reader.block,
    waiting: mac => table.get(mac) !== undefined,
    fast: () => uart.baud() === fastBaud,
    say,
    cancel: mac => ether.down(mac, channel, { kind: 'cancel' }),
    acknowledge: (mac, pleaseWaitMs) => ether.down(mac, channel, { kind: 'block-ack', pleaseWaitMs }),
    askHost(mac, ver, block) {
      traffic.blocksAsked++;
      const body = sealed(blockWanted.encode({ checksum: 0, ver, block, mac: bytesOf(mac) }));
      reader.rewind();
      // The request is put together where the block goes: a block that never comes is no block, whatever was there.
      body.copy(reader.block);
      tell(word.blockWanted, body);
    },
    sendParts(mac, parts) {
      traffic.blocksSent++;
      if (reader.arrived() < blockBytes) traffic.blocksLate++;
      occupy();
      const beganMs = clock.now();
      const mine = epoch;
      ether.down(mac, channel, { kind: 'parts', parts }, () => {
        if (mine !== epoch) return;
        traffic.sendingMs += clock.now() - beganMs;
        free();
      });
    },
  });

  function heard(mac: string, packet: Upward) {
    if (!running || occupied) return;
    switch (packet.kind) {
      case 'data-request':
        return checkedIn(mac, packet.body);
      case 'short-request':
        return checkedIn(mac, Buffer.alloc(dataRequest.size));
      case 'block-request':
        return blocks.asked(mac, packet);
      case 'complete':
        return completed(mac);
      case 'ping':
        return ether.down(mac, channel, { kind: 'pong', channel });
    }
  }

  function checkedIn(mac: string, body: Uint8Array): void {
    if (!intact(body)) return;
    // Old labels say less: the rest is nothing.
    const request = Buffer.alloc(dataRequest.size);
    request.set(body.subarray(0, dataRequest.size));
    ether.down(mac, channel, { kind: 'data-info', body: sealed(infoOf(table.get(mac))) });
    lastComplete = nobody;
    tell(word.checkedIn, checkIn.encode({ checksum: 0, mac: bytesOf(mac), request }));
  }

  /** Frees whatever waits for the label, be it newer than what the label has. */
  function completed(mac: string): void {
    ether.down(mac, channel, { kind: 'complete-ack' });
    if (lastComplete === mac) return;
    lastComplete = mac;
    tell(word.complete, told.encode({ checksum: 0, mac: bytesOf(mac) }));
    table.remove(mac);
  }

  function information(): string {
    const { data, nothing } = table.counts();
    return [
      `TYP>${hex(hardware, 2)}VER>${hex(options.firmware ?? defaultFirmware, 4)}MAC>${ownMac}ZCH>${hex(channel, 2)}`,
      subGhz ? `SCH>${String(subGhzChannel).padStart(3, '0')}` : '',
      `ZPW>${hex(power, 2)}PEN>${hex(data, 2)}NOP>${hex(nothing, 2)}`,
    ].join('');
  }

  function setChannel(body: Buffer): boolean {
    const wanted = channelPower.decode(body)!;
    if (!intact(body) || !channels.includes(wanted.channel)) return false;
    channel = wanted.channel;
    power = wanted.power;
    if (subGhz) subGhzChannel = body[channelPower.size]!;
    return true;
  }

  function queue(body: Buffer): string {
    if (!intact(body)) return word.refuse;
    const { checksum: _, mac, ver, ...rest } = pendingData.decode(body)!;
    const kept = table.put({ ...rest, ver: Uint8Array.from(ver), mac: macText(mac) });
    return kept ? word.acknowledge : word.full;
  }

  function unqueue(body: Buffer): string {
    if (!intact(body)) return word.refuse;
    table.remove(macText(pendingData.decode(body)!.mac));
    return word.acknowledge;
  }

  function obey(command: Command) {
    switch (command.kind) {
      case 'ready':
      case 'block-begins':
        return say(word.acknowledge);
      case 'information':
        return say(word.acknowledge + information());
      case 'channel':
        return say(setChannel(command.body) ? word.acknowledge : word.refuse);
      case 'pending':
        return say(queue(command.body));
      case 'cancel':
        return say(unqueue(command.body));
      case 'reset':
        // This firmware says so and waits, and does nothing.
        say(word.acknowledge);
        occupy();
        return later(pauseMs, free);
      case 'high-speed':
        return speedUp();
    }
  }

  function speedUp(): void {
    say(word.acknowledge);
    occupy();
    uart.setChanging(true);
    later(pauseMs, () => {
      uart.setBaud(fastBaud);
      uart.setChanging(false);
      later(pauseMs, () => {
        say(word.acknowledge);
        free();
      });
    });
  }

  function pump(): void {
    let at = 0;
    while (!occupied && running && at < waiting.length) {
      const command = reader.push(waiting[at++]!, clock.now());
      if (command) obey(command);
    }
    waiting = at === waiting.length ? [] : waiting.slice(at);
  }

  function housekeeping(): void {
    minute = clock.after(minuteMs, () => {
      for (const mac of table.minute()) tell(word.expired, told.encode({ checksum: 0, mac: bytesOf(mac) }));
      housekeeping();
    });
  }

  function powerOff(): void {
    running = false;
    occupied = false;
    epoch++;
    minute();
    for (const cancel of timers) cancel();
    timers = [];
    waiting = [];
    blocks.reset();
    table.clear();
    reader.reset();
    uart.drop();
    uart.setBaud(slowBaud);
    channel = 25;
    power = 10;
    lastComplete = nobody;
  }

  function powerOn(): void {
    if (running) return;
    for (const cancel of timers) cancel();
    timers = [
      clock.after(bootMs, () => {
        running = true;
        blocks.reset();
        say(word.restarted + word.ready);
        housekeeping();
      }),
    ];
  }

  ether.serve({ channel: () => (running ? channel : null), heard });
  return {
    receive(bytes) {
      if (!running) return;
      waiting = [...waiting, ...bytes.subarray(0, Math.max(0, maxWaitingBytes - waiting.length))];
      pump();
    },
    powerOff,
    powerOn,
    reboot() {
      powerOff();
      powerOn();
    },
    running: () => running,
    channel: () => channel,
    pending: table.all,
    traffic: () => ({ ...traffic }),
  };
}
