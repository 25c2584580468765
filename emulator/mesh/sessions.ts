import type { Clock } from '../clock.ts';
import type { CheckIn } from '../people/phones.ts';
import { type Random, randomBytes } from '../random.ts';
import type { CentralMesh } from './central.ts';

/** Somebody who has checked in and consents to be told of offers. */
export interface Session {
  readonly session: string;
  /** The telephone. */
  readonly name: string;
  readonly audience: 'member' | 'session';
  readonly untilMs: number;
}

/** Who sends the tokens. */
export interface Carriers {
  checkIn(name: string, visit: CheckIn): boolean;
  checkOut(name: string): boolean;
}

export type SessionOrdered =
  | { readonly ok: true; readonly session: Session; readonly commands: readonly string[] }
  | { readonly ok: false; readonly code: 'phone-unknown' | 'session-unknown' | 'session-too-many' };

/** The shop's desk where people check in and out, and from where gateways are told. */
export interface Sessions {
  /** A telephone that is checked in already gets a new session. */
  open(name: string, audience: Session['audience'], forMs: number): SessionOrdered;
  close(name: string): SessionOrdered;
  /** Those that have not ended. */
  list(): readonly Session[];
}

export interface SessionsOptions {
  readonly mesh: Pick<CentralMesh, 'command'>;
  /** Each of them is told. */
  readonly gateways: readonly string[];
  readonly people: Carriers;
  readonly clock: Clock;
  readonly random: Random;
}

const maxSessions = 1_000;
const consent = 'emulated-app/consent-v1';
const purpose = 'offers in the aisle during this visit';

export function createSessions({ mesh, gateways, people, clock, random }: SessionsOptions): Sessions {
  const open = new Map<string, Session>();
  const forget = (): void => {
    for (const [name, { untilMs }] of open) if (untilMs <= clock.now()) open.delete(name);
  };
  const tell = (verb: string, args: Readonly<Record<string, unknown>>) =>
    gateways.map(gateway => mesh.command(gateway, verb, args));

  return {
    open(name, audience, forMs) {
      forget();
      const before = open.get(name);
      if (before === undefined && open.size >= maxSessions) return { ok: false, code: 'session-too-many' };
      const key = randomBytes(random, 16);
      const untilMs = clock.now() + forMs;
      if (!people.checkIn(name, { key, untilMs })) return { ok: false, code: 'phone-unknown' };
      if (before !== undefined) tell('session-close', { session: before.session });
      const session = { session: `s-${randomBytes(random, 6).toString('hex')}`, name, audience, untilMs };
      open.set(name, session);
      const until = new Date(untilMs).toISOString();
      const args = { session: session.session, key: key.toString('hex'), until, consent, purpose, audience };
      return { ok: true, session, commands: tell('session-open', args) };
    },
    close(name) {
      forget();
      const session = open.get(name);
      if (session === undefined) return { ok: false, code: 'session-unknown' };
      open.delete(name);
      people.checkOut(name);
      return { ok: true, session, commands: tell('session-close', { session: session.session }) };
    },
    list() {
      forget();
      return [...open.values()];
    },
  };
}
