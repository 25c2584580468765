import type { StatusDocument } from '../console/documents.ts';
import { findPeer } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { confidences, paintOf } from './confidence.ts';
import { formatAgo, formatDuration } from './duration.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatPairs } from './table.ts';
import { type Colours, plain } from './terminal.ts';

const show = defineCommand({
  verb: null,
  summary: 'Is everything well?',
  about: `One screen about the running agent: its connection to the mesh, its radios, how many labels have proven
    what they should show, a wave that is under way, and every alarm with its reason.

    It tells what the agent knows. A label that fell off its shelf is still "confirmed" until a radio misses it, and an
    agent that is cut off from the mesh cannot know which prices it has not heard of: that is what the amber state says.`,
  args: {},
  flags: agentFlags,
  examples: [
    ['endcap status', 'one screen for people'],
    ['endcap status --json', 'the same as a document'],
  ],
  async run(context, { flags }) {
    const agent = findPeer('agent', flags.socket, context.env);
    if (!agent.ok) return agent.failure;
    const { StatusDocument } = await import('../console/documents.ts');
    const answer = await agent.value.read('/api/status', StatusDocument);
    if (!answer.ok) return answer.failure;
    context.terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatStatus(answer.value, context));
    return null;
  },
});

export const status: Noun = { noun: 'status', summary: 'Is everything well?', commands: [show] };

function formatStatus(document: StatusDocument, { terminal, clock }: Context): string {
  const { gateway, mesh, store, labels, radios, wave, alarms } = document;
  const { colours } = terminal;
  const nowMs = clock.now();
  const running = `version ${gateway.version}, started ${formatAgo(gateway.startedAt, nowMs)}`;
  const pairs: [string, Cell][] = [
    ['Gateway', `${gateway.organisation} / store ${gateway.store} / ${gateway.id} (${running})`],
    ['Mesh', meshCell(mesh, nowMs, colours)],
  ];
  if (mesh.unsignedAllowed) pairs.push(['', { text: 'lab mode: unsigned facts are taken', paint: colours.yellow }]);
  for (const stream of mesh.streams) {
    const gap = stream.gap > 0 ? `, ${stream.gap} missing` : '';
    const text = `${stream.name} at ${stream.epoch}:${stream.seq}${gap}`;
    pairs.push(['', stream.gap > 0 ? { text, paint: colours.yellow } : text]);
  }
  if (mesh.quarantined > 0) {
    pairs.push([
      '',
      { text: `${mesh.quarantined} messages in quarantine: endcap mesh quarantine`, paint: colours.yellow },
    ]);
  }
  pairs.push(['Store', `${store.state}${store.detail ? `: ${store.detail}` : ''} (keyring ${store.keyring})`]);
  const counts = confidences.filter(name => labels[name] > 0).map(name => `${labels[name]} ${name}`);
  pairs.push(['Labels', `${labels.total} in all${counts.length > 0 ? `: ${counts.join(', ')}` : ''}`]);
  if (labels.refused > 0) {
    pairs.push([
      '',
      { text: `${labels.refused} keep an older content because a rule refused the new one`, paint: colours.red },
    ]);
  }
  if (labels.unbound > 0) pairs.push(['', `${labels.unbound} heard, but bound to nothing`]);
  for (const [index, radio] of radios.entries()) {
    const busy = radio.busyShare === null ? '' : `, ${Math.round(radio.busyShare * 100)} % busy`;
    const detail = radio.detail ? `: ${radio.detail}` : '';
    pairs.push([index === 0 ? 'Radios' : '', `${radio.url} ${radio.state}${detail}, ${radio.labels} labels${busy}`]);
  }
  if (radios.length === 0) pairs.push(['Radios', { text: 'none', paint: colours.yellow }]);
  if (wave) {
    const eta = wave.etaSeconds === null ? '' : `, ready in ${formatDuration(wave.etaSeconds * 1000)}`;
    pairs.push(['Wave', { text: `${wave.done} of ${wave.total}${eta}`, paint: paintOf('pending', colours) }]);
  }
  let out = formatPairs(pairs, terminal.width);
  for (const alarm of alarms) {
    out += `\n${colours.red('Alarm')} ${plain(alarm.detail)} ${colours.dim(`[${plain(alarm.reason)}]`)}`;
    out += ` since ${formatAgo(alarm.since, nowMs)}\n`;
  }
  return out;
}

function meshCell(mesh: StatusDocument['mesh'], nowMs: number, colours: Colours): Cell {
  const detail = mesh.detail ? `: ${mesh.detail}` : '';
  const text = `${mesh.state}${detail}, last message ${formatAgo(mesh.lastMessageAt, nowMs)}`;
  const paint = mesh.state === 'connected' ? colours.green : mesh.state === 'offline' ? colours.red : colours.yellow;
  return { text, paint };
}
