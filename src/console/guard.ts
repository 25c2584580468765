import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { ConsoleApp } from './app.ts';
import { loginPage } from './login-page.ts';
import { refuse } from './refusal.ts';
import { localSession } from './session.ts';

const cookieName = 'endcap_session';
/** Ninety days: a technician's tablet stays signed in; changing the token signs everyone out. */
const cookieSeconds = 90 * 86_400;
/** What a page may load: only this server's own files, and pictures that the page made itself. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers on every answer, and no answer to a page of another site. */
export function guardPages(app: ConsoleApp): void {
  app.use(async (c, next) => {
    await next();
    c.header('content-security-policy', contentSecurityPolicy);
    c.header('x-content-type-options', 'nosniff');
    // Not `no-referrer`: with that, browsers send `Origin: null` with the login form.
    c.header('referrer-policy', 'same-origin');
    c.header('cross-origin-opener-policy', 'same-origin');
    c.header('cross-origin-resource-policy', 'same-origin');
  });
  app.use(async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD' || fromOwnPage(c)) return next();
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
 * Wants the token: as `Authorization: Bearer …`, or as the cookie that the login form hands out. The cookie holds a value
 * derived from the token, so that the token itself never lies in a browser. `/healthz` stays open; it names checks only.
 */
export function guardToken(app: ConsoleApp, token: string): void {
  const session = createHmac('sha256', token).update('endcap console session').digest('base64url');
  app.get('/login', c => c.html(loginPage(false)));
  app.post('/login', async c => {
    const form = await c.req.parseBody();
    if (typeof form.token !== 'string' || !equal(form.token.trim(), token)) return c.html(loginPage(true), 401);
    setCookie(c, cookieName, session, { path: '/', httpOnly: true, sameSite: 'Strict', maxAge: cookieSeconds });
    return c.redirect('/', 303);
  });
  app.use(async (c, next) => {
    const open = c.req.path === '/healthz' || c.req.path === '/assets/login.css';
    const bearer = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if ((bearer !== undefined && equal(bearer, token)) || equal(getCookie(c, cookieName) ?? '', session)) {
      c.set('session', { actor: 'token', role: 'admin' });
      return next();
    }
    if (open) return next();
    if (c.req.method === 'GET' && (c.req.header('accept') ?? '').includes('text/html'))
      return c.redirect('/login', 303);
    c.header('www-authenticate', 'Bearer realm="endcap"');
    return refuse(c, 401, 'console.unauthorised');
  });
}

function fromOwnPage(c: Context): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = c.req.header('origin');
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === c.req.header('host'));
}

/** Compares in a time that tells nothing about where they differ. */
function equal(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
