import type { LabelDocument } from '../console/documents.ts';
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

/** Adds to "not found" which label was meant, by a part of its id or by the SKU on it. */
export async function suggestLabel(id: string, agent: LocalClient, failed: Failure): Promise<Failure> {
  if (failed.code !== 'console.not-found') return failed;
  const { LabelListDocument } = await import('../console/documents.ts');
  const list = await agent.read('/api/labels', LabelListDocument);
  if (!list.ok) return failed;
  const meant = list.value.labels.filter(label => label.id.includes(id.toLowerCase()) || label.skus.includes(id));
  const hint =
    meant.length === 0
      ? 'See endcap label list.'
      : `Did you mean ${meant
          .slice(0, 3)
          .map(label => `${label.id} (${label.name ?? 'unbound'})`)
          .join(' or ')}?`;
  return { ...failed, hint };
}
