import type { Desired } from '../delivery/desired.ts';
import type { FactReader } from '../delivery/label-facts.ts';
import { parseBinding, parseOffer } from '../mesh/contract/parse.ts';
import { templateItemSchema } from '../mesh/contract/template.ts';
import type { Change } from '../mesh/mesh.ts';
import type { Renderer } from '../render/render.ts';
import { isLayoutSource, readLayout } from '../signage/layout-source.ts';
import type { Store } from '../store/store.ts';

export interface IntakeOptions {
  readonly store: Store;
  readonly renderer: Renderer;
  readonly reader: Pick<FactReader, 'binding'>;
  readonly desired: Pick<Desired, 'recompute'>;
  /** The mesh has said something about a label's binding. */
  readonly settleBinding: (label: string) => void;
  /** Labels that show a product for a moment though they are bound to another one. */
  readonly answering: (sku: string) => readonly string[];
  /** A template from the mesh that cannot be used; `detail` null: it can again. */
  readonly templateRefused: (id: string, detail: string | null) => void;
}

/** Labels decided before others get their turn. */
const chunk = 200;
/** Bindings read at a time. */
const page = 1_000;

/** From facts that were committed to the labels that they concern. */
export function createIntake(options: IntakeOptions) {
  const { store, renderer, reader, desired, settleBinding, answering, templateRefused } = options;
  function loadTemplate(id: string): void {
    const row = store.fact('template', id);
    if (!row || row.deleted) {
      renderer.removeTemplate(id);
      templateRefused(id, null);
      return;
    }
    const item = templateItemSchema.parse(JSON.parse(row.body));
    if (item.deleted) return;
    if (isLayoutSource(item.source)) {
      // For screens; a label that names it is told that there is no such template.
      renderer.removeTemplate(id);
      const layout = readLayout(item.source);
      const wrong = layout.ok ? (layout.layout.id === id ? null : `it calls itself ${layout.layout.id}`) : null;
      templateRefused(id, layout.ok ? wrong : (layout.problems[0]?.message ?? 'it is not valid'));
      return;
    }
    const result = renderer.setTemplate(item.source);
    const wrongId = result.ok && result.template.id !== id ? `it calls itself ${result.template.id}` : null;
    templateRefused(id, result.ok ? wrongId : (result.problems[0]?.message ?? 'it is not valid'));
  }

  function indexBinding(label: string): void {
    const binding = reader.binding(label)?.value;
    if (binding) store.indexBinding(label, binding.skus);
    else store.unindexBinding(label);
  }

  /** Brings the index of all bindings up to date, writing only what differs; returns their labels. */
  function indexBindings(): string[] {
    const indexed = store.indexedBindings();
    const local = new Set(store.localBindings().map(row => row.label));
    const labels: string[] = [];
    for (;;) {
      const rows = store.facts('binding', { afterKey: labels.at(-1) ?? '', limit: page });
      store.transaction(() => {
        for (const { key, body } of rows) {
          const binding = local.has(key) ? reader.binding(key)?.value : parseBinding(body);
          const skus = [...new Set(binding?.skus)].sort();
          if (skus.join() !== (indexed.get(key) ?? []).join()) store.indexBinding(key, skus);
          labels.push(key);
        }
      });
      if (rows.length < page) break;
    }
    // Labels that only the shelf has bound.
    store.transaction(() => local.forEach(indexBinding));
    return [...new Set([...labels, ...local])];
  }

  function indexOffer(id: string): string[] {
    const row = store.fact('offer', id);
    const offer = row && parseOffer(row.body);
    const before = store.skusOfOffer(id);
    if (offer) store.indexOffer(id, offer.skus);
    else store.unindexOffer(id);
    return [...before, ...(offer?.skus ?? [])];
  }

  /** Labels that these changes have a say on. The indices are brought up to date on the way. */
  function concerned(changes: readonly Pick<Change, 'stream' | 'key'>[]): Set<string> {
    const labels = new Set<string>();
    const all = (skus: readonly string[]) => {
      for (const sku of skus) for (const label of [...store.labelsBySku(sku), ...answering(sku)]) labels.add(label);
    };
    store.transaction(() => {
      for (const { stream, key } of changes) {
        if (stream === 'price' || stream === 'product') all([key]);
        else if (stream === 'offer') all(indexOffer(key));
        else if (stream === 'binding') {
          settleBinding(key);
          indexBinding(key);
          labels.add(key);
        } else if (stream === 'template') {
          loadTemplate(key);
          for (const row of store.allDesired()) labels.add(row.label);
        }
      }
    });
    return labels;
  }

  return {
    /** These labels' bindings were changed at the shelf. */
    rebound(labels: readonly string[]): void {
      store.transaction(() => labels.forEach(indexBinding));
      desired.recompute(labels);
    },
    /** Takes what was just committed; durable and on its way to the labels when this returns. */
    committed(changes: readonly Change[]): void {
      const labels = concerned(changes);
      if (labels.size > 0) desired.recompute(labels, changes.find(change => change.traceparent)?.traceparent ?? null);
    },
    /**
     * Brings everything in line with the stored facts, whatever happened since the last run: a crash between two
     * commits, a new renderer, other rules, instants that passed meanwhile. In pieces, so that others get their turn.
     */
    async catchUp(signal: AbortSignal): Promise<void> {
      for (const { key } of store.factKeys('template')) loadTemplate(key);
      const offers = [...store.factKeys('offer')];
      store.transaction(() => {
        for (const { key } of offers) indexOffer(key);
      });
      const labels = [...new Set([...indexBindings(), ...store.desiredLabels()])];
      for (let from = 0; from < labels.length && !signal.aborted; from += chunk) {
        desired.recompute(labels.slice(from, from + chunk));
        await new Promise(resume => setImmediate(resume));
      }
    },
  };
}

export type Intake = ReturnType<typeof createIntake>;
