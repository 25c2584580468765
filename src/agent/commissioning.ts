import type {
  BatchDocument,
  BatchRequest,
  BindRequest,
  BindResult,
  ReplaceRequest,
  UnbindRequest,
} from '../console/binding-documents.ts';
import type { CommissioningView } from '../console/commissioning-view.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { FactReader } from '../delivery/label-facts.ts';
import { type BindingContent, fateOf, sameBinding } from '../shelf/local-binding.ts';
import { type Reason, reasons } from '../shelf/reasons.ts';
import type { Store } from '../store/store.ts';
import type { Alarms } from './alarms.ts';
import { judge, type Knowledge, labelId, skuFinder, wishOfRow } from './bind-wish.ts';
import { contentOf, localBinding, meshWord, writeContent } from './local-bindings.ts';

export interface CommissioningOptions {
  readonly store: Store;
  readonly reader: FactReader;
  readonly delivery: Pick<Delivery, 'report'>;
  readonly hasTemplate: (id: string) => boolean;
  /** The name of a product, in the store's language. */
  readonly nameOf: (sku: string) => string | null;
  /** These labels' bindings are other ones now: index them and decide anew what they show. */
  readonly rebound: (labels: readonly string[]) => void;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  /** Tells people who watch. */
  readonly tell: (event: string, label: string, text: string) => void;
  readonly nowMs: () => number;
}

/** What this part of commissioning is to others: the changes. What it would look like is told elsewhere. */
export type Commissioning = Pick<CommissioningView, 'bind' | 'unbind' | 'replace' | 'bindBatch' | 'seenOverruled'> & {
  /** The mesh has said something about this label's binding: looks what became of ours. Within the store's transaction. */
  settle(label: string): void;
  /** Looks at all of them: after a start, or when the store could not be written. */
  settleAll(): void;
};

const overruledNamed = 5;

/** Which label shows which product, decided at the shelf. */
export function createCommissioning(options: CommissioningOptions): Commissioning {
  const { store, reader, delivery, alarms, tell, nowMs } = options;
  const known: Knowledge = {
    knows: label => delivery.report(label) !== null,
    sku: skuFinder({ exists: sku => reader.product(sku) !== null, ofGtin: store.skuOfGtin }),
    hasTemplate: options.hasTemplate,
    binding: label => {
      const found = reader.binding(label);
      return found && contentOf(found.value);
    },
  };

  /** Makes it so, durably, with who did it. The label's own work follows once the transaction is through. */
  function put(label: string, content: BindingContent, actor: string, action: string): void {
    const atMs = nowMs();
    const word = meshWord(store.fact('binding', label));
    store.putLocalBinding({ label, body: writeContent(content), basis: word.basis, madeAtMs: atMs, actor });
    // Back to what the mesh says anyway: there is nothing to tell it any more.
    if (sameBinding(word.content, content)) store.settleLocalBinding(label, 'adopted');
    store.audit({
      atMs,
      actor,
      action,
      subject: label,
      detail: { skus: content?.skus ?? [], template: content?.template ?? null },
    });
    store.addHistory({
      label,
      atMs,
      event: 'bound',
      detail: { skus: content?.skus.join(' ') ?? 'nothing', by: actor },
    });
  }

  const result = (label: string, sku: string | null, over: Partial<BindResult>): BindResult => ({
    schemaVersion: 1,
    label,
    sku,
    name: sku === null ? null : options.nameOf(sku),
    verdict: 'done',
    reason: null,
    detail: null,
    ...over,
  });
  const refused = (label: string, reason: Reason, detail: string | null): BindResult =>
    result(label, null, { verdict: 'refused', reason, detail });
  const wasText = (before: BindingContent) =>
    before === null ? 'was bound to nothing' : `was ${before.skus.join(', ')}`;

  /** One wish within whatever transaction is open; tells the label whose binding changed. */
  function bindOne(request: BindRequest, actor: string, changed: string[]): BindResult {
    const wish = judge(request, known);
    if (!wish.ok) return refused(wish.label, wish.reason, wish.detail);
    const { label, sku, content, before } = wish;
    if (sameBinding(content, before)) return result(label, sku, { verdict: 'unchanged' });
    if (request.dryRun) return result(label, sku, { verdict: 'would-do', detail: wasText(before) });
    put(label, content, actor, 'binding.made');
    changed.push(label);
    return result(label, sku, { detail: wasText(before) });
  }

  function finish(changed: readonly string[]): void {
    if (changed.length === 0) return;
    options.rebound(changed);
    tellOverruled();
    for (const label of changed.slice(0, 100))
      tell('binding.made', label, reader.binding(label)?.value.skus.join(', ') ?? 'nothing');
  }

  function tellOverruled(): void {
    const labels = store
      .localBindings()
      .filter(row => row.state === 'overruled')
      .map(row => row.label);
    if (labels.length === 0) alarms.clear('binding.overruled', 'labels');
    else {
      const more = labels.length > overruledNamed ? ` and ${labels.length - overruledNamed} more` : '';
      alarms.raise('binding.overruled', 'labels', `${labels.slice(0, overruledNamed).join(', ')}${more}`);
    }
  }

  function settle(label: string): void {
    const row = store.localBinding(label);
    if (row?.state !== 'open') return;
    const local = localBinding(row);
    const word = meshWord(store.fact('binding', label));
    const fate = fateOf(local, word);
    if (fate === 'holds') return;
    const atMs = nowMs();
    const mesh = word.content?.skus.join(' ') ?? 'nothing';
    store.settleLocalBinding(label, fate);
    store.audit({
      atMs,
      actor: 'mesh',
      action: `binding.${fate}`,
      subject: label,
      detail: { made: local.actor, mesh },
    });
    store.addHistory({ label, atMs, event: fate, detail: { mesh, made: local.content?.skus.join(' ') ?? 'nothing' } });
    tell(`binding.${fate}`, label, fate === 'adopted' ? 'the mesh says the same now' : `the mesh wants ${mesh}`);
    if (fate === 'overruled') tellOverruled();
  }

  return {
    bind(request, actor) {
      const changed: string[] = [];
      const done = store.transaction(() => bindOne(request, actor, changed));
      finish(changed);
      return done;
    },
    unbind({ label: given, dryRun }: UnbindRequest, actor) {
      const label = labelId(given);
      if (label === null) return refused(given, 'binding.label-invalid', given);
      const before = known.binding(label);
      if (before === null) {
        return known.knows(label)
          ? result(label, null, { verdict: 'unchanged' })
          : refused(label, 'binding.label-unknown', null);
      }
      if (dryRun) return result(label, null, { verdict: 'would-do', detail: wasText(before) });
      store.transaction(() => put(label, null, actor, 'binding.ended'));
      finish([label]);
      return result(label, null, { detail: wasText(before) });
    },
    replace(request: ReplaceRequest, actor) {
      const dead = labelId(request.dead);
      const fresh = labelId(request.fresh);
      if (dead === null) return refused(request.dead, 'binding.label-invalid', request.dead);
      if (fresh === null) return refused(request.fresh, 'binding.label-invalid', request.fresh);
      if (dead === fresh) return refused(fresh, 'binding.same-label', null);
      const content = known.binding(dead);
      if (content === null) return refused(dead, 'label.not-bound', reasons['label.not-bound'].meaning);
      if (!request.unheard && !known.knows(fresh)) return refused(fresh, 'binding.label-unknown', null);
      const before = known.binding(fresh);
      if (before !== null && !request.force) return refused(fresh, 'binding.label-taken', wasText(before));
      const sku = content.skus[0] ?? null;
      if (request.dryRun) return result(fresh, sku, { verdict: 'would-do', detail: `takes over from ${dead}` });
      store.transaction(() => {
        put(fresh, content, actor, 'binding.made');
        put(dead, null, actor, 'binding.ended');
        store.audit({ atMs: nowMs(), actor, action: 'label.replaced', subject: dead, detail: { by: fresh } });
      });
      finish([fresh, dead]);
      return result(fresh, sku, { detail: `took over from ${dead}` });
    },
    bindBatch({ rows, unheard, dryRun }: BatchRequest, actor): BatchDocument {
      const changed: string[] = [];
      const seen = new Set<string>();
      const verdicts = store.transaction(() =>
        rows.map(row => {
          const one = batchRow(row);
          return {
            line: row.line,
            label: one.label,
            sku: one.sku ?? row.sku,
            verdict: one.verdict,
            reason: one.reason,
            detail: one.detail,
          };
        }),
      );
      finish(changed);
      const refusals = verdicts.filter(row => row.verdict === 'refused').length;
      return { schemaVersion: 1, rows: verdicts, done: verdicts.length - refusals, refused: refusals };

      function batchRow(row: BatchRequest['rows'][number]): BindResult {
        const label = labelId(row.label) ?? row.label;
        if (seen.has(label)) return refused(label, 'binding.label-duplicate', null);
        seen.add(label);
        const read = wishOfRow(row, unheard);
        if (!read.ok) return refused(label, read.reason, null);
        return bindOne({ ...read.wish, dryRun }, actor, changed);
      }
    },
    seenOverruled(label, actor) {
      const row = store.localBinding(label);
      if (row?.state !== 'overruled' || !store.removeLocalBinding(label)) return false;
      store.audit({ atMs: nowMs(), actor, action: 'binding.seen', subject: label, detail: {} });
      tellOverruled();
      return true;
    },
    settle,
    settleAll() {
      store.transaction(() => {
        for (const { label } of store.localBindings()) settle(label);
      });
      tellOverruled();
    },
  };
}
