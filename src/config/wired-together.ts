import type { FieldPath } from './field.ts';
import type { Config } from './schema.ts';
import type { AlarmAction } from './wired.ts';

type Wired = Pick<Config, 'zones' | 'nodes' | 'scales' | 'scanners' | 'queues' | 'watches' | 'entry'>;
type At = (path: FieldPath, message: string, fix: string) => void;

/** What the sections of everything on wires say of each other: each name is somebody's, and nobody's twice. */
export function checkWired(config: Wired, at: At): void {
  const zones = new Set(config.zones.map(({ id }) => id));
  const kinds = new Map<string, string>();
  const labels = new Map<string, string>();
  const named = (path: FieldPath, id: string, kind: string): void => {
    if (kinds.has(id)) at([...path, 'id'], `${id} is named twice`, 'give each its own name');
    kinds.set(id, kind);
  };
  const wanted = (path: FieldPath, id: string, kind: string): void => {
    if (kinds.get(id) !== kind) at(path, `there is no ${kind} "${id}"`, `add it to the parts of a node`);
  };
  const zoned = (path: FieldPath, zone: string | undefined): void => {
    if (zone !== undefined && !zones.has(zone))
      at([...path, 'zone'], `there is no zone "${zone}"`, 'add it under zones');
  };

  for (const [index, { id, parts }] of config.nodes.entries()) {
    const before = config.nodes.slice(0, index).some(node => node.id === id);
    if (before) at(['nodes', index, 'id'], `${id} is named twice`, 'give each its own name');
    for (const [place, part] of parts.entries()) {
      const path = ['nodes', index, 'parts', place];
      named(path, part.id, part.kind);
      zoned(path, part.zone);
      if (part.kind !== 'display') continue;
      const other = labels.get(part.label);
      if (other) at([...path, 'label'], `${other} is this label already`, 'give each display its own');
      labels.set(part.label, part.id);
    }
  }
  const shown = (path: FieldPath, label: string | undefined): void => {
    if (label !== undefined && !labels.has(label))
      at([...path, 'label'], `no display is called ${label}`, 'name the label of a display of a node');
  };
  for (const [index, { label }] of config.scanners.entries()) shown(['scanners', index], label);
  for (const section of ['scales', 'scanners'] as const) {
    for (const [index, { id, zone }] of config[section].entries()) {
      named([section, index], id, section);
      zoned([section, index], zone);
    }
  }
  for (const [index, node] of config.nodes.entries()) {
    for (const [place, part] of node.parts.entries()) {
      if (part.kind !== 'button') continue;
      const path = ['nodes', index, 'parts', place];
      if (part.led !== undefined) wanted([...path, 'led'], part.led, 'light');
      shown(path, part.label);
    }
  }
  for (const [index, { id, zone, entry, exit }] of config.queues.entries()) {
    const path = ['queues', index];
    zoned(path, zone);
    const others = config.queues.slice(0, index);
    if (others.some(queue => queue.id === id)) at([...path, 'id'], `${id} is named twice`, 'give each its own name');
    if (others.some(queue => queue.zone === zone)) {
      at(
        [...path, 'zone'],
        `another queue is in ${zone}`,
        'give each queue a zone of its own, as the mesh tells them by it',
      );
    }
    for (const [place, line] of entry.entries()) wanted([...path, 'entry', place], line, 'line');
    for (const [place, line] of exit.entries()) wanted([...path, 'exit', place], line, 'line');
  }
  for (const [index, watch] of config.watches.entries()) checkWatch(config, watch, ['watches', index], wanted, at);
  if (config.entry) wanted(['entry', 'relay'], config.entry.relay, 'relay');
}

function checkWatch(
  config: Wired,
  { id, on, raise, clear, actions, escalate }: Config['watches'][number],
  path: FieldPath,
  wanted: (path: FieldPath, id: string, kind: string) => void,
  at: At,
): void {
  if (config.watches.find(watch => watch.id === id) !== config.watches[Number(path[1])]) {
    at([...path, 'id'], `${id} is named twice`, 'give each its own name');
  }
  if ('button' in on) wanted([...path, 'on', 'button'], on.button, 'button');
  else {
    if ('queue' in on && !config.queues.some(queue => queue.id === on.queue)) {
      at([...path, 'on', 'queue'], `there is no queue "${on.queue}"`, 'add it under queues');
    }
    if ('zone' in on && !config.zones.some(zone => zone.id === on.zone)) {
      at([...path, 'on', 'zone'], `there is no zone "${on.zone}"`, 'add it under zones');
    }
    if (raise === undefined) at([...path, 'raise'], 'is missing', 'say from where it is raised');
    else if (clear !== undefined && clear > raise) {
      at([...path, 'clear'], `is above raise (${raise})`, 'clear it at the same figure or a lower one');
    }
  }
  const lights = (list: readonly AlarmAction[], under: FieldPath): void => {
    for (const [place, action] of list.entries()) {
      if ('light' in action) wanted([...under, place, 'light'], action.light, 'light');
    }
  };
  lights(actions, [...path, 'actions']);
  lights(escalate?.actions ?? [], [...path, 'escalate', 'actions']);
}
