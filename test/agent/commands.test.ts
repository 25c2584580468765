import { expect, it } from 'vitest';
import { createCommands } from '../../src/agent/commands.ts';
import type { CommandData } from '../../src/mesh/contract/command.ts';

const command = (verb: string, args?: Record<string, unknown>): CommandData => ({
  id: 'c1',
  gateway: 'gw-01',
  verb,
  notAfter: '2026-12-01T00:00:00Z',
  ...(args ? { args } : {}),
});

it.each([
  ['ping', undefined, 'done', null],
  ['refresh', { label: 'ffff92a1b2c3' }, 'done', null],
  ['refresh', { label: '000000000000' }, 'refused', 'label.not-bound'],
  ['refresh', {}, 'refused', 'mesh.command-unknown'],
  ['resync', undefined, 'done', null],
  ['resync', { stream: 'price' }, 'done', null],
  ['resync', { stream: 'weather' }, 'refused', 'mesh.command-unknown'],
  ['session-open', {}, 'done', null],
  ['explode', undefined, 'refused', 'mesh.command-unknown'],
] as const)('%s %j: %s', async (verb, args, outcome, reason) => {
  const asked: unknown[] = [];
  const run = createCommands({
    mesh: () => ({ resync: stream => void asked.push(stream) }),
    refresh: label => label === 'ffff92a1b2c3',
    proximity: ({ verb: said }) =>
      said.startsWith('session-') ? { outcome: 'done', reason: null, detail: said } : null,
  });
  expect(await run(command(verb, args))).toMatchObject({ outcome, reason });
  expect(asked).toEqual(verb === 'resync' && outcome === 'done' ? [args?.stream] : []);
});
