import type { Cancel, Clock } from '../clock.ts';
import type { Radio } from '../radio/radio.ts';
import type { Reason } from '../shelf/reasons.ts';
import { createNodeBoard, type NodeBoard, type NodeLog, type NodeStatus, type OpenLine } from './board.ts';
import { createContacts } from './contacts.ts';
import { createDisplayRadio, type DisplayRadio } from './display-radio.ts';
import type { PinView } from './hardware.ts';
import type { LightPattern } from './light.ts';
import { createOutputs } from './outputs.ts';
import type { DisplayPart, NodePart, NodeParts, PartEvent, RelayPart } from './parts.ts';

export interface NodesOptions {
  readonly nodes: readonly NodeParts[];
  readonly clock: Clock;
  readonly log: NodeLog;
  readonly openLine: OpenLine;
}

/** A node as people want to know it. */
export interface NodeView extends NodeStatus {
  readonly id: string;
  readonly url: string;
  readonly parts: readonly string[];
}

export type OutputResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: Extract<Reason, 'sensor.unknown' | 'sensor.unfit' | 'node.down'>;
      readonly detail: string;
    };

/** All boards with what hangs on them. */
export interface Nodes {
  /** @param changed a node's state is another one */
  start(listener: (event: PartEvent) => void, changed: (node: string) => void): void;
  nodes(): readonly NodeView[];
  /** Null: there is no such node. Empty until its board has told them. */
  pins(node: string): readonly PinView[] | null;
  /** What the light should do, also once its node comes back. @param forMs absent: until something else is wished */
  setLight(part: string, pattern: LightPattern, forMs?: number): OutputResult;
  light(part: string): LightPattern;
  /** Whether the node of this part is there, and has the pins for it. */
  reachable(part: string): boolean;
  /** Closes it for its time, and only when that can be done now: nothing must open when nobody stands there any more. */
  pulseRelay(part: string): OutputResult;
  /** One per node with displays. */
  displays(): readonly Radio[];
  stop(): Promise<void>;
}

interface Node {
  readonly config: NodeParts;
  readonly contacts: ReturnType<typeof createContacts>;
  readonly outputs: ReturnType<typeof createOutputs>;
  readonly displays: DisplayRadio | null;
  /** Relays that are closed, and what opens them. */
  readonly closed: Map<string, Cancel>;
  board: NodeBoard | null;
}

/** Nothing is opened before `start`. */
export function createNodes({ nodes, clock, log, openLine }: NodesOptions): Nodes {
  let listener: (event: PartEvent) => void = () => {};
  const all = nodes.map(config => assemble(config, clock, event => listener(event)));
  const places = new Map<string, { readonly node: Node; readonly part: NodePart }>();
  for (const node of all) for (const part of node.config.parts) places.set(part.id, { node, part });
  const createdMs = clock.now();

  function place<K extends NodePart['kind']>(id: string, kind: K) {
    const found = places.get(id);
    if (!found) return refused('sensor.unknown', `There is no ${id}.`);
    if (found.part.kind !== kind) return refused('sensor.unfit', `${id} is no ${kind}.`);
    return { ok: true, node: found.node, part: found.part as Extract<NodePart, { kind: K }> } as const;
  }

  function set(node: Node, part: string, on: boolean): void {
    node.board?.hardware()?.setOutput(part, on);
  }

  function open(node: Node, changed: (node: string) => void): void {
    const { config, contacts, outputs, displays } = node;
    node.board = createNodeBoard({
      node: config,
      clock,
      log,
      openLine,
      inputs: contacts.inputs,
      up() {
        contacts.up();
        outputs.apply(config.parts.filter(part => part.kind === 'light').map(part => part.id));
        for (const part of config.parts) if (part.kind === 'relay') set(node, part.id, false);
        displays?.up();
      },
      gone() {
        contacts.gone();
        // Who stood before it has had it for a moment, or will ask again; it must not close by itself later.
        for (const cancel of node.closed.values()) cancel();
        node.closed.clear();
        displays?.gone();
      },
      changed() {
        displays?.changed();
        changed(config.id);
      },
    });
  }

  function close(node: Node, { id, pulseMs }: RelayPart): void {
    node.closed.get(id)?.();
    set(node, id, true);
    const cancel = clock.after(pulseMs, () => {
      node.closed.delete(id);
      set(node, id, false);
    });
    node.closed.set(id, cancel);
  }

  return {
    start(onEvent, changed) {
      listener = onEvent;
      for (const node of all) open(node, changed);
    },
    nodes: () =>
      all.map(({ config, board }) => ({
        id: config.id,
        url: config.url,
        parts: config.parts.map(part => part.id),
        ...(board?.status() ?? { state: 'starting', reason: null, detail: null, firmware: null, sinceMs: createdMs }),
      })),
    pins: id =>
      all.find(node => node.config.id === id)?.board?.pins() ?? (all.some(node => node.config.id === id) ? [] : null),
    setLight(id, pattern, forMs) {
      const found = place(id, 'light');
      if (!found.ok) return found;
      found.node.outputs.wish(id, pattern, forMs);
      return { ok: true };
    },
    light: id => places.get(id)?.node.outputs.wished(id) ?? 'off',
    reachable(id) {
      const hardware = places.get(id)?.node.board?.hardware();
      return Boolean(hardware && !hardware.unfit.includes(id));
    },
    pulseRelay(id) {
      const found = place(id, 'relay');
      if (!found.ok) return found;
      const { node, part } = found;
      if (!node.board?.hardware()) return refused('node.down', `${node.config.id} is away.`);
      if (node.board.hardware()?.unfit.includes(id)) return refused('sensor.unfit', `${id} has no pin that can do it.`);
      close(node, part);
      return { ok: true };
    },
    displays: () => all.flatMap(node => (node.displays ? [node.displays.radio] : [])),
    async stop() {
      listener = () => {};
      for (const node of all) {
        for (const [id, cancel] of node.closed) {
          cancel();
          set(node, id, false);
        }
        node.closed.clear();
        node.outputs.stop();
        node.contacts.gone();
      }
      // What was set last is written at the end of the turn.
      await Promise.resolve();
      await Promise.all(all.map(node => node.board?.stop()));
    },
  };
}

function refused<R extends Reason>(reason: R, detail: string) {
  return { ok: false, reason, detail } as const;
}

function assemble(config: NodeParts, clock: Clock, tell: (event: PartEvent) => void): Node {
  const shown = config.parts.filter((part): part is DisplayPart => part.kind === 'display');
  const node: Node = {
    config,
    contacts: createContacts({ node: config, clock, tell }),
    outputs: createOutputs({ clock, set: (part, on) => node.board?.hardware()?.setOutput(part, on) }),
    displays:
      shown.length === 0
        ? null
        : createDisplayRadio({ node: config.id, displays: shown, board: () => node.board, clock }),
    closed: new Map(),
    board: null,
  };
  return node;
}
