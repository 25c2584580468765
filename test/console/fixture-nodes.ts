import type { NodeEntry, NodePinsDocument, SensorEntry } from '../../src/console/wired-documents.ts';
import { ago } from './fixture-zones.ts';

const node = (id: string, parts: string[], over: Partial<NodeEntry> = {}): NodeEntry => ({
  id,
  url: `serial:///dev/serial/by-id/usb-Arduino_Uno_${id}`,
  state: 'ready',
  reason: null,
  detail: null,
  firmware: 'StandardFirmata 2.5',
  since: ago(7_400),
  parts,
  ...over,
});

/** Two boards that work, one whose cable is out and one with the wrong firmware. */
export const fixtureNodes = (): NodeEntry[] => [
  node('dairy-shelf', ['assist-3', 'guide-a', 'guide-b', 'aisle-motion', 'cheese-cell', 'cheese-price']),
  node('tills', ['line-in', 'line-out', 'bell-2', 'till-lamp', 'till-display'], {
    url: 'tcp://10.0.0.7:3030',
    firmware: 'ConfigurableFirmata 2.10',
    since: ago(86_400 * 3),
  }),
  node('gate', ['gate-relay'], { state: 'down', reason: 'node.down', detail: 'no such device', since: ago(310) }),
  node('wine-shelf', ['wine-cell'], {
    state: 'unfit',
    reason: 'node.firmware-unfit',
    detail: 'pin 9 has no analog mode',
    firmware: 'Blink 1.0',
    since: ago(52),
  }),
];

type Pin = NodePinsDocument['pins'][number];
type Use = readonly [part: string, mode: string, value: number];
const uses: Record<string, Record<string, Use>> = {
  'dairy-shelf': {
    2: ['assist-3', 'pull-up', 1],
    5: ['guide-a', 'output', 1],
    6: ['guide-b', 'output', 0],
    7: ['aisle-motion', 'input', 1],
    A0: ['cheese-cell', 'analog', 611],
    A4: ['cheese-price', 'i2c', 0],
    A5: ['cheese-price', 'i2c', 0],
  },
  tills: {
    2: ['line-in', 'input', 0],
    3: ['line-in', 'input', 1],
    4: ['line-out', 'input', 0],
    7: ['line-out', 'input', 0],
    8: ['bell-2', 'pull-up', 1],
    9: ['till-lamp', 'output', 1],
    A4: ['till-display', 'i2c', 0],
    A5: ['till-display', 'i2c', 0],
  },
  'wine-shelf': { 9: ['wine-cell', 'analog', 0] },
};

/** The pins of an Uno. Null: the board cannot be asked. */
export function fixturePins(id: string): Pin[] | null {
  const used = uses[id];
  if (used === undefined) return null;
  const names = [...Array.from({ length: 14 }, (_, at) => `${at}`), ...Array.from({ length: 6 }, (_, at) => `A${at}`)];
  return names.map((pin): Pin => {
    const [part = null, mode = null, value = null] = used[pin] ?? [];
    const serial = pin === '0' || pin === '1';
    const modes = serial ? [] : pin.startsWith('A') ? ['input', 'output', 'analog'] : ['input', 'pull-up', 'output'];
    return { pin, modes, mode, value, part };
  });
}

const part = (
  id: string,
  from: string | null,
  kind: SensorEntry['kind'],
  values: SensorEntry['values'],
  over: Partial<SensorEntry> = {},
): SensorEntry => ({
  id,
  node: from,
  kind,
  zone: from === 'tills' ? 'checkout' : 'dairy',
  state: 'ready',
  reason: null,
  role: null,
  sku: null,
  label: null,
  values,
  lastEvent: null,
  method: 'pin',
  confidence: 1,
  ...over,
});

/** Counts up by itself, so that a page is seen to live. */
const tick = (everySeconds: number) => Math.floor(Date.now() / 1000 / everySeconds) % 1_000;

/** Everything that hangs on the boards, two scales and two scanners. `lights`: what they were switched to. */
export const fixtureSensors = (lights: ReadonlyMap<string, string>): SensorEntry[] => [
  part(
    'assist-3',
    'dairy-shelf',
    'button',
    { pressed: false },
    {
      role: 'assist',
      lastEvent: { at: ago(95), event: 'press' },
    },
  ),
  part('guide-a', 'dairy-shelf', 'light', { light: lights.get('guide-a') ?? 'blink' }, { label: '500000000012' }),
  part('guide-b', 'dairy-shelf', 'light', { light: lights.get('guide-b') ?? 'off' }, { label: '500000000013' }),
  part(
    'aisle-motion',
    'dairy-shelf',
    'motion',
    { motion: tick(7) % 2 === 0 },
    {
      method: 'pir',
      confidence: 0.7,
    },
  ),
  part(
    'cheese-cell',
    'dairy-shelf',
    'load-cell',
    { grams: 2_418.5, pieces: 12, stable: true },
    {
      sku: '40123',
      lastEvent: { at: ago(33), event: 'pick' },
      method: 'load-cell',
      confidence: 0.85,
    },
  ),
  part(
    'cheese-price',
    'dairy-shelf',
    'display',
    {
      model: 'lcd-20x4',
      line1: 'Bergkäse gereift',
      line2: '4,99 EUR',
      line3: '5.214 sats',
      line4: 'Kurs von 11:58',
    },
    { label: '500000000077' },
  ),
  part(
    'line-in',
    'tills',
    'line',
    { in: 340 + tick(9), out: 2, turnedBack: 5 },
    {
      lastEvent: { at: ago(6), event: 'in' },
      method: 'two-beams',
      confidence: 0.95,
    },
  ),
  part(
    'line-out',
    'tills',
    'line',
    { in: 1, out: 331 + tick(9), turnedBack: 1 },
    {
      lastEvent: { at: ago(11), event: 'out' },
      method: 'two-beams',
      confidence: 0.95,
    },
  ),
  part('bell-2', 'tills', 'button', { pressed: false }, { role: 'acknowledge' }),
  part('till-lamp', 'tills', 'light', { light: lights.get('till-lamp') ?? 'on' }),
  part(
    'till-display',
    'tills',
    'display',
    { model: 'lcd-16x2', line1: 'Kasse 2 öffnet', line2: 'bitte anstellen' },
    {
      label: '500000000078',
    },
  ),
  part('gate-relay', 'gate', 'relay', {}, { zone: 'entrance', state: 'down', reason: 'node.down', confidence: 0 }),
  part(
    'wine-cell',
    'wine-shelf',
    'load-cell',
    {},
    {
      zone: 'wine',
      state: 'uncalibrated',
      reason: 'sensor.not-calibrated',
      method: 'load-cell',
      confidence: 0,
    },
  ),
  part(
    'till-1-scale',
    null,
    'scale',
    { grams: 1_236, stable: tick(3) % 4 !== 0 },
    {
      zone: 'checkout',
      method: 'sics',
      lastEvent: { at: ago(3), event: 'weight' },
    },
  ),
  part(
    'till-2-scale',
    null,
    'scale',
    {},
    {
      zone: 'checkout',
      state: 'silent',
      reason: 'checkout.scale-silent',
      method: '8217',
      confidence: 0,
    },
  ),
  part(
    'floor-scanner',
    null,
    'scanner',
    { code: '(01)04012345678901(15)261224' },
    {
      role: 'sales-floor',
      method: 'gs1',
      lastEvent: { at: ago(140), event: 'scan' },
    },
  ),
];
