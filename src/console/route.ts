import type { Context } from 'hono';
import type { z } from 'zod';
import type { ConsoleApp, ConsoleEnv } from './app.ts';
import { refuse } from './refusal.ts';
import { explainIssue } from './request-problem.ts';
import { includes, type Role } from './session.ts';

/** A request whose body and query have been read. */
export interface Request<B, Q> {
  readonly c: Context<ConsoleEnv>;
  readonly body: B;
  readonly query: Q;
  /** A part of the path, e.g. `param('id')` for `/api/labels/:id`. */
  param(name: string): string;
}

/**
 * One route of the API as one value: from it follow its registration, who may use it, how its input is read, and its
 * entry in the OpenAPI document.
 */
export interface Route<B = unknown, Q = unknown> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Parts in the manner of hono: `/api/labels/:id`. */
  readonly path: string;
  /** The least role that may use it; `open`: everybody, without signing in. */
  readonly role: Role | 'open';
  /** One line, no full stop. */
  readonly summary: string;
  /** What a POST takes, as JSON; anything else is refused with `console.request-invalid` and names the field. */
  readonly body?: z.ZodType<B>;
  readonly query?: z.ZodType<Q>;
  /** What comes back with status 200: a document, or a media type such as `image/png`. */
  readonly answer: z.ZodType | string;
  run(request: Request<B, Q>): Response | Promise<Response>;
}

/** Declares a route; exists so that `run` gets the types of its own body and query. */
export function defineRoute<B, Q>(route: Route<B, Q>): Route {
  return route as unknown as Route;
}

/** Puts routes on an app, each behind its role. */
export function registerRoutes(app: ConsoleApp, routes: readonly Route[]): void {
  for (const route of routes) app.on(route.method, route.path, c => answer(route, c));
}

async function answer(route: Route, c: Context<ConsoleEnv>): Promise<Response> {
  if (route.role !== 'open') {
    const session = c.get('session');
    if (session === undefined) return refuse(c, 401, 'console.unauthorised');
    if (!includes(session.role, route.role)) {
      return refuse(c, 403, 'console.role-missing', `This needs the role ${route.role}; yours is ${session.role}.`);
    }
  }
  let body: unknown;
  if (route.body !== undefined) {
    if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
      return refuse(c, 415, 'console.request-invalid', 'Send the body as content-type application/json.');
    }
    const read = route.body.safeParse(await c.req.json().catch(() => undefined));
    if (!read.success) return refuse(c, 400, 'console.request-invalid', explainIssue('body', read.error));
    body = read.data;
  }
  let query: unknown;
  if (route.query !== undefined) {
    const read = route.query.safeParse(c.req.query());
    if (!read.success) return refuse(c, 400, 'console.request-invalid', explainIssue('query', read.error));
    query = read.data;
  }
  const param = (name: string): string => c.req.param(name) ?? '';
  return route.run({ c, body, query, param });
}
