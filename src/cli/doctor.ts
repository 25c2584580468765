import { resolve } from 'node:path';
import type { BeaconTestDocument } from '../console/beacon-documents.ts';
import type { DoctorDocument, DoctorVerdict } from '../console/doctor-document.ts';
import type { AgentGlance } from '../doctor/check.ts';
import { latest, running, thisHost } from '../runtime-registry.ts';
import { createLocalClient } from './agent-client.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { readConfig } from './config-file.ts';
import { exits, type Failure, type Found, wrongUsage } from './exit.ts';
import { text } from './flag.ts';
import { wrap } from './help.ts';
import { agentFlags } from './peer-flags.ts';
import { createProgressLine } from './progress.ts';
import { type Colours, plain } from './terminal.ts';

type Examined = DoctorDocument['checks'][number];

/** It listens for its own beacons, and asks a broker that may be silent. */
const examinedMs = 40_000;

const examineAll = defineCommand({
  verb: null,
  summary: 'Look for what is wrong on this gateway',
  about: `Examines adapters, rights, clock, broker, certificates, keys, disk, store and radio, one after the other, each
    with what was seen and what mends it. Exit code 1 when one of them fails. A cause is told once: what rests on
    something that failed says that it was not measured.

    A running agent examines itself, with the settings it was started with; with --config, or without an agent, this
    command looks for itself, so that the configuration has to be named. It changes nothing, and it
    does not look at single labels: endcap attention does.`,
  args: {},
  flags: { config: text('FILE', "The configuration; else ENDCAP_CONFIG, else the running agent's"), ...agentFlags },
  examples: [
    ['endcap doctor', 'on a gateway that misbehaves'],
    ['endcap doctor --config /etc/endcap/endcap.yaml', 'before the first start'],
  ],
  async run(context, { flags }): Promise<Failure | Found | null> {
    const { env, terminal, clock } = context;
    const host = thisHost(env);
    const socket = flags.socket ?? env.ENDCAP_SOCKET ?? latest('agent', host)?.socket ?? null;
    const entry = running('agent', host).find(each => each.socket === socket) ?? null;
    const named = flags.config ?? env.ENDCAP_CONFIG ?? null;
    // The agent knows with which settings it really runs, and looks with its own rights.
    const own = named === null && socket !== null ? await askAgent(socket) : null;
    if (own !== null) return tell(own, flags.json, context);
    const file = named ?? entry?.config ?? null;
    if (file === null) {
      return wrongUsage(
        'No agent runs here, so that the configuration is needed.',
        'Name it with --config FILE or ENDCAP_CONFIG.',
      );
    }
    const read = await readConfig(file, env);
    if (!read.ok) return read.failure;
    const { config } = read.value;
    const ours = socket !== null && (entry?.config == null || resolve(entry.config) === resolve(file));
    const agent = ours ? await glance(socket, entry?.pid ?? null) : null;
    const [{ examine }, { machine }] = await Promise.all([
      import('../doctor/examine.ts'),
      import('../doctor/machine.ts'),
    ]);
    const progress = createProgressLine(terminal);
    const users = () => running('agent', host).map(({ pid, radios }) => ({ pid, radios }));
    const testBeacons = ours ? () => askBeacons(socket) : undefined;
    const document = await examine({ ...machine(config, agent, users), testBeacons }, clock.after, ({ name }) =>
      progress.show(`Looked at ${name}`),
    );
    progress.end(null);
    return tell(document, flags.json, context);
  },
});

export const doctor: Noun = {
  noun: 'doctor',
  summary: 'Look for what is wrong on this gateway',
  commands: [examineAll],
};

function tell(document: DoctorDocument, asJson: boolean, context: Context): Found | null {
  context.terminal.out(asJson ? `${JSON.stringify(document)}\n` : formatDoctor(document, context));
  return document.checks.some(check => check.verdict === 'fail') ? { found: exits.failed } : null;
}

/** Has the agent examine itself; null: it gives no answer, which is the more reason to look from outside. */
async function askAgent(socket: string): Promise<DoctorDocument | null> {
  const { DoctorDocument } = await import('../console/doctor-document.ts');
  const answer = await createLocalClient('agent', socket, examinedMs).read('/api/doctor', DoctorDocument);
  return answer.ok ? answer.value : null;
}

/** Has the agent listen for its own beacons; null: it gives no answer. */
async function askBeacons(socket: string): Promise<BeaconTestDocument | null> {
  const { BeaconTestDocument } = await import('../console/beacon-documents.ts');
  const answer = await createLocalClient('agent', socket).send('POST', '/api/beacons/test', {}, BeaconTestDocument);
  return answer.ok ? answer.value : null;
}

/** What the agent says; null: none answers. */
async function glance(socket: string, pid: number | null): Promise<AgentGlance | null> {
  const { LabelListDocument, QuarantineDocument, StatusDocument } = await import('../console/documents.ts');
  const client = createLocalClient('agent', socket);
  const status = await client.read('/api/status', StatusDocument);
  const labels = await client.read('/api/labels', LabelListDocument);
  const quarantine = await client.read('/api/mesh/quarantine', QuarantineDocument);
  if (!status.ok || !labels.ok || !quarantine.ok) return null;
  return { pid, status: status.value, labels: labels.value.labels, quarantine: quarantine.value };
}

const marks: Record<DoctorVerdict, string> = { ok: '✓', warn: '!', fail: '✗' };

function formatDoctor({ checks }: DoctorDocument, { terminal }: Context): string {
  const { colours } = terminal;
  const widest = Math.max(...checks.map(check => check.name.length));
  const indent = ' '.repeat(widest + 4);
  const room = Math.max(20, Math.min(terminal.width ?? 100, 100) - indent.length);
  const lines = (words: string) => wrap(plain(words), room).replaceAll('\n', `\n${indent}`);
  const out = checks.map((check: Examined) => {
    const mark = paint(check.verdict, colours)(marks[check.verdict]);
    const fix = check.fix === null ? '' : `\n${indent}${colours.dim(lines(check.fix))}`;
    return `${mark} ${check.name.padEnd(widest)}  ${lines(check.evidence)}${fix}\n`;
  });
  const failed = checks.filter(check => check.verdict === 'fail').length;
  const sum =
    failed === 0 ? colours.green('Nothing is wrong.') : colours.red(`${failed} of ${checks.length} checks failed.`);
  return `${out.join('')}\n${sum}\n`;
}

function paint(verdict: DoctorVerdict, colours: Colours): (text: string) => string {
  if (verdict === 'fail') return colours.red;
  return verdict === 'warn' ? colours.yellow : colours.green;
}
