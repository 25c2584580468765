import type { AuditDocument } from '../console/upkeep-documents.ts';
import { findPeer } from './agent-client.ts';
import { defineCommand, type Noun } from './command.ts';
import { parseDuration } from './duration.ts';
import { wrongUsage } from './exit.ts';
import { on, text, whole } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatTable } from './table.ts';

const list = defineCommand({
  verb: null,
  summary: 'Who did what, newest first',
  about: `Every change that a person made, and what the mesh and the agent decided about it: bindings, released messages,
    pauses, backups. A hundred thousand entries are kept.

    Prices are not in it, as the mesh is their author; endcap label show has the history of each label.`,
  args: {},
  flags: {
    limit: whole('N', { min: 1, max: 1_000, absent: 50 }, 'So many entries; 50 unless told'),
    actor: text('WHO', 'Only of this actor; a kind such as token for all of them'),
    since: text('TIME', 'Only since then: an age such as 2h, or an instant such as 2026-11-24T08:00:00Z'),
    ndjson: on('One document a line'),
    ...agentFlags,
  },
  examples: [['endcap audit --limit 20', 'what happened here lately?']],
  async run({ clock, env, terminal }, { flags }) {
    const query = new URLSearchParams({ limit: `${flags.limit}` });
    if (flags.actor) query.set('actor', flags.actor);
    if (flags.since !== null) {
      const ageMs = parseDuration(flags.since);
      const sinceMs = ageMs === null ? Date.parse(flags.since) : clock.now() - ageMs;
      if (Number.isNaN(sinceMs)) return wrongUsage(`--since must be an age or an instant, not "${flags.since}".`);
      query.set('since', new Date(sinceMs).toISOString());
    }
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { AuditDocument } = await import('../console/upkeep-documents.ts');
    const answer = await agent.value.read(`/api/audit?${query}`, AuditDocument);
    if (!answer.ok) return answer.failure;
    const { entries } = answer.value;
    if (flags.ndjson) for (const entry of entries) terminal.out(`${JSON.stringify(entry)}\n`);
    else if (flags.json) terminal.out(`${JSON.stringify(answer.value)}\n`);
    else if (entries.length === 0) terminal.out('There is no such entry.\n');
    else terminal.out(formatTable(columns, entries.map(row), terminal.width, terminal.colours.dim));
    return null;
  },
});

export const audit: Noun = { noun: 'audit', summary: 'Who did what', commands: [list] };

const columns = [
  { title: 'WHEN' },
  { title: 'WHO', shrinkTo: 10 },
  { title: 'WHAT' },
  { title: 'OF', shrinkTo: 12 },
  { title: 'DETAIL', shrinkTo: 8 },
];

function row({ at, actor, action, subject, detail }: AuditDocument['entries'][number]): Cell[] {
  return [at, actor, action, subject, Object.keys(detail).length === 0 ? '' : JSON.stringify(detail)];
}
