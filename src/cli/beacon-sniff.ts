import type { SniffedFrame } from '../console/beacon-documents.ts';
import { findPeer } from './agent-client.ts';
import { defineCommand } from './command.ts';
import { duration } from './flag.ts';
import { agentFlags } from './peer-flags.ts';
import { untilStopped } from './stop-signal.ts';
import { cut } from './table.ts';
import { plain, type Terminal } from './terminal.ts';

/** Between two questions. */
const pauseMs = 500;

/** What our own tags, beacons and labels say on the air, as it is heard. */
export const sniff = defineCommand({
  verb: 'sniff',
  summary: 'Follow what our own tags, beacons and labels say on the air',
  about: `Prints each frame as a radio of this gateway hears it, until Ctrl-C. Only what the configuration names is shown,
    by its name: what phones and other people's devices say is dropped before anything looks at it, here as well.

    It is locked. endcap privacy unlock opens it for ten minutes; every page of the console says so meanwhile, and it is
    written to the audit trail. When the time is over it ends with exit code 5 and privacy.capture-locked.`,
  args: {},
  flags: { for: duration('30s', 'End after so long'), ...agentFlags },
  examples: [
    ['endcap privacy unlock && endcap beacon sniff', 'at the bench'],
    ['endcap beacon sniff --for 10s --json', 'one JSON document per line'],
  ],
  async run({ terminal, env, clock }, { flags }) {
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { SniffDocument } = await import('../console/beacon-documents.ts');
    const stopped = untilStopped();
    const cancel = flags.for === null ? () => {} : clock.after(flags.for, stopped.stop);
    try {
      for (let after = 0; !stopped.signal.aborted; ) {
        const answer = await agent.value.read(`/api/beacons/sniff?after=${after}`, SniffDocument);
        if (!answer.ok) return stopped.signal.aborted ? null : answer.failure;
        for (const frame of answer.value.frames)
          terminal.out(flags.json ? `${JSON.stringify(frame)}\n` : formatFrame(frame, terminal));
        after = answer.value.next;
        await Promise.race([stopped.asked, new Promise<void>(resolve => clock.after(pauseMs, resolve))]);
      }
      return null;
    } finally {
      cancel();
      stopped.release();
    }
  },
});

function formatFrame(frame: SniffedFrame, { width }: Terminal): string {
  const { at, from, kind, format, text, rssi, radio } = frame;
  const line = plain(
    `${at.slice(11, 23)}  ${`${rssi}`.padStart(4)}  ${from.padEnd(14)}  ${kind.padEnd(8)}  ${format}  ${text}  ${radio}`,
  );
  return `${width === null ? line : cut(line, width)}\n`;
}
