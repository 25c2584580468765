import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { ConsoleEnv } from '../app.ts';
import { mayAsk } from '../guard.ts';
import type { Session } from '../session.ts';
import type { PageDoor, ScreenPages } from './screen-pages.ts';

const cookieName = 'endcap_screen';
/** The longest that browsers keep one; each stream that is opened begins it anew. */
const cookieSeconds = 400 * 86_400;

/** Who opens a page of a screen: a session of the console by whatever it brings, or nobody. */
export type AskSession = (c: Context<ConsoleEnv>) => Session | null;

/** By which door a request comes to a screen: its own token before a session; null: by none. */
export function doorOf(
  c: Context<ConsoleEnv>,
  screen: string,
  pages: ScreenPages,
  askSession: AskSession,
): PageDoor | null {
  const token = tokenOf(c);
  const hash = token === null ? null : pages.admits(screen, token);
  if (hash !== null) return { kind: 'token', hash };
  const session = askSession(c);
  return session !== null && mayAsk(c, session) ? { kind: 'session' } : null;
}

/** Gives a page its token. It goes back to this screen only, and no script reads it. */
export function handToken(c: Context<ConsoleEnv>, screen: string, token: string, secure: boolean): void {
  setCookie(c, cookieName, token, {
    path: `/s/${screen}`,
    httpOnly: true,
    sameSite: 'Strict',
    secure,
    maxAge: cookieSeconds,
  });
}

/** The token that a request brings, where it has the form of one. */
export function tokenOf(c: Context<ConsoleEnv>): string | null {
  const cookie = getCookie(c, cookieName);
  return cookie !== undefined && /^[A-Za-z0-9_-]{43}$/.test(cookie) ? cookie : null;
}
