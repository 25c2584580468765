import type { Origins } from '../config/origin.ts';
import type { Config } from '../config/schema.ts';

/** An agent that runs. */
export interface RunningAgent {
  /** The console's address with a final slash, e.g. `http://localhost:8080/`. */
  readonly url: string;
  /** The local socket that the command line talks to. */
  readonly socket: string;
  /** Stops everything in order; what was begun is durable afterwards. */
  stop(): Promise<void>;
}

/** The agent, or why it cannot start; the reason is a code, the detail a sentence. */
export type AgentStart =
  | { readonly ok: true; readonly agent: RunningAgent }
  | { readonly ok: false; readonly reason: string; readonly detail: string };

export interface AgentOptions {
  readonly origins: Origins;
  /** The file the configuration came from, for others to see. */
  readonly configFile: string;
  /** Of the software, as in package.json. */
  readonly version: string;
}

/** What the command line wants of the composition root. Logs go to stderr: stdout is the command's own. */
export type RunAgent = (config: Config, options: AgentOptions) => Promise<AgentStart>;

/** An emulated shop that runs. */
export interface RunningShop {
  /** Stops broker, mesh and radio, and removes what was written. */
  stop(): Promise<void>;
}

export interface ShopOptions {
  readonly labels: number;
  readonly seed: number;
  /** How many Bluetooth adapters the shop has. */
  readonly adapters: number;
  /** A broker that is there already, e.g. `mqtt://localhost:1883`; null: an embedded one. */
  readonly brokerUrl: string | null;
  /** Random price changes a minute; 0: none. */
  readonly driftPerMinute: number;
  /** Where the configuration for an agent is written. */
  readonly configOut: string;
  /** Where the control API listens. */
  readonly controlSocket: string;
}

/** What the command line wants of the emulator: returns once an agent can join. */
export type RunShop = (options: ShopOptions) => Promise<RunningShop>;
