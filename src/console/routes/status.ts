import type { AgentView } from '../agent-view.ts';
import { ConfigDocument, StatusDocument } from '../documents.ts';
import { defineRoute, type Route } from '../route.ts';

/** How the agent is, and with which settings it runs. */
export function statusRoutes(view: AgentView): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/status',
      role: 'viewer',
      summary: 'How the agent, its mesh, its radios and its labels are',
      answer: StatusDocument,
      run: ({ c }) => c.json(view.status()),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/config',
      role: 'viewer',
      summary: 'The settings that hold and where each comes from; secrets are never told',
      answer: ConfigDocument,
      run: ({ c }) => c.json(view.config()),
    }),
  ];
}
