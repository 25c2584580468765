import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';

/** The console's app: hono over Node's HTTP server, whose request and response it may reach. */
export type ConsoleApp = Hono<{ Bindings: HttpBindings }>;
