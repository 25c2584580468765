import type { Advertisement } from '../../devices/label-model.ts';
import type { Cancel, Clock } from '../clock.ts';
import type { ConnectFailure, GattLink, Radio, RadioState } from '../radio/radio.ts';
import type { NodeBoard } from './board.ts';
import type { DisplayPart } from './parts.ts';

/** What the family `textdisplay` takes for its own; never on air. */
const service = '9a0c5c3e7d0b4c0e9f1e6e6f64650001';
/** Bluetooth's identifier for what is no company. */
const company = 0xffff;
/** How often a display counts as heard while its node is there. */
const hearEveryMs = 10_000;

/** A radio with what its node tells it. */
export interface DisplayRadio {
  readonly radio: Radio;
  /** The node is up, its displays are empty. */
  up(): void;
  gone(): void;
  changed(): void;
}

export interface DisplayRadioOptions {
  readonly node: string;
  readonly displays: readonly DisplayPart[];
  readonly board: () => NodeBoard | null;
  readonly clock: Clock;
}

/**
 * The displays of one node as labels: they are heard while their node is there, and written one after the other. Nobody
 * acknowledges there; that the board has taken all of it is as much as is known.
 */
export function createDisplayRadio({ node, displays, board, clock }: DisplayRadioOptions): DisplayRadio {
  /** Displays that were not written since their node began. */
  const empty = new Set(displays.map(({ id }) => id));
  const byLabel = new Map(displays.map(display => [display.label, display]));
  let heard: (adv: Advertisement) => void = () => {};
  let changed: (state: RadioState) => void = () => {};
  let link: { readonly lost: () => void } | null = null;
  let busyMs = 0;
  let busySinceMs: number | null = null;
  let cancelHearing: Cancel = () => {};
  let started = false;

  function hear(display: DisplayPart): void {
    if (!started || !board()?.hardware()?.display(display.id)) return;
    heard({
      address: display.label,
      name: display.model,
      manufacturer: { company, data: Uint8Array.of(empty.has(display.id) ? 1 : 0) },
      serviceUuids: [service],
      rssi: 0,
    });
  }

  function hearAll(): void {
    cancelHearing();
    for (const display of displays) hear(display);
    cancelHearing = clock.after(hearEveryMs, hearAll);
  }

  function tell(): void {
    if (!started) return;
    const status = board()?.status();
    if (board()?.hardware()) changed({ state: 'ready' });
    else if (status === undefined || status.state === 'starting') changed({ state: 'starting' });
    else changed({ state: 'down', detail: status.detail ?? `${node} is away` });
  }

  function free(): void {
    if (busySinceMs !== null) busyMs += clock.monotonic() - busySinceMs;
    busySinceMs = null;
    link = null;
  }

  function open(display: DisplayPart): GattLink {
    let closed: () => void = () => {};
    let isOpen = true;
    const close = (): void => {
      if (!isOpen) return;
      isOpen = false;
      free();
    };
    link = {
      lost() {
        close();
        closed();
      },
    };
    busySinceMs = clock.monotonic();
    return {
      mtu: 1_024,
      read: () => Promise.reject(Object.assign(new Error('a display cannot be read'), { attCode: 0x02 })),
      async write(role, data) {
        const present = board();
        const writer = present?.hardware()?.display(display.id);
        if (!isOpen || !present || !writer) throw new Error(`${node} is away`);
        if (!writer.write(role, data)) {
          throw Object.assign(new Error(`${display.id} takes no ${role} of ${data.length} bytes`), { attCode: 0x0d });
        }
        await present.arrived();
        if (!isOpen) throw new Error(`${node} went away`);
        if (role === 'glyphs') return;
        empty.delete(display.id);
        hear(display);
      },
      onNotification() {},
      onClosed(listener) {
        closed = listener;
      },
      async close() {
        close();
      },
    };
  }

  const refused = (reason: ConnectFailure['reason'], detail: string): ConnectFailure => ({ ok: false, reason, detail });

  return {
    radio: {
      url: `node:${node}`,
      links: 1,
      async start(onHeard, onChanged) {
        heard = onHeard;
        changed = onChanged;
        started = true;
        tell();
        hearAll();
      },
      async connect(address) {
        const display = byLabel.get(address);
        const hardware = board()?.hardware() ?? null;
        if (hardware === null) return refused('radio.down', `${node} is away`);
        if (!display || !hardware.display(display.id))
          return refused('radio.label-silent', `${node} has no such display`);
        if (link !== null) return refused('radio.down', `${node} writes another display`);
        return { ok: true, link: open(display) };
      },
      async stop() {
        started = false;
        cancelHearing();
        link?.lost();
        changed({ state: 'stopped' });
      },
      busyMs: () => busyMs + (busySinceMs === null ? 0 : clock.monotonic() - busySinceMs),
    },
    up() {
      for (const { id } of displays) empty.add(id);
      tell();
      hearAll();
    },
    gone() {
      link?.lost();
      tell();
    },
    changed: tell,
  };
}
