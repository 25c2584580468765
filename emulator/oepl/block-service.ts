import type { Clock } from '../clock.ts';
import type { Part, Upward } from './ether.ts';
import { partBytes, partsPerBlock } from './wire.ts';

type BlockRequest = Extract<Upward, { kind: 'block-request' }>;

export interface BlockServiceOptions {
  readonly clock: Clock;
  /** The block as the host has brought it so far. */
  readonly block: Buffer;
  readonly waiting: (mac: string) => boolean;
  readonly fast: () => boolean;
  /** Text for people, in between. */
  readonly say: (text: string) => void;
  readonly cancel: (mac: string) => void;
  readonly acknowledge: (mac: string, pleaseWaitMs: number) => void;
  readonly askHost: (mac: string, ver: Uint8Array, block: number) => void;
  /** Sends parts; nothing else happens in the module until they are out. */
  readonly sendParts: (mac: string, parts: readonly Part[]) => void;
}

/** Hands blocks to one label at a time: asks the host for them, and sends what is there when the time is up. */
export interface BlockService {
  asked(mac: string, request: BlockRequest): void;
  reset(): void;
}

/** So long after its last request a label has the module for itself, ms. */
const othersWaitMs = 1_200;
/** So long after asking the host for a block, the same is not asked for again, ms. */
const patienceMs = 380;
/** What a label is told to wait: for the host at either speed, and for what is there already, ms. */
const waitMs = { slow: 550, fast: 140, buffered: 30 } as const;
const noBlock = 0xff;

/** Source: OEPL: ARM_Tag_FW/OpenEPaperLink_esp32_C6_AP/main/main.c, processBlockRequest and sendBlockData. */
export function createBlockService(options: BlockServiceOptions): BlockService {
  const { clock, block, say } = options;
  let holder = '';
  let heldAtMs = clock.now();
  let ver: Uint8Array = new Uint8Array(8);
  let blockId = noBlock;
  let wanted: boolean[] = [];
  let target = '';
  let askedHostAtMs = Number.NEGATIVE_INFINITY;
  let stopTimer: (() => void) | null = null;

  /** Whether it is this label's turn. */
  const turnOf = (mac: string): boolean => {
    const nowMs = clock.now();
    if (mac !== holder && nowMs - heldAtMs <= othersWaitMs) return false;
    holder = mac;
    heldAtMs = nowMs;
    return true;
  };

  /** Whether the host has to bring the block (again). */
  const hostNeeded = (request: BlockRequest): boolean => {
    if (request.block !== blockId || !Buffer.from(request.ver).equals(ver)) return true;
    if (request.partial) return false;
    const again = clock.now() - askedHostAtMs > patienceMs;
    say(again ? 'FORCED\n\r' : 'IGNORED\n\r');
    return again;
  };

  /** Parts that are asked for are sent again and again until as many as make a block are out. */
  const sendBlock = (): void => {
    stopTimer = null;
    let numbers = wanted.flatMap((asked, part) => (asked ? [part] : []));
    if (numbers.length === 0) {
      say('Invalid block request received, 0 parts..\n\r');
      numbers = [0];
    }
    const marks = Array.from({ length: partsPerBlock }, (_, part) => {
      const gap = part % 10 === 0 ? ' ' : '';
      return gap + (numbers.includes(part) ? 'X' : '.');
    });
    say(`Sending parts:${marks.join('')}\n\r`);
    // What is on the air is a copy: the host may bring the next block meanwhile.
    const contents = Buffer.alloc(partsPerBlock * partBytes);
    block.copy(contents);
    const parts = Array.from({ length: partsPerBlock }, (_, turn): Part => {
      const part = numbers[turn % numbers.length]!;
      return { block: blockId, part, data: contents.subarray(part * partBytes, (part + 1) * partBytes) };
    });
    options.sendParts(target, parts);
  };

  return {
    asked(mac, request) {
      if (!turnOf(mac)) {
        say('BUSY!\n\r');
        return options.cancel(mac);
      }
      if (!options.waiting(mac)) return options.cancel(mac);
      const askHost = hostNeeded(request);
      ver = Uint8Array.from(request.ver);
      blockId = request.block;
      wanted = request.parts.slice(0, partsPerBlock);
      target = mac;
      // Asked again while it waits, a module answers as if the block were there: the first answer was not heard.
      const first = stopTimer === null && askHost;
      const pleaseWaitMs = first ? (options.fast() ? waitMs.fast : waitMs.slow) : waitMs.buffered;
      stopTimer?.();
      stopTimer = clock.after(pleaseWaitMs, sendBlock);
      options.acknowledge(mac, pleaseWaitMs);
      if (!askHost) return;
      options.askHost(mac, request.ver, request.block);
      askedHostAtMs = clock.now();
    },
    reset() {
      stopTimer?.();
      stopTimer = null;
      holder = '';
      heldAtMs = clock.now();
      blockId = noBlock;
      askedHostAtMs = Number.NEGATIVE_INFINITY;
    },
  };
}
