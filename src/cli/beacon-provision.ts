import type { ProvisionDocument, ProvisionRequest } from '../console/beacon-documents.ts';
import { findPeer, overTheAirMs } from './agent-client.ts';
import { lockCodeVariable, newLockCodeVariable, readAddress, readLockCode } from './beacon-lock-code.ts';
import { type Context, defineCommand } from './command.ts';
import { exits, type Failure, type Found, wrongUsage } from './exit.ts';
import { choice, type Flag, on, text, word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { type Cell, formatTable } from './table.ts';

type Slot = ProvisionRequest['slots'][number];
type Part = 'content' | 'intervalMs' | 'radioPower' | 'advertisedPower';

/** A flag `--slot N=CONTENT` that may be given several times. */
function slotPart(placeholder: string, part: Part, about: string): Flag<readonly Slot[]> {
  return {
    placeholder: `N=${placeholder}`,
    about,
    absent: [],
    many: true,
    read: given => {
      const [, slot, value] = /^(\d{1,3})=(\S+)$/.exec(given) ?? [];
      const number = Number(value);
      const whole = part === 'content' || /^-?\d{1,5}$/.test(value ?? '');
      if (slot === undefined || value === undefined || Number(slot) > 255 || !whole)
        return {
          ok: false,
          problem: `must be a slot and its ${placeholder}, such as 0=${samples[part]}, not "${given}"`,
        };
      return { ok: true, value: [{ slot: Number(slot), [part]: part === 'content' ? value : number }] };
    },
  };
}

const samples: Record<Part, string> = {
  content: 'url:https://ex.de/k',
  intervalMs: '700',
  radioPower: '-8',
  advertisedPower: '-20',
};

const slot = slotPart('CONTENT', 'content', 'What a slot is to say; may be given several times');
const yes = on('Carry it out; without it only the plan is shown');
const dryRun = on('Only show the plan, as it is without --yes');
const lockCodeFile = text('FILE', `Holds the lock code; else ${lockCodeVariable}`);
const address = word('ADDRESS', 'The beacon: twelve hex digits, colons allowed');

const contents = `CONTENT is uid:HEX32 (namespace and instance), url:ADDRESS, tlm, eid:HEX64:EXPONENT (the public key of who
    resolves it; endcap beacon list shows ours) or empty.`;
const plan = `Without --yes the beacon is only read, and what would be written is shown. Exit code 1 when a step fails; the
    steps before it stay done. The lock code comes from a file or from ${lockCodeVariable}, never from the command line.`;

/** Changes what slots say. */
export const set = defineCommand({
  verb: 'set',
  summary: 'Change what the slots of a third-party beacon say',
  about: `For a beacon that speaks the Eddystone configuration service. Press its button first, so that it can be connected
    to. ${contents} Slots that are not named stay as they are.

    ${plan}`,
  args: { address },
  flags: { slot, lockCodeFile, yes, dryRun, ...agentFlags },
  examples: [
    ['endcap beacon set c0ffee00aa01 --slot 0=url:https://ex.de/k', 'see what would be written'],
    ['endcap beacon set c0ffee00aa01 --slot 0=url:https://ex.de/k --slot 3=empty --yes', 'then do it'],
  ],
  async run(context, { args, flags }) {
    if (flags.slot.length === 0) return wrongUsage('Say what a slot is to say: --slot N=CONTENT.');
    return carryOut(context, args.address, { ...flags, newLockCodeFile: null }, { slots: joined(flags.slot) });
  },
});

/** Sets up a whole beacon. */
export const provision = defineCommand({
  verb: 'provision',
  summary: 'Set up a third-party beacon: slots, intervals, powers and its lock code',
  about: `For a beacon that speaks the Eddystone configuration service, before it is hung up. ${contents}

    Set it up at the bench: nothing in this protocol keeps somebody in between from reading along. Give it a lock code
    of your own, from a file or from ${newLockCodeVariable}, and keep it: without it only a reset at the beacon helps.

    ${plan}`,
  args: { address },
  flags: {
    slot,
    interval: slotPart('MS', 'intervalMs', 'Milliseconds between two frames of a slot'),
    power: slotPart('DBM', 'radioPower', 'How loud a slot is sent'),
    advertisedPower: slotPart('DBM', 'advertisedPower', 'How loud a slot says that it is, at zero metres'),
    lockCodeFile,
    newLockCodeFile: text('FILE', `Holds the code that replaces it; else ${newLockCodeVariable}`),
    remainConnectable: choice('WORD', ['yes', 'no'], 'Whether it can be connected to without its button'),
    yes,
    dryRun,
    ...agentFlags,
  },
  examples: [
    ['endcap beacon provision c0ffee00aa01 --slot 0=tlm --lock-code-file factory.txt', 'look first'],
    [
      'endcap beacon provision c0ffee00aa01 --slot 0=uid:00112233445566778899aabbccddeeff --interval 0=700 --power 0=-8 --lock-code-file factory.txt --new-lock-code-file ours.txt --remain-connectable no --yes',
      'a beacon for the shelf',
    ],
  ],
  run(context, { args, flags }) {
    const { remainConnectable } = flags;
    return carryOut(context, args.address, flags, {
      slots: joined([...flags.slot, ...flags.interval, ...flags.power, ...flags.advertisedPower]),
      ...(remainConnectable === null ? {} : { remainConnectable: remainConnectable === 'yes' }),
    });
  },
});

/** What was said of the same slot in several flags, together; the last word counts. */
function joined(parts: readonly Slot[]): Slot[] {
  const slots = new Map<number, Slot>();
  for (const part of parts) slots.set(part.slot, { ...slots.get(part.slot), ...part });
  return [...slots.values()].sort((a, b) => a.slot - b.slot);
}

interface ProvisionFlags {
  readonly lockCodeFile: string | null;
  readonly newLockCodeFile: string | null;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly socket: string | null;
}

async function carryOut(
  context: Context,
  named: string,
  flags: ProvisionFlags,
  wanted: Pick<ProvisionRequest, 'slots' | 'remainConnectable'>,
): Promise<Failure | Found | null> {
  const { env, terminal } = context;
  if (flags.yes && flags.dryRun) return wrongUsage('--yes and --dry-run exclude each other.');
  const at = readAddress(named);
  if (at === null) return wrongUsage(`ADDRESS must be twelve hex digits, not "${named}".`);
  const code = await readLockCode(flags.lockCodeFile, env, lockCodeVariable);
  if (!code.ok) return code.failure;
  const fresh = await readLockCode(flags.newLockCodeFile, env, newLockCodeVariable);
  if (!fresh.ok) return fresh.failure;
  const agent = findPeer('agent', flags.socket, env, overTheAirMs);
  if (!agent.ok) return agent.failure;
  const { ProvisionDocument } = await import('../console/beacon-documents.ts');
  const body: ProvisionRequest = {
    ...wanted,
    address: at,
    dryRun: !flags.yes,
    ...(code.value === null ? {} : { lockCode: code.value }),
    ...(fresh.value === null ? {} : { newLockCode: fresh.value }),
  };
  if (terminal.errIsTerminal) terminal.err(`Connecting to ${at}…\n`);
  const answer = await agent.value.send('POST', '/api/beacons/provision', body, ProvisionDocument);
  if (!answer.ok) return answer.failure;
  terminal.out(flags.json ? `${JSON.stringify(answer.value)}\n` : formatSteps(answer.value, context));
  return answer.value.steps.some(({ verdict }) => verdict === 'failed') ? { found: exits.failed } : null;
}

function formatSteps({ address, dryRun, steps }: ProvisionDocument, { terminal }: Context): string {
  const { colours, width } = terminal;
  const paint = {
    done: colours.green,
    'would-do': colours.cyan,
    unchanged: colours.dim,
    failed: colours.red,
    'not-tried': colours.dim,
  };
  const table = formatTable(
    [
      { title: 'SLOT', align: 'right' },
      { title: 'WHAT', shrinkTo: 8 },
      { title: 'FROM', shrinkTo: 8 },
      { title: 'TO', shrinkTo: 8 },
      { title: 'VERDICT' },
      { title: 'REASON', shrinkTo: 10 },
    ],
    steps.map(({ slot, what, from, to, verdict, reason, detail }): Cell[] => [
      slot === null ? '' : `${slot}`,
      what,
      from ?? '',
      to,
      { text: verdict, paint: paint[verdict] },
      reason === null ? '' : detail === null ? reason : `${reason}: ${detail}`,
    ]),
    width,
    colours.dim,
  );
  const count = (wanted: string) => steps.filter(({ verdict }) => verdict === wanted).length;
  if (steps.length === 0) return `Nothing is to be done on ${address}.\n`;
  const sum = dryRun
    ? `${count('would-do')} would be done on ${address}. Nothing was written; the same command with --yes does it.`
    : `${count('done')} done on ${address}, ${count('unchanged')} were so already, ${count('failed')} failed.`;
  return `${table}\n${sum}\n`;
}
