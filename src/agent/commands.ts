import { z } from 'zod';
import type { CommandData } from '../mesh/contract/command.ts';
import { labelIdSchema } from '../mesh/contract/ids.ts';
import { streamSchema } from '../mesh/contract/streams.ts';
import type { CommandOutcome, Mesh } from '../mesh/mesh.ts';

export interface CommandTargets {
  readonly mesh: () => Pick<Mesh, 'resync'>;
  /** Sends the label its content again; false: there is no such label, or nothing is to be shown on it. */
  readonly refresh: (label: string) => boolean;
  /** Commands about sessions; null: it is none of them. */
  readonly proximity: (command: CommandData) => CommandOutcome | null;
}

const done: CommandOutcome = { outcome: 'done', reason: null, detail: null };
const refused = (reason: string, detail: string): CommandOutcome => ({ outcome: 'refused', reason, detail });

const refreshArgs = z.looseObject({ label: labelIdSchema });
const resyncArgs = z.looseObject({ stream: streamSchema.optional() });

/**
 * Carries out what the mesh tells this gateway to do: `ping`, `refresh {label}`, `resync {stream?}`, `session-open {…}`,
 * `session-close {session}`.
 */
export function createCommands({ mesh, refresh, proximity }: CommandTargets) {
  return async (command: CommandData): Promise<CommandOutcome> => {
    const { verb, args = {} } = command;
    switch (verb) {
      case 'ping':
        return done;
      case 'refresh': {
        const parsed = refreshArgs.safeParse(args);
        if (!parsed.success) return refused('mesh.command-unknown', 'args.label must be the id of a label');
        return refresh(parsed.data.label) ? done : refused('label.not-bound', `${parsed.data.label} shows nothing`);
      }
      case 'resync': {
        const parsed = resyncArgs.safeParse(args);
        if (!parsed.success) return refused('mesh.command-unknown', 'args.stream must be the name of a stream');
        mesh().resync(parsed.data.stream);
        return done;
      }
      default:
        return proximity(command) ?? refused('mesh.command-unknown', verb);
    }
  };
}
