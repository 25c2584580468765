import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const child = fileURLToPath(new URL('./crashing-child.ts', import.meta.url));

test('what nobody catches in a start is logged once, and ends the process so that it is started anew', () => {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', child], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  const lines = stderr.split('\n').flatMap(line => (line.startsWith('{"') ? [JSON.parse(line)] : []));
  expect(lines).toMatchObject([
    { msg: 'started' },
    { level: 60, event: 'agent.crashed', err: { message: 'a station that cannot be started' } },
  ]);
  // Exit codes 2 and 4 tell the service manager that it is of no use to try again.
  expect(status).toBe(1);
});
