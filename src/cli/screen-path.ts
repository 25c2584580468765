import type { LocalClient } from './agent-client.ts';
import type { Failure } from './exit.ts';

/** Where the agent keeps a screen. */
export const screenPath = (id: string) => `/api/screens/${encodeURIComponent(id)}`;

/** Adds which screens there are to a failure that says that this one is not. */
export async function suggestScreen(id: string, agent: LocalClient, failed: Failure): Promise<Failure> {
  if (failed.code !== 'screen.unknown') return failed;
  const { ScreenListDocument } = await import('../console/screen-documents.ts');
  const answer = await agent.read('/api/screens', ScreenListDocument);
  if (!answer.ok) return failed;
  const known = answer.value.screens.map(screen => screen.id).join(', ') || 'none';
  return { ...failed, message: `There is no screen ${id}.`, hint: `There are: ${known}.` };
}
