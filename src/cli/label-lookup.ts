import { editDistance } from '../config/nearest.ts';
import type { LabelDocument, LabelSummary } from '../console/documents.ts';
import { findPeer, type LocalClient } from './agent-client.ts';
import type { Context } from './command.ts';
import type { Answer, Failure } from './exit.ts';

/** Asks the agent for one label. */
export async function askLabel(id: string, socket: string | null, { env }: Context): Promise<Answer<LabelDocument>> {
  const agent = findPeer('agent', socket, env);
  if (!agent.ok) return agent;
  const { LabelDocument } = await import('../console/documents.ts');
  const answer = await agent.value.read(labelPath(id), LabelDocument);
  if (answer.ok) return answer;
  return { ok: false, failure: await suggestLabel(id, agent.value, answer.failure) };
}

/** Where the agent keeps a label. Ids are written in lower case; people copy them from stickers in any. */
export function labelPath(id: string): string {
  return `/api/labels/${encodeURIComponent(id.toLowerCase().replaceAll(':', ''))}`;
}

/** Two keys pressed in the wrong order, or one or two wrong ones. */
const slips = 2;

/** The labels that may have been meant: by a part of the id, by the SKU on it, or by an id that was mistyped. */
function meantBy(id: string, labels: readonly LabelSummary[]): readonly LabelSummary[] {
  const typed = id.toLowerCase().replaceAll(':', '');
  const fitting = labels.filter(label => label.id.includes(typed) || label.skus.includes(id));
  if (fitting.length > 0) return fitting;
  return labels
    .filter(label => Math.abs(label.id.length - typed.length) <= slips)
    .map(label => ({ label, distance: editDistance(typed, label.id) }))
    .filter(({ distance }) => distance <= slips)
    .sort((a, b) => a.distance - b.distance)
    .map(({ label }) => label);
}

/** Adds to "not found" which label was meant. */
export async function suggestLabel(id: string, agent: LocalClient, failed: Failure): Promise<Failure> {
  if (failed.code !== 'console.not-found') return failed;
  const { LabelListDocument } = await import('../console/documents.ts');
  const list = await agent.read('/api/labels', LabelListDocument);
  if (!list.ok) return failed;
  const meant = meantBy(id, list.value.labels);
  const hint =
    meant.length === 0
      ? 'See endcap label list.'
      : `Did you mean ${meant
          .slice(0, 3)
          .map(label => `${label.id} (${label.name ?? 'unbound'})`)
          .join(' or ')}?`;
  return { ...failed, hint };
}
