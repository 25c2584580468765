import type { Catalogue } from '../../devices/catalogue.ts';
import type { Clock } from '../clock.ts';
import { configLines, type Origins, originText } from '../config/origin.ts';
import type { Config } from '../config/schema.ts';
import type { AgentView } from '../console/agent-view.ts';
import type { BitcoinView } from '../console/bitcoin-view.ts';
import type { CommissioningView } from '../console/commissioning-view.ts';
import type { ProximityView } from '../console/proximity-view.ts';
import type { ScreenView } from '../console/screen-view.ts';
import type { UpkeepView } from '../console/upkeep-view.ts';
import type { WellBeingView } from '../console/well-being-view.ts';
import type { WiredView } from '../console/wired-view.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { examine } from '../doctor/examine.ts';
import { machine } from '../doctor/machine.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { Atlas } from '../render/atlas.ts';
import { builtinTemplates } from '../render/builtin-templates.ts';
import { createRenderer, type Renderer } from '../render/render.ts';
import { compileTemplate } from '../render/template.ts';
import { running } from '../runtime-registry.ts';
import type { Panel } from '../shelf/panel.ts';
import type { Store } from '../store/store.ts';
import type { Changes } from './changes.ts';
import type { LabelDocuments } from './label-documents.ts';
import type { Pictures } from './pictures.ts';
import { sampleContents } from './sample-contents.ts';
import type { StatusDocuments } from './status-documents.ts';

export interface ViewOptions {
  readonly config: Config;
  readonly origins: Origins;
  readonly store: Store;
  readonly mesh: Mesh;
  readonly delivery: Delivery;
  readonly catalogue: Catalogue;
  readonly renderer: Renderer;
  readonly atlas: Atlas;
  readonly pictures: Pictures;
  readonly labels: LabelDocuments;
  readonly status: StatusDocuments;
  readonly changes: Changes;
  readonly after: Clock['after'];
  readonly nowMs: Clock['now'];
  readonly wellBeing: WellBeingView;
  readonly commissioning: CommissioningView;
  readonly upkeep: UpkeepView;
  readonly bitcoin: BitcoinView;
  readonly proximity: ProximityView;
  readonly wired: WiredView;
  readonly screens: ScreenView;
}

/** Quarantined messages that a list shows; the store keeps no more. */
const quarantineShown = 2_000;

/** What the console and the command line see of the agent. */
export function createView(options: ViewOptions): AgentView {
  const { store, mesh, delivery, renderer, pictures, labels, status } = options;
  const builtIn = new Set(builtinTemplates());
  return {
    ...options.wellBeing,
    ...options.commissioning,
    ...options.upkeep,
    ...options.bitcoin,
    ...options.proximity,
    ...options.wired,
    ...options.screens,
    status: status.status,
    labels: labels.summaries,
    labelSummary: labels.summary,
    label: labels.document,
    lag: status.lag,
    health: status.health,
    subscribe: options.changes.subscribe,
    picture(id, which) {
      const label = delivery.report(id)?.label;
      if (!label) return { ok: false, reason: 'unknown-label' };
      const panel = label.model?.panel;
      const row = which === 'shown' ? label.shown : label.desired;
      if (!panel || !row || row.content === null) return { ok: false, reason: 'none' };
      const bitmap = pictures.of({ hash: row.hash, content: row.content }, panel);
      return bitmap ? { ok: true, bitmap, panel, hash: row.hash } : { ok: false, reason: 'none' };
    },
    quarantine: () => ({
      schemaVersion: 1,
      items: store.quarantined(quarantineShown).map(row => ({
        id: String(row.id),
        at: new Date(row.lastAtMs).toISOString(),
        topic: row.topic,
        reason: row.reason,
        detail: row.detail,
        count: row.times,
      })),
      counts: store.quarantineCounts(),
    }),
    release: (id, actor) => mesh.release(Number(id), actor),
    drop(id, actor) {
      const dropped = mesh.drop(Number(id));
      if (dropped) store.audit({ atMs: options.nowMs(), actor, action: 'fact.dropped', subject: id, detail: {} });
      return dropped;
    },
    config: () => ({
      schemaVersion: 1,
      values: configLines(options.config, options.origins).map(({ field, value, origin }) => ({
        path: field,
        value,
        origin: originText(origin),
      })),
    }),
    refresh(id, actor) {
      if (!delivery.report(id)) return { ok: false, reason: 'unknown-label' };
      if (!delivery.refresh(id)) return { ok: false, reason: 'label.not-bound' };
      store.audit({ atMs: options.nowMs(), actor, action: 'label.refreshed', subject: id, detail: {} });
      return { ok: true };
    },
    doctor() {
      const agent = {
        pid: process.pid,
        status: status.status(),
        labels: labels.summaries(),
        quarantine: this.quarantine(),
      };
      const patient = machine(options.config, agent, () =>
        running('agent').map(({ pid, radios }) => ({ pid, radios })),
      );
      const testBeacons = () => options.proximity.testBeacons(null);
      return examine({ ...patient, testBeacons }, options.after);
    },
    previewTemplate(source) {
      const checked = compileTemplate(source, options.atlas);
      const panels = panelsOf(options.catalogue);
      if (!checked.ok) {
        const problems = checked.problems.map(problem => problem.message);
        return panels.map(panel => ({ panel, bitmap: null, problems }));
      }
      const preview = createRenderer({ templates: [source], atlas: options.atlas, layerBytes: 0 });
      const samples = sampleContents(options.config.gateway.locale);
      return panels.flatMap(panel =>
        samples.map(sample => {
          const drawn = preview.render({ ...sample, template: checked.template.id }, panel);
          return drawn.ok
            ? { panel, bitmap: drawn.bitmap, problems: [] }
            : { panel, bitmap: null, problems: [`${drawn.reason}: ${drawn.detail}`] };
        }),
      );
    },
    templates: () =>
      renderer.templates().map(({ id, source }) => ({ id, source, origin: builtIn.has(source) ? 'built-in' : 'mesh' })),
  };
}

/** Every panel size that a declared model has, once. */
function panelsOf(catalogue: Catalogue): Panel[] {
  const panels = new Map<string, Panel>();
  for (const { panel } of catalogue.models) panels.set(`${panel.width}x${panel.height} ${panel.palette}`, panel);
  return [...panels.values()];
}
