import type { Config } from '../config/schema.ts';
import type { BeaconTestDocument } from '../console/beacon-documents.ts';
import type { LabelSummary, QuarantineDocument, StatusDocument } from '../console/documents.ts';
import type { BrokerFinding } from './broker-probe.ts';

/** What a running agent says of itself. */
export interface AgentGlance {
  readonly pid: number | null;
  readonly status: StatusDocument;
  readonly labels: readonly LabelSummary[];
  readonly quarantine: QuarantineDocument;
}

/** A file or directory as far as its rights go. */
export interface PathRights {
  readonly mode: number;
  readonly uid: number;
  readonly directory: boolean;
}

/** An agent of this machine, and the adapters in its configuration. */
export interface AdapterUser {
  readonly pid: number;
  readonly radios: readonly string[];
}

/** Everything a check may look at. The machine is asked through these functions, so that a test can stand in for it. */
export interface Patient {
  readonly config: Config;
  /** Null: no agent runs with this configuration. */
  readonly agent: AgentGlance | null;
  readonly nowMs: number;
  /** The user that the agent runs as, or would if it were started now. */
  readonly uid: number;
  /** Null: there is nothing at this path. Throws when it cannot be told. */
  rights(path: string): PathRights | null;
  readFile(path: string): Buffer;
  /** Bytes and inodes that are left, and of how many; null inodes: the file system does not count them. */
  space(path: string): { freeBytes: number; totalBytes: number; freeInodes: number | null };
  /** Whether the machine's clock is synchronised; null: nobody here knows. */
  clockSynchronised(): Promise<boolean | null>;
  /** Damage in the store; null: there is none. Undefined: there is no store yet. */
  storeDamage(): string | null | undefined;
  /** Answers once, whoever asks first. */
  broker(): Promise<BrokerFinding>;
  /** What is wrong with reaching an adapter; null: nothing. */
  adapter(url: string): Promise<string | null>;
  adapterUsers(): readonly AdapterUser[];
  /** Has the agent listen for its own beacons, as `POST /api/beacons/test`. Null: it gives no answer. Absent: nobody can be asked. */
  readonly testBeacons?: (() => Promise<BeaconTestDocument | null>) | undefined;
}

/** What a check found. `fix` goes with everything that is not well. */
export type Finding =
  | { readonly verdict: 'ok'; readonly evidence: string }
  | { readonly verdict: 'warn' | 'fail'; readonly evidence: string; readonly fix: string };

/** One question to the machine. `after`: checks that must not have failed, as this one would only say it again. */
export interface Check {
  readonly name: string;
  readonly after: readonly string[];
  run(patient: Patient): Finding | Promise<Finding>;
}

export const ok = (evidence: string): Finding => ({ verdict: 'ok', evidence });
export const warn = (evidence: string, fix: string): Finding => ({ verdict: 'warn', evidence, fix });
export const fail = (evidence: string, fix: string): Finding => ({ verdict: 'fail', evidence, fix });
const unmeasured = 'not measured: ';
/** It could not be looked at, which is neither good nor bad. */
export const notMeasured = (why: string, fix: string): Finding => warn(`${unmeasured}${why}`, fix);
export const isUnmeasured = ({ evidence }: Pick<Finding, 'evidence'>): boolean => evidence.startsWith(unmeasured);
