import type { CommissioningView } from '../../src/console/commissioning-view.ts';
import type { LabelSummary } from '../../src/console/documents.ts';
import { panels, products } from './fixture-labels.ts';
import { drawLabel } from './fixture-picture.ts';

/** Binds labels of the fixture; knows SKUs only, and refuses what it does not know. */
export function fixtureCommissioning(
  labels: Map<string, LabelSummary>,
  changed: (id: string) => void,
): CommissioningView & { readonly actors: string[] } {
  const actors: string[] = [];
  const productOf = (sku: string) => products.find(each => each.sku === sku);
  const result = { schemaVersion: 1, name: null, reason: null, detail: null } as const;
  const set = (id: string, sku: string | null) => {
    const label = labels.get(id)!;
    const name = sku === null ? null : productOf(sku)!.name;
    labels.set(id, { ...label, skus: sku === null ? [] : [sku], name });
    changed(id);
  };
  const view: CommissioningView = {
    bind({ label, sku, dryRun }, actor) {
      const refused = { ...result, label, sku: null, verdict: 'refused' } as const;
      if (!labels.has(label)) return { ...refused, reason: 'binding.label-unknown' };
      if (!productOf(sku)) return { ...refused, reason: 'binding.sku-unknown', detail: sku };
      if (labels.get(label)!.skus[0] === sku) return { ...result, label, sku, verdict: 'unchanged' };
      if (dryRun) return { ...result, label, sku, verdict: 'would-do' };
      actors.push(actor);
      set(label, sku);
      return { ...result, label, sku, name: productOf(sku)!.name, verdict: 'done' };
    },
    unbind({ label, dryRun }) {
      if (!labels.has(label))
        return { ...result, label, sku: null, verdict: 'refused', reason: 'binding.label-unknown' };
      if (!dryRun) set(label, null);
      return { ...result, label, sku: null, verdict: dryRun ? 'would-do' : 'done' };
    },
    replace({ dead, fresh, dryRun }, actor) {
      const sku = labels.get(dead)?.skus[0];
      if (sku === undefined)
        return { ...result, label: dead, sku: null, verdict: 'refused', reason: 'label.not-bound' };
      if (!dryRun) set(dead, null);
      return view.bind({ label: fresh, sku, unheard: false, dryRun }, actor);
    },
    bindBatch({ rows, unheard, dryRun }, actor) {
      const verdicts = rows.map(({ line, label, sku }) => {
        const { verdict, reason, detail } = view.bind({ label, sku, unheard, dryRun }, actor);
        return { line, label, sku, verdict, reason, detail };
      });
      const refused = verdicts.filter(row => row.verdict === 'refused').length;
      return { schemaVersion: 1, rows: verdicts, done: verdicts.length - refused, refused };
    },
    previewBinding({ sku }) {
      const product = productOf(sku);
      if (!product) return { ok: false, reason: 'binding.sku-unknown', detail: sku };
      const panel = panels[0]!;
      const bitmap = drawLabel(panel, product, product.amountMinor);
      return { ok: true, panel, bitmap, name: product.name, priceText: `${product.amountMinor / 100} €` };
    },
    localBindings: () => ({ schemaVersion: 1, bindings: [] }),
    seenOverruled: () => false,
    looseLabels: () => ({ schemaVersion: 1, unbound: [], neverHeard: [] }),
    products: search => ({
      schemaVersion: 1,
      products: products
        .filter(({ name, sku }) => `${sku} ${name}`.toLowerCase().includes(search.toLowerCase()))
        .map(({ sku, name, packSize }) => ({ sku, gtin: '4012345678901', name, packSize, labels: 1 })),
    }),
  };
  return { ...view, actors };
}
