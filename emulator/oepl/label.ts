import type { Cancel, Clock } from '../clock.ts';
import { createBattery } from '../labels/battery.ts';
import type { VirtualLabel } from '../labels/label.ts';
import { bootPicture, createScreen } from '../labels/screen.ts';
import { meanRssi, type Position, packetRssi } from '../path-loss.ts';
import { pick, type Random } from '../random.ts';
import { type Download, startDownload, type Unfinished } from './download.ts';
import type { Downward, Ether, Upward } from './ether.ts';
import { decodeFile } from './image.ts';
import type { OeplModel } from './models.ts';
import { createRhythm } from './rhythm.ts';
import { channels, dataInfo, dataRequest, dataType, intact, sealed, wakeup } from './wire.ts';

/** A label that sleeps and asks now and then whether there is something for it. Nobody can call it. */
export interface SleepingLabel extends Omit<VirtualLabel, 'family'> {
  readonly family: 'oepl';
  readonly model: OeplModel;
  /** Its whole address, sixteen upper-case hex digits; `id` is the last twelve in lower case. */
  readonly mac: string;
  /** Times that it asked and was answered. */
  readonly checkIns: () => number;
  /** The twelve bytes of the light pattern that it was told last; null: none since it has power. */
  readonly flash: () => Uint8Array | null;
  /** Wakes it now, as its button does. */
  wake(): void;
  /** What its battery has left from now on at most, mV. */
  drain(batteryMv: number): void;
  /** Takes its battery out. */
  powerOff(): void;
}

export interface SleepingLabelOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly ether: Ether;
  readonly mac: string;
  readonly model: OeplModel;
  readonly position: Position;
  readonly modulePosition: Position;
  /** What a minute is to it: how often it checks in of its own accord, ms; default 60,000. */
  readonly checkInMs?: number;
  /** When it checks in first, ms from now; default somewhere within the first interval. */
  readonly firstInMs?: number;
  /** Of so many check-ins one says how the label is, the others say nothing; default 5. */
  readonly fullEvery?: number;
  readonly refreshScale?: number;
  readonly batteryMv?: number;
  readonly software?: number;
}

type Offer = NonNullable<ReturnType<typeof dataInfo.decode>>;

/** Source of the figures: OEPL: ARM_Tag_FW/OpenEPaperLink_TLSR/src/syncedproto.c. */
const requestAttempts = 14;
const answerWithinMs = 5;
const completeAttempts = 16;
const completeWithinMs = 6;
const bootMs = 400;
const wakeButton = 4;
/** Pictures that its memory keeps. */
const maxStored = 12;
const command = { reboot: 0, flash: 4 } as const;
const preloadBit = 0x04;
const capability = { led: 0x01, compression: 0x02, button: 0x20 } as const;
/** Largest file that it has room for: twice what any panel here holds. */
const maxFileBytes = 256 * 1024;

export function createSleepingLabel(options: SleepingLabelOptions): SleepingLabel {
  const { clock, random, ether, mac, model, position, checkInMs = 60_000, fullEvery = 5 } = options;
  const { refreshScale = 1, software = 0x0028 } = options;
  const screen = createScreen(clock, model.width, model.height, model.refreshMs * refreshScale);
  const battery = createBattery(clock, options.batteryMv ?? 3000, () => screen.state().refreshes);
  const rhythm = createRhythm(checkInMs);
  const meanDbm = meanRssi(position, options.modulePosition, Number.parseInt(mac.slice(-6), 16));
  const temperature = 18 + pick(random, 7);
  const stored = new Map<string, { readonly type: number; readonly file: Uint8Array }>();
  let atMostMv = Number.POSITIVE_INFINITY;
  let state: 'off' | 'booting' | 'asleep' | 'scanning' | 'asking' | 'fetching' | 'telling' | 'drawing' = 'asleep';
  let channel = 25;
  let timer: Cancel = () => {};
  /** Counts restarts: what was sent before is not waited for after. */
  let life = 0;
  let reason: number = wakeup.timed;
  let sinceFull = fullEvery;
  let answered = 0;
  let flash: Uint8Array | null = null;
  let unfinished: Unfinished | null = null;
  let download: Download | null = null;
  /** What it fetched last, as far as it remembers. */
  let current = '';
  let told: () => void = () => {};

  const batteryMv = (): number => Math.min(battery(), atMostMv);
  const up = (packet: Upward, sent: () => void): void => {
    const mine = life;
    ether.up(mac, channel, packet, () => mine === life && sent());
  };

  const sleep = (forMs: number): void => {
    state = 'asleep';
    timer();
    // Their clocks are cheap.
    timer = clock.after(forMs * (0.98 + 0.04 * random()), wake);
  };
  const wake = (): void => {
    timer();
    if (rhythm.scans()) scan(0);
    else ask(0);
  };
  const missed = (): void => sleep(rhythm.missed());

  const scan = (index: number): void => {
    const tried = channels[index];
    if (tried === undefined) {
      missed();
      return;
    }
    state = 'scanning';
    channel = tried;
    up({ kind: 'ping' }, () => {
      if (state === 'scanning') timer = clock.after(answerWithinMs, () => scan(index + 1));
    });
  };

  const request = (): Buffer => {
    const rssi = packetRssi(meanDbm, random);
    const cap = model.batteryCapMv ?? Number.POSITIVE_INFINITY;
    const zlib = model.zlibFrom !== null && software >= model.zlibFrom;
    return sealed(
      dataRequest.encode({
        checksum: 0,
        lqi: Math.max(0, Math.min(255, 3 * (rssi + 100))),
        rssi,
        temperature,
        batteryMv: Math.min(batteryMv(), cap),
        hwType: model.hwType,
        wakeupReason: reason,
        capabilities:
          (model.led ? capability.led : 0) |
          (zlib ? capability.compression : 0) |
          (model.button ? capability.button : 0),
        software,
        channel,
        customMode: 0,
        reserved: new Uint8Array(8),
      }),
    );
  };

  const ask = (attempt: number): void => {
    if (attempt === requestAttempts) {
      missed();
      return;
    }
    state = 'asking';
    const full = reason !== wakeup.timed || sinceFull >= fullEvery;
    up(full ? { kind: 'data-request', body: request() } : { kind: 'short-request' }, () => {
      if (state === 'asking') timer = clock.after(answerWithinMs, () => ask(attempt + 1));
    });
  };

  const informed = (body: Uint8Array): void => {
    const offer = dataInfo.decode(body);
    if (!offer || !intact(body)) return;
    timer();
    answered++;
    sinceFull = reason !== wakeup.timed || sinceFull >= fullEvery ? 1 : sinceFull + 1;
    reason = wakeup.timed;
    rhythm.heard();
    const rest = () => sleep(rhythm.told(offer.nextCheckIn));
    if (isImage(offer.type) && offer.size > 0 && offer.size <= maxFileBytes) fetch(offer, rest);
    else if (offer.type === dataType.command) tell(0, () => execute(offer, rest));
    else rest();
  };

  const isImage = (type: number): boolean =>
    type === dataType.raw1 ||
    type === dataType.raw2 ||
    (type === dataType.zlib && model.zlibFrom !== null && software >= model.zlibFrom);

  const execute = (offer: Offer, rest: () => void): void => {
    if (offer.argument === command.reboot) {
      reboot();
      return;
    }
    if (offer.argument === command.flash) {
      const size = Buffer.alloc(4);
      size.writeUInt32LE(offer.size);
      flash = Buffer.concat([offer.ver, size]);
    }
    rest();
  };

  const fetch = (offer: Offer, rest: () => void): void => {
    const ver = Buffer.from(offer.ver).toString('hex');
    const draws = (offer.argument & preloadBit) === 0;
    const finish = (): void => {
      const kept = stored.get(ver)!;
      tell(0, () => (draws ? draw(kept, rest) : rest()));
      if (draws) current = ver;
    };
    if (draws && current === ver) {
      tell(0, rest);
      return;
    }
    if (stored.has(ver)) {
      finish();
      return;
    }
    const { size, type, argument } = offer;
    const goesOn = unfinished !== null && Buffer.from(unfinished.ver).toString('hex') === ver;
    const file: Unfinished =
      goesOn && unfinished ? unfinished : { ver: Uint8Array.from(offer.ver), size, type, argument, blocks: [] };
    unfinished = file;
    state = 'fetching';
    download = startDownload({
      clock,
      file,
      request: up,
      done(complete) {
        download = null;
        // Not told when to come back: what was told was meant for after the transfer.
        if (!complete) {
          sleep(checkInMs);
          return;
        }
        unfinished = null;
        const oldest = stored.keys().next();
        if (stored.size >= maxStored && !oldest.done) stored.delete(oldest.value);
        stored.set(ver, { type, file: Buffer.concat(file.blocks) });
        finish();
      },
    });
  };

  /** Says that it has everything, until that is heard or it has said it often enough. */
  const tell = (attempt: number, then: () => void): void => {
    if (attempt === completeAttempts) {
      then();
      return;
    }
    state = 'telling';
    told = then;
    up({ kind: 'complete' }, () => {
      if (state === 'telling') timer = clock.after(completeWithinMs, () => tell(attempt + 1, then));
    });
  };

  /** What cannot be drawn was acknowledged all the same: it looks into a file only now. */
  const draw = ({ type, file }: { readonly type: number; readonly file: Uint8Array }, then: () => void): void => {
    const pixels = decodeFile(model, type, file);
    state = 'drawing';
    if (pixels) screen.refresh(pixels, then);
    else then();
  };

  const heard = (packet: Downward): void => {
    if (state === 'asking' && packet.kind === 'data-info') informed(packet.body);
    else if (state === 'scanning' && packet.kind === 'pong') {
      timer();
      channel = packet.channel;
      reason = reason === wakeup.timed ? wakeup.scanned : reason;
      ask(0);
    } else if (state === 'telling' && packet.kind === 'complete-ack') {
      timer();
      told();
    } else if (state === 'fetching') download?.heard(packet);
  };

  function powerOff(): void {
    life++;
    state = 'off';
    timer();
    download?.stop();
    download = null;
    unfinished = null;
    current = '';
    flash = null;
    screen.interrupt();
  }

  function reboot(): void {
    powerOff();
    state = 'booting';
    timer = clock.after(bootMs * refreshScale, () => {
      reason = wakeup.boot;
      rhythm.heard();
      state = 'drawing';
      screen.refresh(bootPicture(model.width, model.height), () => ask(0));
    });
  }

  ether.join({ mac, channel: () => (state === 'asleep' || state === 'off' ? null : channel), heard });
  timer = clock.after(options.firstInMs ?? random() * checkInMs, wake);
  return {
    id: mac.slice(-12).toLowerCase(),
    address: mac.slice(-12).toLowerCase(),
    family: 'oepl',
    model,
    mac,
    firmware: software.toString(16).padStart(4, '0'),
    key: null,
    position,
    screen: screen.state,
    batteryMv,
    checkIns: () => answered,
    flash: () => flash,
    activity() {
      if (state === 'asleep' || state === 'off') return 'idle';
      if (state === 'booting') return 'restarting';
      return state === 'drawing' ? 'refreshing' : 'connected';
    },
    wake() {
      if (state !== 'asleep') return;
      reason = wakeButton;
      wake();
    },
    drain(mv) {
      atMostMv = mv;
    },
    reboot,
    powerOff,
    // Not on the air of Bluetooth.
    advertising: () => null,
    opened: () => ({ received() {}, closed() {} }),
  };
}
