import { describe, expect, it } from 'vitest';
import { type Import, importsIn, importsOf, sourcesUnder } from './source-tree.ts';

const files = sourcesUnder('src', 'devices', 'emulator');

/** The room a file belongs to: `src/shelf`, `devices`, `emulator`, or a file at the top of `src`. */
function roomOf(path: string): string {
  const [first = '', second = '', third] = path.split('/');
  if (first !== 'src') return first;
  return third === undefined ? path : `${first}/${second}`;
}

/** What a room may know of the rest of the house, beside itself. `type`: types only. */
interface Acquaintance {
  readonly own: readonly (RegExp | { readonly type: RegExp })[];
  /** Packages and `node:` modules; null: whatever it needs. */
  readonly packages: RegExp | null;
}

const shelf = /^src\/shelf\//;
const clock = /^src\/clock\.ts$/;
const contract = /^src\/mesh\/contract\//;
const otherPorts = { type: /^src\/(mesh|store|render|delivery|radio)\/ports\.ts$|^src\/radio\/radio\.ts$/ };
const screenWire = /^src\/signage\/(wire\/|bundle\.ts$)/;
/** What beacons say is read by those who listen as well; layouts and CMAC are arithmetic on bytes. */
const formats = /^src\/beacons\/formats\//;
const bytes = /^devices\/(layout|cmac)\.ts$/;
const deviceTypes = { type: /^devices\/(label-model|session)\.ts$/ };
const station = [shelf, clock, otherPorts, deviceTypes];

const house: Readonly<Record<string, Acquaintance>> = {
  // bech32, which is arithmetic as well.
  'src/shelf': { own: [], packages: /^@scure\/base$/ },
  'src/clock.ts': { own: [], packages: /^$/ },
  // Whole years of the rules in seconds.
  'src/simulation': { own: [shelf], packages: /^d3-array$/ },
  devices: { own: [{ type: shelf }], packages: /^node:(crypto|zlib|fs\/promises)$/ },
  'src/mesh': { own: station, packages: null },
  'src/store': { own: station, packages: null },
  'src/render': { own: station, packages: null },
  'src/delivery': { own: station, packages: /^node:crypto$/ },
  'src/radio': { own: station, packages: null },
  'src/beacons': {
    own: [shelf, clock, bytes, { type: /^src\/radio\/(radio|advertiser)\.ts$/ }],
    packages: /^node:crypto$/,
  },
  'src/sightings': {
    own: [shelf, clock, formats, { type: /^src\/radio\/(radio|reports)\.ts$/ }],
    packages: /^node:crypto$/,
  },
  // Boards, and what hangs on their pins.
  'src/nodes': { own: [shelf, clock, deviceTypes, { type: /^src\/(radio\/radio|zones\/ports)\.ts$/ }], packages: null },
  // Scales, scanners, coupons and tickets.
  'src/checkout': { own: [shelf, clock], packages: null },
  // Thresholds, and who is called when one is crossed.
  'src/alarms': { own: [shelf, clock], packages: /^node-cron$/ },
  'src/zones': { own: [shelf, clock], packages: /^node:crypto$/ },
  // Signage: what screens play, and the page that plays it in a browser.
  'src/signage': { own: [shelf, clock, { type: /^src\/config\/screens\.ts$/ }], packages: null },
  'src/config': { own: [shelf, contract], packages: null },
  'src/doctor': {
    own: [
      shelf,
      clock,
      contract,
      /^src\/config\//,
      /^src\/store\/inspect\.ts$/,
      { type: /^src\/console\/([a-z-]+-)?documents?\.ts$/ },
    ],
    packages: null,
  },
  // What pages of screens are told and say is read here as well.
  'src/console': { own: [shelf, clock, screenWire], packages: null },
  'src/runtime-registry.ts': { own: [], packages: null },
  'src/cli': {
    own: [
      shelf,
      clock,
      /^src\/config\//,
      /^src\/doctor\//,
      /^src\/simulation\//,
      // A store without its agent: read, measured, copied.
      /^src\/store\/(backup|describe|inspect)\.ts$/,
      /^src\/console\/([a-z-]+-)?documents?\.ts$/,
      /^src\/render\/(terminal|template|atlas)\.ts$/,
      /^src\/runtime-registry\.ts$/,
      /^src\/main\.ts$/,
      /^emulator\/run\.ts$/,
    ],
    packages: null,
  },
  emulator: { own: [contract], packages: null },
  // The rooms between the stations: what people and the mesh are told of all of them together.
  'src/agent': { own: [/^src\/(?!cli\/|main\.ts)/, { type: /^devices\// }], packages: null },
  'src/main.ts': { own: [/./], packages: null },
};

function mayKnow(path: string, imported: Import): boolean {
  const room = roomOf(path);
  const rule = house[room];
  if (!rule) return false;
  if (!imported.own) return rule.packages === null || rule.packages.test(imported.target);
  if (roomOf(imported.target) === room) return true;
  return rule.own.some(allowed =>
    allowed instanceof RegExp ? allowed.test(imported.target) : imported.typeOnly && allowed.type.test(imported.target),
  );
}

const graph = new Map(files.map(path => [path, importsOf(path)]));

describe('who may know whom', () => {
  it('holds for every import', () => {
    const breaches = files.flatMap(path =>
      graph
        .get(path)!
        .filter(imported => !mayKnow(path, imported))
        .map(imported => `${path} imports ${imported.target}`),
    );
    expect(breaches).toEqual([]);
  });

  it('lets the root of the agent be loaded by its command only, when it is needed', () => {
    const loaders = files.flatMap(path =>
      graph
        .get(path)!
        .filter(imported => imported.target === 'src/main.ts')
        .map(imported => ({ room: roomOf(path), late: imported.late })),
    );
    expect(loaders.filter(loader => loader.room !== 'src/cli' || !loader.late)).toEqual([]);
  });

  it('names every room', () => {
    expect([...new Set(files.map(roomOf))].filter(room => !house[room])).toEqual([]);
  });

  it('finds every file that is imported', () => {
    const known = new Set(files);
    const lost = [...graph].flatMap(([path, imports]) =>
      imports.filter(({ own, target }) => own && !known.has(target)).map(({ target }) => `${path} imports ${target}`),
    );
    expect(lost).toEqual([]);
  });

  it('refuses what it should', () => {
    const importing = (path: string, code: string) => importsIn(code, path).map(imported => mayKnow(path, imported));
    expect(importing('src/shelf/money.ts', "import { z } from 'zod';")).toEqual([false]);
    expect(importing('src/shelf/money.ts', "import { systemClock } from '../clock.ts';")).toEqual([false]);
    expect(importing('src/delivery/plan.ts', "import type { X } from '../store/ports.ts';")).toEqual([true]);
    expect(importing('src/delivery/plan.ts', "import { x } from '../store/ports.ts';")).toEqual([false]);
    expect(importing('src/delivery/plan.ts', "import type {\n  X,\n} from '../store/open.ts';")).toEqual([false]);
    expect(importing('emulator/run.ts', "export { x } from '../src/clock.ts';")).toEqual([false]);
    expect(importing('emulator/run.ts', "import { x } from '../src/mesh/contract/head.ts';")).toEqual([true]);
    expect(importing('emulator/run.ts', "const x = await import('../devices/catalogue.ts');")).toEqual([false]);
    expect(importing('devices/script.ts', "import '../src/radio/radio.ts';")).toEqual([false]);
  });
});

describe('cycles', () => {
  it('has none', () => expect(cycles(graph)).toEqual([]));

  it('would be seen', () => {
    const edge = (target: string): Import => ({ target, own: true, typeOnly: false, late: false });
    const ring = new Map([
      ['a', [edge('b')]],
      ['b', [edge('c')]],
      ['c', [edge('b')]],
    ]);
    expect(cycles(ring)).toEqual(['b → c → b']);
  });
});

/** Cycles of imports, one per closing edge. Late ones do not count: they are how a command avoids loading everything. */
function cycles(imports: ReadonlyMap<string, readonly Import[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]) => {
    const at = trail.indexOf(path);
    if (at >= 0) found.push([...trail.slice(at), path].join(' → '));
    if (at >= 0 || done.has(path)) return;
    for (const { own, late, target } of imports.get(path) ?? []) if (own && !late) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return found;
}
