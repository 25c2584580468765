import type { LabelModel } from '../../devices/label-model.ts';
import type { LocalBindingsDocument, LooseLabelsDocument, ProductListDocument } from '../console/binding-documents.ts';
import type { CommissioningView } from '../console/commissioning-view.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { type FactReader, factsOf } from '../delivery/label-facts.ts';
import { parseProduct } from '../mesh/contract/parse.ts';
import { decide, type StoreRules } from '../shelf/decide.ts';
import type { LocalText } from '../shelf/fact.ts';
import { formatPrice } from '../shelf/format.ts';
import type { Panel } from '../shelf/panel.ts';
import type { Store } from '../store/store.ts';
import { judge, labelId, skuFinder } from './bind-wish.ts';
import type { Commissioning } from './commissioning.ts';
import type { LabelDocuments } from './label-documents.ts';
import { contentOf, localBinding } from './local-bindings.ts';
import type { Pictures } from './pictures.ts';

export interface CommissioningViewOptions {
  readonly commissioning: Commissioning;
  readonly store: Store;
  readonly reader: FactReader;
  readonly delivery: Pick<Delivery, 'report' | 'reports' | 'model'>;
  readonly documents: Pick<LabelDocuments, 'summaryOf'>;
  readonly pictures: Pick<Pictures, 'draws'>;
  readonly hasTemplate: (id: string) => boolean;
  /** Any model, to draw for a label that is not known yet. */
  readonly models: readonly LabelModel[];
  readonly rules: StoreRules;
  readonly nowMs: () => number;
}

const productsShown = 50;
const looseShown = 2_000;

/** A name in the store's language, else in any. */
export function nameIn(locale: string, name: LocalText): string {
  return name[locale.split('-')[0]!] ?? Object.values(name)[0] ?? '';
}

/** Commissioning as people see it: the changes, and what is there to choose from. */
export function createCommissioningView(options: CommissioningViewOptions): CommissioningView {
  const { commissioning, store, reader, delivery, documents, rules } = options;
  const { settle: _, settleAll: __, ...changes } = commissioning;
  const sku = skuFinder({ exists: id => reader.product(id) !== null, ofGtin: store.skuOfGtin });

  function panelFor(label: string): Panel {
    const model = delivery.model(label) ?? options.models.find(each => each.panel.width === 296) ?? options.models[0];
    if (!model) throw new Error('no label model is declared');
    return model.panel;
  }

  return {
    ...changes,
    previewBinding(request) {
      const wish = judge(
        { ...request, unheard: true },
        {
          knows: () => true,
          sku,
          hasTemplate: options.hasTemplate,
          binding: label => {
            const found = reader.binding(label);
            return found && contentOf(found.value);
          },
        },
      );
      if (!wish.ok) return { ok: false, reason: wish.reason, detail: wish.detail ?? '' };
      const label = labelId(request.label)!;
      const value = { label, ...wish.content };
      const facts = factsOf(label, {
        ...reader,
        binding: () => ({ value, epoch: 0, version: 0, seq: 0, receivedAtMs: options.nowMs() }),
      });
      const verdict = facts && decide(facts, rules, options.nowMs());
      if (!verdict) return { ok: false, reason: 'label.not-bound', detail: label };
      if (!verdict.ok) return { ok: false, reason: verdict.reason, detail: verdict.detail };
      const panel = panelFor(label);
      const drawn = options.pictures.draws(verdict.content, panel);
      if (!drawn.ok) return { ok: false, reason: drawn.reason, detail: drawn.detail };
      const [item] = verdict.content.items;
      return {
        ok: true,
        bitmap: drawn.bitmap,
        panel,
        priceText: item ? formatPrice(item.price, rules.locale).text : '',
        name: item?.name ?? '',
      };
    },
    localBindings(): LocalBindingsDocument {
      const bindings = store.localBindings().flatMap(row => {
        if (row.state === 'adopted') return [];
        const { label, content, madeAtMs, actor } = localBinding(row);
        return [
          {
            label,
            skus: [...(content?.skus ?? [])],
            state: row.state,
            madeAt: new Date(madeAtMs).toISOString(),
            actor,
          },
        ];
      });
      return { schemaVersion: 1, bindings };
    },
    looseLabels(): LooseLabelsDocument {
      const unbound = [];
      const neverHeard = [];
      for (const report of delivery.reports()) {
        const { desired, row } = report.label;
        if (!desired && row.lastSeenMs !== null) unbound.push(documents.summaryOf(report));
        else if (desired && row.lastSeenMs === null) neverHeard.push(documents.summaryOf(report));
      }
      // Whoever holds a label in the hand stands next to the gateway.
      unbound.sort((a, b) => (b.rssi ?? -128) - (a.rssi ?? -128));
      return { schemaVersion: 1, unbound: unbound.slice(0, looseShown), neverHeard: neverHeard.slice(0, looseShown) };
    },
    products(search): ProductListDocument {
      const exact = sku(search);
      const found = store.searchProducts(search.trim(), productsShown);
      const rows =
        exact === null || found.some(row => row.sku === exact)
          ? found
          : [{ sku: exact, body: store.fact('product', exact)?.body ?? '' }, ...found];
      const products = rows.flatMap(row => {
        const product = parseProduct(row.body);
        if (product === null) return [];
        const { gtin, packSize } = product;
        return [
          {
            sku: row.sku,
            gtin,
            packSize,
            name: nameIn(rules.locale, product.name),
            labels: store.labelsBySku(row.sku).length,
          },
        ];
      });
      return { schemaVersion: 1, products };
    },
  };
}
