import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { PageDoor } from './screens/screen-pages.ts';
import type { Session } from './session.ts';

/** What the console's app carries along with a request. */
export interface ConsoleEnv {
  Bindings: HttpBindings;
  Variables: {
    /** Who asks; absent until a guard has found out, and then only what is open to everybody is answered. */
    session?: Session;
    /** By which door a page of a screen came in; absent for everything else. */
    door?: PageDoor;
  };
}

/** The console's app: hono over Node's HTTP server, whose request and response it may reach. */
export type ConsoleApp = Hono<ConsoleEnv>;
