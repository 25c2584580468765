import type { Origins } from '../config/origin.ts';

/** Beside the configuration itself. */
export interface AgentOptions {
  readonly origins: Origins;
  /** The file the configuration came from, for others to see. */
  readonly configFile: string;
  /** Of the software, as in package.json. */
  readonly version: string;
}

/** An agent that runs. */
export interface Agent {
  /** The console's address with a final slash. */
  readonly url: string;
  /** The local socket that the command line talks to. */
  readonly socket: string;
  /** Stops everything in order; what was begun is durable afterwards. */
  stop(): Promise<void>;
}

/** A running agent, or why there is none. */
export type AgentStart = { readonly ok: true; readonly agent: Agent } | StartFailure;

interface StartFailure {
  readonly ok: false;
  readonly reason: string;
  readonly detail: string;
}
