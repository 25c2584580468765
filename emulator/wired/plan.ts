import type { ShelfLabel } from '../mesh/assortment.ts';

/** What hangs on a board, as a gateway's configuration names it. Pins are numbers, analog ones such as `A0`. */
export type PlannedPart =
  | {
      readonly kind: 'button';
      readonly id: string;
      readonly pin: number;
      readonly role: 'assist' | 'reorder' | 'price-check' | 'out-of-stock' | 'acknowledge';
      readonly led?: string;
      readonly sku?: string;
      readonly label?: string;
    }
  | { readonly kind: 'light'; readonly id: string; readonly pin: number; readonly label?: string }
  | { readonly kind: 'motion'; readonly id: string; readonly pin: number }
  | { readonly kind: 'line'; readonly id: string; readonly pins: readonly [number, number] }
  | {
      readonly kind: 'load-cell';
      readonly id: string;
      readonly pin: `A${number}`;
      readonly sku: string;
      readonly pieceGrams: number;
    }
  | {
      readonly kind: 'display';
      readonly id: string;
      readonly model: 'lcd-20x4' | 'lcd-16x2' | 'oled-128x64';
      readonly address: number;
      readonly label: string;
    }
  | { readonly kind: 'relay'; readonly id: string; readonly pin: number; readonly pulseMs: number };

export interface PlannedNode {
  readonly id: string;
  readonly zone: string;
  readonly parts: readonly PlannedPart[];
}

/** Displays are labels to the mesh; their ids begin with what no maker of labels has. */
export const displayLabels = { tillLcd: 'd15b00000001', tillOled: 'd15b00000002', aisleLcd: 'd15b00000003' } as const;

export const tillZone = 'tills';
export const tillAisle = 'tills';
/** Above every shelf with paper or radio labels, so that they come last in their bay. */
const topShelf = 9;

/** Where the displays hang: two at the till, one in the first bay. */
export const displayPlaces: readonly ShelfLabel[] = [
  { id: displayLabels.tillLcd, position: { aisle: tillAisle, bay: 1, shelf: 1, facing: 1 } },
  { id: displayLabels.tillOled, position: { aisle: tillAisle, bay: 1, shelf: 1, facing: 2 } },
  { id: displayLabels.aisleLcd, position: { aisle: '1', bay: 1, shelf: topShelf, facing: 1 } },
];

/** Labels of the serial radio hang in the second bay. */
export const radioLabelPlace = (index: number): ShelfLabel['position'] => ({
  aisle: '1',
  bay: 2,
  shelf: topShelf,
  facing: index + 1,
});

/** What the till row and the aisle are made of. @param sku what stands above the load cell, and on the aisle's display */
export function plannedNodes(aisleZone: string, sku: string): readonly [till: PlannedNode, aisle: PlannedNode] {
  const { tillLcd, tillOled, aisleLcd } = displayLabels;
  return [
    {
      id: 'till-node',
      zone: tillZone,
      parts: [
        { kind: 'line', id: 'till-in', pins: [2, 3] },
        { kind: 'line', id: 'till-out', pins: [4, 5] },
        { kind: 'button', id: 'kasse', pin: 6, role: 'assist', led: 'kasse-led' },
        { kind: 'button', id: 'acknowledge', pin: 7, role: 'acknowledge' },
        { kind: 'light', id: 'kasse-led', pin: 8 },
        { kind: 'light', id: 'till-light', pin: 9 },
        { kind: 'relay', id: 'entry-gate', pin: 10, pulseMs: 1_500 },
        { kind: 'display', id: 'till-lcd', model: 'lcd-20x4', address: 0x27, label: tillLcd },
        { kind: 'display', id: 'till-oled', model: 'oled-128x64', address: 0x3c, label: tillOled },
      ],
    },
    {
      id: 'aisle-node',
      zone: aisleZone,
      parts: [
        { kind: 'motion', id: 'aisle-motion', pin: 2 },
        { kind: 'button', id: 'price-check', pin: 4, role: 'price-check', sku, label: aisleLcd },
        { kind: 'button', id: 'shelf-empty', pin: 7, role: 'out-of-stock', led: 'pick-light', sku },
        { kind: 'light', id: 'pick-light', pin: 8, label: aisleLcd },
        { kind: 'load-cell', id: 'shelf-cell', pin: 'A0', sku, pieceGrams: 250 },
        { kind: 'display', id: 'aisle-lcd', model: 'lcd-16x2', address: 0x27, label: aisleLcd },
      ],
    },
  ];
}

/** The rest of the configuration: what follows from sensors. @param screens signage over which a long queue is told */
export function plannedRules(screens: readonly string[]) {
  const open = { display: displayLabels.tillLcd, text: 'Kasse 2 öffnet' };
  return {
    queues: [{ id: 'till-1', zone: tillZone, entry: ['till-in'], exit: ['till-out'] }],
    watches: [
      {
        id: 'queue-long',
        on: { queue: 'till-1', figure: 'length' },
        raise: 5,
        clear: 2,
        holdMs: 2_000,
        severity: 'warning',
        text: 'Kasse 2 öffnet',
        actions: [{ light: 'till-light' }, open, ...screens.map(screen => ({ screen })), { mesh: true }],
        escalate: { afterMs: 60_000, actions: [{ light: 'kasse-led' }] },
      },
      {
        id: 'kasse-called',
        on: { button: 'kasse' },
        severity: 'info',
        text: 'Kasse braucht Hilfe',
        actions: [{ mesh: true }],
      },
    ],
    coupons: { url: 'https://ec.example/c/{code}' },
  };
}
