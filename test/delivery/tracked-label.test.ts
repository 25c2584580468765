import { describe, expect, it } from 'vitest';
import type { DesiredRow, ShownRow } from '../../src/delivery/ports.ts';
import { classify, isOpen, newLabel } from '../../src/delivery/tracked-label.ts';
import type { LabelContent } from '../../src/shelf/content.ts';
import { encodeContent } from '../../src/shelf/content-codec.ts';
import { money } from '../../src/shelf/money.ts';

const at = (amountMinor: bigint): string =>
  encodeContent({
    page: 'price',
    template: 'shelf',
    locale: 'de-DE',
    bitcoin: null,
    items: [
      {
        sku: '1',
        gtin: '4012345678901',
        name: 'Milch',
        secondName: null,
        brand: null,
        packSize: null,
        legalText: null,
        price: money(amountMinor, 'EUR'),
        unitPrice: null,
        lowest30d: null,
        badge: null,
        offer: null,
        soldOut: false,
        memberPrice: null,
        sats: null,
        payCode: null,
      },
    ],
    staff: [],
  } satisfies LabelContent);

const place = { label: 'a', epoch: 1, version: 1, seq: 1 };
const shown = (amountMinor: bigint, trusted = true): ShownRow => ({
  ...place,
  hash: `h${amountMinor}`,
  content: at(amountMinor),
  atMs: 0,
  proof: 'acknowledged',
  trusted,
});
const desired = (amountMinor: bigint): DesiredRow => ({
  ...place,
  hash: `h${amountMinor}`,
  content: at(amountMinor),
  refusal: null,
  sinceMs: 0,
  openSinceMs: 0,
  openSeq: 1,
  untilMs: null,
  traceparent: null,
});

describe('the step from shown to desired', () => {
  it.each([
    ['nothing was ever shown', null, 199n, 'first'],
    ['it rises', shown(199n), 249n, 'increase'],
    ['it falls', shown(249n), 199n, 'decrease'],
    ['it may rise', shown(199n, false), 249n, 'increase'],
    ['it may fall: the tills go first even so', shown(249n, false), 199n, 'decrease'],
    ['it is most likely there already, but not proven', shown(199n, false), 199n, 'first'],
  ] as const)('%s', (_what, before, amountMinor, change) => {
    expect(classify({ ...newLabel('a'), shown: before, desired: desired(amountMinor) }).change).toBe(change);
  });

  it('is open until the very content is proven, on a model that is known', () => {
    const model = { id: 'm' } as NonNullable<ReturnType<typeof newLabel>['model']>;
    const label = { ...newLabel('a'), model, desired: desired(199n) };
    expect(isOpen({ ...label, shown: shown(199n) })).toBe(false);
    expect(isOpen({ ...label, shown: shown(199n, false) })).toBe(true);
    expect(isOpen({ ...label, shown: shown(249n) })).toBe(true);
    expect(isOpen({ ...label, model: null, shown: shown(199n) })).toBe(true);
    const refusal = { reason: 'price.missing', detail: '' } as const;
    expect(isOpen({ ...label, desired: { ...desired(199n), refusal } })).toBe(false);
  });
});
