import { readFileSync } from 'node:fs';
import { systemClock } from '../clock.ts';
import { alarm } from './alarm.ts';
import { attention } from './attention.ts';
import { audit } from './audit.ts';
import { beacon } from './beacon.ts';
import { bind } from './bind.ts';
import type { Noun } from './command.ts';
import { completionOf } from './completion.ts';
import { config } from './config.ts';
import { count } from './count.ts';
import { coupon } from './coupon.ts';
import { doctor } from './doctor.ts';
import { emulate } from './emulate.ts';
import { label } from './label.ts';
import { manOf } from './man.ts';
import { mesh } from './mesh.ts';
import { node } from './node.ts';
import { offer } from './offer.ts';
import { pick } from './pick.ts';
import { price } from './price.ts';
import { privacy } from './privacy.ts';
import { runProgram } from './program.ts';
import { queue } from './queue.ts';
import { rate } from './rate.ts';
import { run } from './run.ts';
import { sensor } from './sensor.ts';
import { simulate } from './simulate.ts';
import { status } from './status.ts';
import { store } from './store.ts';
import { support } from './support.ts';
import { tail } from './tail.ts';
import { template } from './template.ts';
import { createTerminal } from './terminal.ts';
import { verify } from './verify.ts';
import { version } from './version.ts';
import { wave } from './wave.ts';
import { zone } from './zone.ts';

/**
 * Every noun, in the order of the help page. They are loaded for each call, so they import what is heavy only once
 * they run.
 */
export const nouns: readonly Noun[] = [
  status,
  attention,
  verify,
  doctor,
  label,
  bind,
  wave,
  rate,
  price,
  beacon,
  zone,
  offer,
  node,
  sensor,
  pick,
  queue,
  count,
  alarm,
  coupon,
  privacy,
  mesh,
  tail,
  store,
  audit,
  template,
  support,
  config,
  simulate,
  run,
  emulate,
  ...completionOf(() => nouns),
  manOf(() => nouns),
  version,
];

/**
 * The `endcap` command.
 * @param words what follows `endcap` on the command line
 * @returns the exit code
 */
export async function main(words: readonly string[]): Promise<number> {
  // Whoever reads us may stop reading, as `head` does; that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  const code = await runProgram(nouns, words, {
    terminal: createTerminal(process.stdout, process.stderr, process.env),
    env: process.env,
    clock: systemClock,
    version: ownVersion(),
  });
  endSoon(code);
  return code;
}

function ownVersion(): string {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}

/** Output has been handed over and everything is stopped; a handle that a library forgot must not keep us here. */
function endSoon(code: number): void {
  setTimeout(() => process.exit(code), 3000).unref();
}
