import type { Peripheral, PeripheralLink } from '../air.ts';
import type { Cancel, Clock } from '../clock.ts';
import { type AttServer, createAttServer } from '../controller/att-server.ts';
import type { Service } from '../controller/attributes.ts';
import { channel } from '../controller/l2cap.ts';
import type { Position } from '../path-loss.ts';
import type { Random } from '../random.ts';
import { createBattery } from './battery.ts';
import { createScreen, type Screen, type ScreenState } from './screen.ts';

export type Palette = 'BW' | 'BWR' | 'BWY' | 'BWRY';

/** What a label is, as its maker would write it on the box. */
export interface LabelModel {
  readonly id: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  /** Time of a full redraw, ms. */
  readonly refreshMs: number;
}

/** One emulated label: something on the air that can also be looked at. */
export interface VirtualLabel extends Peripheral {
  /** Twelve lower-case hex digits: its address. */
  readonly id: string;
  readonly family: 'gicisky' | 'opendisplay';
  readonly model: LabelModel;
  readonly firmware: string;
  /** AES key of labels that ask for one. */
  readonly key: Uint8Array | null;
  screen(): ScreenState;
  batteryMv(): number;
  activity(): 'idle' | 'connected' | 'refreshing' | 'restarting';
  /** Loses power for a moment. */
  reboot(): void;
}

export interface LabelOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly address: string;
  readonly position: Position;
  /** Multiplies the model's refresh time; default 1. */
  readonly refreshScale?: number;
  /** Default 3,000. */
  readonly batteryMv?: number;
}

/** What the firmware of a family adds to the body: called with what is written, and told about links and power. */
export interface Firmware {
  written(characteristic: string, value: Buffer): void;
  connected?(): void;
  disconnected?(): void;
  restarted?(): void;
}

/** The parts that every label has: radio, panel, battery, and what happens to them when power fails. */
export interface Body {
  readonly screen: Screen;
  readonly batteryMv: () => number;
  notify(characteristic: string, value: Uint8Array): void;
  /** ATT MTU of the open link, bytes. */
  mtu(): number;
  /** Ends the open link, if there is one. */
  hangUp(): void;
  /** Falls silent and starts again, losing everything but the picture. */
  reboot(): void;
  awake(): boolean;
  activity(): ReturnType<VirtualLabel['activity']>;
  open(link: PeripheralLink): ReturnType<Peripheral['opened']>;
}

/** Time from power to the first advertisement, ms. */
const bootMs = 400;
const pairingFailed = Buffer.from([0x05, 0x05]);

export interface BodyOptions extends LabelOptions {
  readonly model: LabelModel;
  readonly services: readonly Service[];
  readonly maxMtu: number;
}

export function createBody(options: BodyOptions, firmware: Firmware): Body {
  const { clock, model, services, maxMtu, refreshScale = 1 } = options;
  const screen = createScreen(clock, model.width, model.height, model.refreshMs * refreshScale);
  const batteryMv = createBattery(clock, options.batteryMv ?? 3000, () => screen.state().refreshes);
  let link: PeripheralLink | null = null;
  let server: AttServer | null = null;
  let booting: Cancel | null = null;

  return {
    screen,
    batteryMv,
    notify: (characteristic, value) => void server?.notify(characteristic, value),
    mtu: () => server?.mtu() ?? 23,
    hangUp: () => link?.close(),
    reboot() {
      booting?.();
      link?.vanish();
      screen.interrupt();
      booting = clock.after(bootMs * refreshScale, () => {
        booting = null;
        firmware.restarted?.();
      });
    },
    awake: () => link === null && booting === null,
    activity() {
      if (booting) return 'restarting';
      if (screen.refreshing()) return 'refreshing';
      return link ? 'connected' : 'idle';
    },
    open(opened) {
      link = opened;
      const att = createAttServer({
        services,
        maxMtu,
        send: pdu => opened.send(channel.attribute, pdu),
        written: (characteristic, value) => firmware.written(characteristic, value),
      });
      server = att;
      firmware.connected?.();
      return {
        received(cid, pdu) {
          if (cid === channel.attribute) att.received(pdu);
          else if (cid === channel.security && pdu[0] === 0x01) opened.send(channel.security, pairingFailed);
        },
        closed() {
          if (link !== opened) return;
          link = null;
          server = null;
          firmware.disconnected?.();
        },
      };
    },
  };
}

/** The services that every label carries before its own: GAP with the name, and an empty GATT service. */
export function genericServices(name: string): readonly Service[] {
  return [
    {
      uuid: '1800',
      characteristics: [
        { uuid: '2a00', properties: 0x02, value: Buffer.from(name) },
        { uuid: '2a01', properties: 0x02, value: Buffer.from([0, 0]) },
      ],
    },
    { uuid: '1801', characteristics: [] },
  ];
}

/** One entry of advertising data: length, type, value. Core Specification Supplement, Part A. */
export function advertisingEntry(type: number, value: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([value.length + 1, type]), value]);
}
