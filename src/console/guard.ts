import { TLSSocket } from 'node:tls';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Clock } from '../clock.ts';
import type { Admission } from './admission.ts';
import type { ConsoleApp, ConsoleEnv } from './app.ts';
import { loginPage } from './login-page.ts';
import { createRateLimit } from './rate-limit.ts';
import { refuse } from './refusal.ts';
import { localSession, type Session } from './session.ts';

const cookieName = 'endcap_session';
/** Ninety days: a technician's tablet stays signed in; changing the token signs everyone out. */
const cookieSeconds = 90 * 86_400;
const cookieRules = { path: '/', httpOnly: true, sameSite: 'Strict' } as const;
/** Guesses at a token: a person mistypes twice, a program must not try often. */
const loginRate = { burst: 5, perSecond: 1 / 12 };
/** Changes: scanning one label after the other is far below it. */
const writeRate = { burst: 60, perSecond: 10 };
/** What a page may load: only this server's own files, and pictures that the page made itself. */
const consolePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  // Thumbnails of screens are pages of this server that connect to nothing.
  "frame-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');
/** The pages of screens play films, work offline and are looked at in the console; they lead nowhere. */
const screenPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The camera reads barcodes; a page needs nothing else of the device. */
const permissionsPolicy = 'camera=(self), microphone=(), geolocation=(), usb=(), bluetooth=(), serial=(), payment=()';

/** Headers on every answer, and no answer to a page of another site. `secure`: served over TLS. */
export function guardPages(app: ConsoleApp, secure: boolean): void {
  app.use(async (c, next) => {
    await next();
    c.header('content-security-policy', c.req.path.startsWith('/s/') ? screenPolicy : consolePolicy);
    c.header('x-content-type-options', 'nosniff');
    // Not `no-referrer`: with that, browsers send `Origin: null` with the login form.
    c.header('referrer-policy', 'same-origin');
    c.header('cross-origin-opener-policy', 'same-origin');
    c.header('cross-origin-resource-policy', 'same-origin');
    c.header('permissions-policy', permissionsPolicy);
    if (secure) c.header('strict-transport-security', 'max-age=31536000');
  });
  app.use(async (c, next) => {
    if (readsOnly(c) || fromOwnPage(c)) return next();
    return refuse(c, 403, 'console.origin-refused');
  });
}

/** Only names of this machine: a page on another site that made its name point here (DNS rebinding) is refused. */
export function guardHost(app: ConsoleApp): void {
  app.use(async (c, next) => {
    const host = (c.req.header('host') ?? '').replace(/:\d+$/, '');
    if (host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host)) return next();
    return refuse(c, 403, 'console.host-refused');
  });
}

/** Lets everybody in as the machine's own user. */
export function admitLocal(app: ConsoleApp): void {
  app.use((c, next) => {
    c.set('session', localSession);
    return next();
  });
}

/**
 * Wants to know who asks: by `Authorization: Bearer …`, by the cookie that the login form hands out, or by a client
 * certificate of the authority. `/healthz` stays open; it names checks only.
 */
export function guardDoors(app: ConsoleApp, admission: Admission, secure: boolean, clock: Clock): void {
  const attempts = createRateLimit(loginRate);
  app.get('/login', c => c.html(loginPage(false)));
  app.post('/login', async c => {
    const waitSeconds = attempts(clientOf(c), clock.monotonic());
    if (waitSeconds !== null) return tooMany(c, waitSeconds);
    const form = await c.req.parseBody();
    const cookie = typeof form.token === 'string' ? admission.cookieOf(form.token.trim()) : null;
    if (cookie === null) return c.html(loginPage(true), 401);
    setCookie(c, cookieName, cookie, { ...cookieRules, secure, maxAge: cookieSeconds });
    return c.redirect('/', 303);
  });
  app.post('/logout', c => {
    deleteCookie(c, cookieName, { ...cookieRules, secure });
    return c.redirect('/login', 303);
  });
  app.use(async (c, next) => {
    const session = whoAsks(c, admission);
    if (session !== null) {
      if (!mayAsk(c, session)) return refuse(c, 403, 'console.origin-refused');
      c.set('session', session);
      return next();
    }
    if (c.req.path === '/healthz' || c.req.path === '/assets/login.css') return next();
    if (c.req.method === 'GET' && (c.req.header('accept') ?? '').includes('text/html'))
      return c.redirect('/login', 303);
    c.header('www-authenticate', 'Bearer realm="endcap"');
    return refuse(c, 401, 'console.unauthorised');
  });
}

/** Slows down whoever changes things faster than a person or a sane script does. */
export function guardRate(app: ConsoleApp, clock: Clock): void {
  const writes = createRateLimit(writeRate);
  app.use((c, next) => {
    const waitSeconds = readsOnly(c) ? null : writes(clientOf(c), clock.monotonic());
    return waitSeconds === null ? next() : Promise.resolve(tooMany(c, waitSeconds));
  });
}

/** The session of whoever brings a token, a cookie or a certificate; null: none of them opens. */
export function whoAsks(c: Context<ConsoleEnv>, admission: Admission): Session | null {
  const bearer = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (bearer !== undefined) return admission.byToken(bearer);
  const cookie = getCookie(c, cookieName);
  const session = cookie === undefined ? null : admission.byCookie(cookie);
  if (session !== null) return session;
  const { socket } = c.env.incoming;
  if (!(socket instanceof TLSSocket) || !socket.authorized) return null;
  const name = socket.getPeerCertificate().subject?.CN;
  return typeof name === 'string' ? admission.byCertificate(name) : null;
}

/** Who is counted as one where requests are counted. */
export function clientOf(c: Context<ConsoleEnv>): string {
  return c.env.incoming.socket.remoteAddress ?? 'unknown';
}

/** Refuses whoever came too often. */
export function tooMany(c: Context, waitSeconds: number): Response {
  c.header('retry-after', String(waitSeconds));
  return refuse(c, 429, 'console.too-many-requests');
}

function readsOnly(c: Context): boolean {
  return c.req.method === 'GET' || c.req.method === 'HEAD';
}

/** A session by cookie changes things from our own pages only. */
export function mayAsk(c: Context, session: Session): boolean {
  return !session.signedIn || readsOnly(c) || namesItsPage(c);
}

/** Browsers say where a request comes from; a cookie without that came from none of our pages. */
function namesItsPage(c: Context): boolean {
  return c.req.header('sec-fetch-site') !== undefined || c.req.header('origin') !== undefined;
}

function fromOwnPage(c: Context): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = c.req.header('origin');
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === c.req.header('host'));
}
