import { describe, expect, it } from 'vitest';
import { createOfferLabels } from '../../../src/agent/proximity/offer-labels.ts';
import { encodeContent } from '../../../src/shelf/content-codec.ts';
import { butter, milk } from '../../render/samples.ts';

const page = { page: 'price', template: 'shelf', locale: 'de-DE', bitcoin: null, staff: [] } as const;
const contents = { milk, butter, cream: { ...milk, name: 'Schlagsahne' } };
type Shows = keyof typeof contents;
const row = (name: Shows) => ({ content: encodeContent({ ...page, items: [contents[name]] }), hash: name });
const label = 'aabbccddee01';
const says = [{ offer: 'butter', version: 2, variant: null }];

/** One label, and what the store has to say of it. */
function onShelf(inDoubt: Parameters<typeof createOfferLabels>[1] = () => []) {
  let desired: Shows = 'milk';
  let shown: { readonly name: Shows; readonly trusted: boolean } = { name: 'milk', trusted: true };
  const labels = createOfferLabels(
    {
      desired: () => row(desired),
      shown: () => ({ ...row(shown.name), atMs: 5, trusted: shown.trusted }),
    },
    inDoubt,
  );
  return {
    of: () => labels.of('butter').map(({ desired: wanted, maybe, settled }) => ({ wanted, maybe, settled })),
    look(wants: Shows, shows: Shows, trusted = true): void {
      desired = wants;
      shown = { name: shows, trusted };
      labels.look([label]);
    },
  };
}

describe('which labels say an offer', () => {
  it('is what they should, and what they are known to', () => {
    const shelf = onShelf();
    shelf.look('milk', 'milk');
    expect(shelf.of()).toEqual([]);
    shelf.look('butter', 'milk');
    expect(shelf.of()).toEqual([{ wanted: says, maybe: [], settled: false }]);
    shelf.look('butter', 'butter');
    expect(shelf.of()).toEqual([{ wanted: says, maybe: [], settled: true }]);
    shelf.look('milk', 'butter');
    expect(shelf.of()).toEqual([{ wanted: [], maybe: says, settled: false }]);
    shelf.look('milk', 'milk');
    expect(shelf.of()).toEqual([]);
  });

  it('counts a picture that was still on its way when the offer went', () => {
    const shelf = onShelf();
    shelf.look('butter', 'milk');
    shelf.look('butter', 'milk', false);
    shelf.look('milk', 'milk', false);
    expect(shelf.of()).toEqual([{ wanted: [], maybe: says, settled: false }]);
    // It came after all, and has to be replaced.
    shelf.look('milk', 'butter');
    expect(shelf.of()).toEqual([{ wanted: [], maybe: says, settled: false }]);
    shelf.look('milk', 'milk');
    expect(shelf.of()).toEqual([]);
  });

  it('does not count what was only wished for before anything was sent', () => {
    const shelf = onShelf();
    shelf.look('butter', 'milk');
    shelf.look('milk', 'milk');
    expect(shelf.of()).toEqual([]);
  });

  it('counts after a restart what an unproven label may show', () => {
    const shelf = onShelf(() => says);
    shelf.look('cream', 'milk', false);
    expect(shelf.of()).toEqual([{ wanted: [], maybe: says, settled: false }]);
    shelf.look('cream', 'cream');
    shelf.look('milk', 'cream', false);
    // Only at first is nothing remembered.
    expect(shelf.of()).toEqual([]);
  });
});
