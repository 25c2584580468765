import type { OverrideRequest } from '../console/screen-documents.ts';
import { findPeer, type LocalClient } from './agent-client.ts';
import { defineCommand } from './command.ts';
import { formatDuration } from './duration.ts';
import { type Answer, exits, type Failure, wrongUsage } from './exit.ts';
import { duration, type Flag, on, optionalWord, text } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { isSure } from './sure.ts';

const usualMs = 600_000;
const longestMs = 86_400_000;

type Said = readonly (readonly [language: string, words: string])[];

/** `en:Please leave the store`, any number of times. */
const also: Flag<Said> = {
  placeholder: 'LANG:TEXT',
  about: 'The same in another language; may be given several times',
  absent: [],
  many: true,
  read: given => {
    const [, language, words] = /^([a-z]{2}):(.+)$/s.exec(given) ?? [];
    return language === undefined || words === undefined
      ? { ok: false, problem: `must be a language and words such as "en:Please leave the store", not "${given}"` }
      : { ok: true, value: [[language, words]] };
  },
};

export const override = defineCommand({
  verb: 'override',
  summary: 'Put an emergency notice above everything on the screens',
  about: `Covers prices, offers and pictures at once, on all screens or those of one zone, or on one screen, and goes by itself
    when the time is over. It needs no mesh and stays through a restart of the agent. TEXT is in the language of the store;
    say it in others as well with --also.

    A new notice replaces the one that stands; --end takes it down. On a terminal it asks first. It is written to the
    audit trail.`,
  args: { text: optionalWord('TEXT', 'What everybody must read') },
  flags: {
    also,
    zone: text('ZONE', 'Only the screens of this zone'),
    screen: text('ID', 'Only this screen'),
    for: duration('10m', 'So long; ten minutes unless said otherwise, at most a day'),
    end: on('Take the notice down'),
    yes: on('Do not ask'),
    dryRun: on('Say what would be done, and do nothing'),
    ...agentFlags,
  },
  examples: [
    ['endcap screen override "Bitte verlassen Sie den Markt" --also "en:Please leave the store"', 'everywhere'],
    ['endcap screen override "Kasse 2 ist geschlossen" --zone checkout --for 30m', 'only there'],
    ['endcap screen override --end', 'when it is over'],
  ],
  async run({ env, terminal }, { args, flags }) {
    const wrong = misuse(args.text, flags);
    if (wrong !== null) return wrong;
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { DoneDocument, StatusDocument } = await import('../console/documents.ts');
    if (flags.end) {
      if (!flags.dryRun) {
        const ended = await agent.value.send('DELETE', '/api/screens/override', undefined, DoneDocument);
        if (!ended.ok) return ended.failure;
      }
      const said = `The notice ${flags.dryRun ? 'would be' : 'is'} taken down.`;
      terminal.out(flags.json ? `${JSON.stringify({ schemaVersion: 1, ended: !flags.dryRun })}\n` : `${said}\n`);
      return null;
    }
    const status = await agent.value.read('/api/status', StatusDocument);
    if (!status.ok) return status.failure;
    const request: OverrideRequest = {
      text: Object.fromEntries([[status.value.gateway.locale.slice(0, 2), args.text], ...flags.also]),
      ...(flags.zone === null ? {} : { zone: flags.zone }),
      ...(flags.screen === null ? {} : { screen: flags.screen }),
      forMs: flags.for ?? usualMs,
    };
    const count = await struck(agent.value, request);
    if (!count.ok) return count.failure;
    const screens = `${count.value} ${count.value === 1 ? 'screen' : 'screens'}`;
    if (!flags.dryRun) {
      if (!flags.yes && !(await isSure(`Cover ${screens} with "${args.text}"?`, terminal))) {
        terminal.err('Nothing was done.\n');
        return { found: exits.failed };
      }
      const answer = await agent.value.send('POST', '/api/screens/override', request, DoneDocument);
      if (!answer.ok) return answer.failure;
    }
    const document = { schemaVersion: 1, ...request, screens: count.value, shown: !flags.dryRun };
    const said = `The notice ${flags.dryRun ? 'would stand' : 'stands'} on ${screens} for ${formatDuration(request.forMs)}.`;
    terminal.out(flags.json ? `${JSON.stringify(document)}\n` : `${said}\n`);
    return null;
  },
});

function misuse(
  words: string,
  flags: {
    readonly end: boolean;
    readonly zone: string | null;
    readonly screen: string | null;
    readonly for: number | null;
  },
): Failure | null {
  if (flags.end) return words === '' ? null : wrongUsage('--end takes no TEXT.');
  if (words.trim() === '') return wrongUsage('Say what everybody must read, or --end.');
  if (flags.zone !== null && flags.screen !== null) return wrongUsage('--zone and --screen exclude each other.');
  if (flags.for !== null && (flags.for < 1_000 || flags.for > longestMs)) return wrongUsage('--for is 1s to 24h.');
  return null;
}

/** On how many screens it would stand. */
async function struck(agent: LocalClient, { zone, screen }: OverrideRequest): Promise<Answer<number>> {
  const { ScreenListDocument } = await import('../console/screen-documents.ts');
  const list = await agent.read('/api/screens', ScreenListDocument);
  if (!list.ok) return list;
  const all = list.value.screens.filter(
    each => (zone === undefined || each.zone === zone) && (screen === undefined || each.id === screen),
  );
  return { ok: true, value: all.length };
}
