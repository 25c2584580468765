import type { ForeignBeaconDocument } from '../console/beacon-documents.ts';
import { findPeer, overTheAirMs } from './agent-client.ts';
import { lockCodeVariable, readLockCode } from './beacon-lock-code.ts';
import type { Context } from './command.ts';
import type { Answer } from './exit.ts';
import { type Cell, formatPairs } from './table.ts';

/** Has the agent read the beacon of a third party over the air. */
export async function readForeign(
  { env, terminal }: Context,
  address: string,
  flags: { readonly socket: string | null; readonly lockCodeFile: string | null },
): Promise<Answer<ForeignBeaconDocument>> {
  const code = await readLockCode(flags.lockCodeFile, env, lockCodeVariable);
  if (!code.ok) return code;
  const agent = findPeer('agent', flags.socket, env, overTheAirMs);
  if (!agent.ok) return agent;
  const { ForeignBeaconDocument } = await import('../console/beacon-documents.ts');
  if (terminal.errIsTerminal) terminal.err(`Connecting to ${address}…\n`);
  const body = { address, ...(code.value === null ? {} : { lockCode: code.value }) };
  return agent.value.send('POST', '/api/beacons/foreign', body, ForeignBeaconDocument);
}

const locks = {
  locked: 'locked',
  unlocked: 'unlocked, locks itself at the end of the connection',
  'unlocked-no-relock': 'unlocked, and stays so: anybody can change it',
};

/** What it says of itself, for people. */
export function formatForeign(one: ForeignBeaconDocument, { terminal }: Context): string {
  const { colours, width } = terminal;
  const connectable = { true: 'remains connectable', false: 'connectable after its button only' };
  const pairs: [string, Cell][] = [
    ['Address', one.address],
    ['Lock', one.lock === 'unlocked-no-relock' ? { text: locks[one.lock], paint: colours.yellow } : locks[one.lock]],
    ['Slots', `${one.slots}, ${one.eidSlots} of them for an EID`],
    ['Frames', one.frames.join(', ')],
    ['Powers', `${one.powers.join(', ')} dBm`],
    ...(one.remainsConnectable === null
      ? []
      : [['Connects', connectable[`${one.remainsConnectable}`]] as [string, Cell]]),
  ];
  if (one.content === null) pairs.push(['Content', { text: 'not told while it is locked', paint: colours.yellow }]);
  for (const slot of one.content ?? []) {
    const told = slot.advertisedPower === null ? '' : `, says ${slot.advertisedPower} dBm`;
    pairs.push(
      [`Slot ${slot.slot}`, slot.content],
      ['', `each ${slot.intervalMs} ms at ${slot.radioPower} dBm${told}`],
    );
  }
  return formatPairs(pairs, width);
}
