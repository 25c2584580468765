import type { Cancel, Clock } from '../clock.ts';
import type { Downward, Upward } from './ether.ts';
import { blockDataBytes, blockHeader, partBytes, partsPerBlock } from './wire.ts';

/** A file on its way to a label: what has come stays over the sleep, until another file is offered. */
export interface Unfinished {
  readonly ver: Uint8Array;
  readonly size: number;
  readonly type: number;
  readonly argument: number;
  /** Whole blocks, in order. */
  readonly blocks: Uint8Array[];
}

export interface DownloadOptions {
  readonly clock: Clock;
  readonly file: Unfinished;
  readonly request: (packet: Upward, sent: () => void) => void;
  /** True: the file is whole. False: the label gives up until it wakes again. */
  readonly done: (complete: boolean) => void;
}

export interface Download {
  heard(packet: Downward): void;
  stop(): void;
}

/** Source of the figures: OEPL: ARM_Tag_FW/OpenEPaperLink_TLSR/src/syncedproto.c. */
const attemptsPerBlock = 5;
const asksPerAttempt = 30;
const answerWithinMs = 50;
const listenMs = 300;
/** A label wakes so much before the block is due. */
const earlyMs = 10;

/** Fetches a file block by block, asking again for the parts that are missing. */
export function startDownload({ clock, file, request, done }: DownloadOptions): Download {
  let timer: Cancel = () => {};
  let stopped = false;
  let state: 'asking' | 'waiting' | 'listening' = 'asking';
  let attempts = 0;
  let partial = false;
  const buffer = Buffer.alloc(partsPerBlock * partBytes);
  let missing: boolean[] = [];

  const sizeOfBlock = (): number => Math.min(blockDataBytes, file.size - file.blocks.length * blockDataBytes);
  const allMissing = (): boolean[] => {
    const parts = Math.ceil((blockHeader.size + sizeOfBlock()) / partBytes);
    return Array.from({ length: partsPerBlock }, (_, part) => part < parts);
  };
  const end = (complete: boolean): void => {
    stopped = true;
    timer();
    done(complete);
  };
  const nextBlock = (): void => {
    attempts = 0;
    partial = false;
    missing = allMissing();
    if (sizeOfBlock() > 0) attempt();
    else end(true);
  };
  const attempt = (): void => {
    if (attempts++ < attemptsPerBlock) ask(0);
    else end(false);
  };
  const ask = (asked: number): void => {
    // Nobody answers: perhaps the block comes all the same.
    if (asked === asksPerAttempt) {
      listen();
      return;
    }
    state = 'asking';
    const block = file.blocks.length & 0xff;
    request({ kind: 'block-request', partial, ver: file.ver, block, parts: [...missing] }, () => {
      if (stopped || state !== 'asking') return;
      timer = clock.after(answerWithinMs, () => ask(asked + 1));
    });
  };
  const listen = (): void => {
    timer();
    state = 'listening';
    timer = clock.after(listenMs, look);
  };
  const look = (): void => {
    partial = missing.includes(true);
    const data = partial ? null : blockIn(buffer, sizeOfBlock());
    if (data) {
      file.blocks.push(data);
      nextBlock();
      return;
    }
    // Damaged: all of it once more, and from the host.
    if (!partial) missing = allMissing();
    attempt();
  };
  const take = (packet: Extract<Downward, { kind: 'parts' }>): void => {
    for (const { block, part, data } of packet.parts) {
      if (block !== (file.blocks.length & 0xff) || part >= partsPerBlock) continue;
      buffer.set(data.subarray(0, partBytes), part * partBytes);
      missing[part] = false;
    }
  };

  nextBlock();
  return {
    heard(packet) {
      if (stopped) return;
      if (packet.kind === 'parts' && state !== 'waiting') {
        take(packet);
        if (state === 'asking') listen();
      }
      if (state !== 'asking') return;
      if (packet.kind === 'cancel') end(false);
      else if (packet.kind === 'block-ack') {
        timer();
        state = 'waiting';
        timer = clock.after(Math.max(0, packet.pleaseWaitMs - earlyMs), listen);
      }
    },
    stop() {
      stopped = true;
      timer();
    },
  };
}

/** The first `bytes` bytes of data of a block; null when it says less or its sum is wrong. */
function blockIn(block: Buffer, bytes: number): Buffer | null {
  const { size, sum } = blockHeader.decode(block)!;
  if (size < bytes || size > blockDataBytes) return null;
  let counted = 0;
  for (const byte of block.subarray(blockHeader.size, blockHeader.size + size)) counted += byte;
  return (counted & 0xffff) === sum ? Buffer.from(block.subarray(blockHeader.size, blockHeader.size + bytes)) : null;
}
