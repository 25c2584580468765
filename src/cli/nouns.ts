import type { Noun } from './command.ts';

/**
 * Every noun by its word, in the order of the help page. A call loads only its own: loading all takes longer than most
 * commands run. What is heavy is imported once they run.
 */
const loaders: Readonly<Record<string, () => Promise<Noun>>> = {
  status: async () => (await import('./status.ts')).status,
  attention: async () => (await import('./attention.ts')).attention,
  verify: async () => (await import('./verify.ts')).verify,
  doctor: async () => (await import('./doctor.ts')).doctor,
  label: async () => (await import('./label.ts')).label,
  bind: async () => (await import('./bind.ts')).bind,
  wave: async () => (await import('./wave.ts')).wave,
  rate: async () => (await import('./rate.ts')).rate,
  price: async () => (await import('./price.ts')).price,
  beacon: async () => (await import('./beacon.ts')).beacon,
  zone: async () => (await import('./zone.ts')).zone,
  offer: async () => (await import('./offer.ts')).offer,
  node: async () => (await import('./node.ts')).node,
  sensor: async () => (await import('./sensor.ts')).sensor,
  pick: async () => (await import('./pick.ts')).pick,
  queue: async () => (await import('./queue.ts')).queue,
  count: async () => (await import('./count.ts')).count,
  alarm: async () => (await import('./alarm.ts')).alarm,
  coupon: async () => (await import('./coupon.ts')).coupon,
  screen: async () => (await import('./screen.ts')).screen,
  privacy: async () => (await import('./privacy.ts')).privacy,
  mesh: async () => (await import('./mesh.ts')).mesh,
  tail: async () => (await import('./tail.ts')).tail,
  store: async () => (await import('./store.ts')).store,
  audit: async () => (await import('./audit.ts')).audit,
  template: async () => (await import('./template.ts')).template,
  support: async () => (await import('./support.ts')).support,
  config: async () => (await import('./config.ts')).config,
  simulate: async () => (await import('./simulate.ts')).simulate,
  run: async () => (await import('./run.ts')).run,
  emulate: async () => (await import('./emulate.ts')).emulate,
  completion: async () => (await import('./completion.ts')).completion,
  __complete: async () => (await import('./completion.ts')).answerOf(allNouns),
  man: async () => (await import('./man.ts')).manOf(allNouns),
  version: async () => (await import('./version.ts')).version,
};

/** The noun that is called so; null: none is. */
export async function findNoun(word: string): Promise<Noun | null> {
  return Object.hasOwn(loaders, word) ? loaders[word]!() : null;
}

/** All of them, for help, completion and whoever did not name one. */
export function allNouns(): Promise<readonly Noun[]> {
  return Promise.all(Object.values(loaders).map(load => load()));
}
