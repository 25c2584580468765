import type { Clock } from '../clock.ts';
import { channelPower, channels, command, kick, type ModuleEvent } from './oepl-wire.ts';
import type { SerialLine } from './serial-line.ts';

export type Reply = 'ACK' | 'NOK' | 'NOQ';

/** Commands and their answers, one at a time: the module takes no second one before it has answered. */
export interface ModuleChannel {
  /** Sends until it is answered; null: it is not. `NOK` means damaged on the way, so that it is sent again too. */
  ask(frame: Uint8Array, tries: number): Promise<Reply | null>;
  /** The answer to something sent before. */
  answer(timeoutMs: number): Promise<Reply | null>;
  /** Takes what the module said. */
  received(event: ModuleEvent): void;
  /** What it said of itself since `forget`, by key. */
  info(key: string): string | null;
  forget(): void;
  pause(ms: number): Promise<void>;
}

/** Source: OpenEPaperLink: ESP32_AP-Flasher/src/serialap.cpp. */
const replyTimeoutMs = 200;
/** An answer that comes later than this belongs to nothing any more. */
const lateMs = 300;

export function createModuleChannel(line: SerialLine, clock: Clock): ModuleChannel {
  const infos = new Map<string, string>();
  /** Commands that were sent and given up: their answers must not be taken for those of the next one. */
  let unanswered = 0;
  let waiting: ((reply: Reply | null) => void) | null = null;

  const pause = (ms: number): Promise<void> => new Promise(resolve => clock.after(ms, resolve));

  function answer(timeoutMs: number): Promise<Reply | null> {
    return new Promise(resolve => {
      const settle = (reply: Reply | null): void => {
        cancel();
        waiting = null;
        resolve(reply);
      };
      const cancel = clock.after(timeoutMs, () => settle(null));
      waiting = settle;
    });
  }

  async function letPass(): Promise<void> {
    if (unanswered > 0) await pause(lateMs);
    unanswered = 0;
  }

  return {
    answer,
    pause,
    async ask(frame, tries) {
      await letPass();
      let reply: Reply | null = null;
      for (let left = tries; left > 0 && (reply === null || reply === 'NOK'); left--) {
        if (!line.write(frame)) return null;
        reply = await answer(replyTimeoutMs);
        if (reply === null) unanswered += 1;
      }
      return reply;
    },
    received(event) {
      if (event.type === 'info' && infos.size < maxInfos) infos.set(event.key, event.value);
      if (event.type === 'reply') waiting?.(event.reply);
    },
    info: key => infos.get(key) ?? null,
    forget: () => infos.clear(),
  };
}

const maxInfos = 16;

/** What every module speaks at first. */
export const slowBaudRate = 115_200;
const fastBaudRate = 2_000_000;
/** The module forgets a half-received command after a second. */
const forgetMs = 1_100;
/** The module's self-description follows its answer at once, 60 bytes. */
const descriptionMs = 300;
const rounds = 2;
const probeTries = 3;
/** A module of this type can be told to speak faster: ESP32-C6. */
const fastType = 'C6';
const defaultChannel = 25;
const defaultPower = 10;

/** What the module said of itself, and how it is spoken to. */
export interface Greeting {
  readonly type: string | null;
  readonly version: string | null;
  readonly baudRate: number | null;
  readonly channel: number;
}

export interface GreetOptions {
  readonly line: SerialLine;
  readonly module: ModuleChannel;
  /** As configured; else the module's own. */
  readonly channel: number | null;
  readonly power: number | null;
  /** The speed that it was last spoken to at: tried first. */
  readonly baudRate: number;
  /** Whether it may be told to speak faster. */
  readonly fast: boolean;
}

/**
 * Finds the module at whichever speed it speaks, learns what it is, has it speak faster where it can, and puts it on its
 * channel. Nothing tells a module to go back: after a restart of ours it still speaks fast, after one of its own it speaks
 * slowly again. So both are tried, the likelier first.
 */
export async function greet(options: GreetOptions): Promise<Greeting | { readonly failed: string }> {
  const { line, module } = options;
  let baudRate = await findSpeed(options);
  if (baudRate === null) return { failed: 'the module does not answer' };

  module.forget();
  if ((await module.ask(command('NFO?'), probeTries)) !== 'ACK')
    return { failed: 'the module does not say what it is' };
  await module.pause(descriptionMs);

  const type = module.info('TYP');
  if (options.fast && line.hasBaudRate && baudRate === slowBaudRate && type === fastType) {
    baudRate = await speedUp(options);
    if (baudRate === null) return { failed: 'the module was lost while changing its speed' };
  }
  const channel = options.channel ?? channelOf(module.info('ZCH'));
  const power = options.power ?? (Number.parseInt(module.info('ZPW') ?? '', 16) || defaultPower);
  const subGhz = module.info('SCH') !== null;
  const set = await module.ask(command('SCP>', channelPower(channel, power, subGhz)), 5);
  if (set !== 'ACK') return { failed: `the module does not take channel ${channel} and power ${power}` };
  return { type, version: module.info('VER'), baudRate: line.hasBaudRate ? baudRate : null, channel };
}

function channelOf(hex: string | null): number {
  const own = hex === null ? Number.NaN : Number.parseInt(hex, 16);
  return (channels as readonly number[]).includes(own) ? own : defaultChannel;
}

async function findSpeed({ line, module, baudRate }: GreetOptions): Promise<number | null> {
  const other = baudRate === slowBaudRate ? fastBaudRate : slowBaudRate;
  for (let round = 0; round < rounds; round++) {
    for (const speed of line.hasBaudRate ? [baudRate, other] : [slowBaudRate]) {
      if (await answersAt(line, module, speed)) return speed;
    }
    await module.pause(forgetMs);
  }
  return null;
}

async function answersAt(line: SerialLine, module: ModuleChannel, speed: number): Promise<boolean> {
  if (line.hasBaudRate && !(await line.setBaudRate(speed))) return false;
  // It may still wait for the rest of a block.
  line.write(kick);
  return (await module.ask(command('RDY?'), probeTries)) === 'ACK';
}

/** The speed that both sides have afterwards; null: they do not understand each other any more. */
async function speedUp({ line, module }: GreetOptions): Promise<number | null> {
  if ((await module.ask(command('HSPD'), 1)) === 'ACK') {
    await module.pause(10);
    await line.setBaudRate(fastBaudRate);
    // It says so once more when it has changed over.
    await module.answer(500);
    if (await answersAt(line, module, fastBaudRate)) return fastBaudRate;
  }
  return (await answersAt(line, module, slowBaudRate)) ? slowBaudRate : null;
}
