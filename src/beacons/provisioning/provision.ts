import type { Clock } from '../../clock.ts';
import type { GattLink, Radio } from '../../radio/radio.ts';
import { type CarriedStep, carryOut, leaveLocked, untouched } from './carry-out.ts';
import type { FrameName } from './frames.ts';
import type { SharedIdentity } from './identity.ts';
import { type Refusal, refusal } from './link.ts';
import type { Lock } from './lock.ts';
import { planProvisioning, type Wanted } from './plan.ts';
import { type FoundBeacon, readBeacon } from './read-beacon.ts';
import { configurationGatt } from './service.ts';
import { contentText } from './slot-content.ts';

/** `address` twelve and `lockCode` 32 lower-case hex digits. */
export interface ForeignRequest {
  readonly address: string;
  readonly lockCode?: string | undefined;
}

export interface ProvisioningRequest extends Wanted {
  readonly address: string;
  readonly dryRun: boolean;
}

/** A third-party beacon as people see it; the API's document. */
export interface ForeignBeacon {
  readonly schemaVersion: 1;
  readonly address: string;
  readonly lock: Lock;
  readonly slots: number;
  readonly eidSlots: number;
  readonly frames: FrameName[];
  readonly powers: number[];
  readonly remainsConnectable: boolean | null;
  readonly content:
    | {
        readonly slot: number;
        readonly content: string;
        readonly intervalMs: number;
        readonly radioPower: number;
        readonly advertisedPower: number | null;
      }[]
    | null;
}

/** What was done, or would be; the API's document. */
export interface Provisioned {
  readonly schemaVersion: 1;
  readonly address: string;
  readonly dryRun: boolean;
  readonly steps: CarriedStep[];
}

type Answer<T> = { readonly ok: true; readonly document: T } | Refusal;

export interface Provisioning {
  read(request: ForeignRequest): Promise<Answer<ForeignBeacon>>;
  /** Ok also when a step failed: the document says which, and that those after it were not tried. */
  provision(request: ProvisioningRequest): Promise<Answer<Provisioned>>;
}

export interface ProvisioningOptions {
  readonly connect: Radio['connect'];
  readonly clock: Clock;
  readonly sharedIdentity?: SharedIdentity;
}

const connectTimeoutMs = 10_000;
/** The whole of it: a beacon of 32 slots takes some 200 requests of at most 100 ms. */
const limitMs = 60_000;

const bytesOf = (hex: string | undefined): Uint8Array | null =>
  hex === undefined ? null : Uint8Array.from(Buffer.from(hex, 'hex'));

/**
 * Reads and configures beacons of other makers over the Eddystone configuration service. One at a time; another one
 * meanwhile is refused.
 */
export function createProvisioning({ connect, clock, sharedIdentity }: ProvisioningOptions): Provisioning {
  const identity = sharedIdentity === undefined ? {} : { sharedIdentity };
  let busy = false;

  /** Opens the link, bounds the time, and closes the link whatever becomes of it. */
  async function withBeacon<T>(address: string, work: (link: GattLink) => Promise<Answer<T>>): Promise<Answer<T>> {
    if (busy) return refusal('beacon.busy', 'Another one is being configured; try again in a minute.');
    busy = true;
    try {
      const opened = await connect(address, configurationGatt, connectTimeoutMs);
      if (!opened.ok) {
        if (opened.reason === 'radio.gatt-unfit')
          return refusal('beacon.not-configurable', 'It is connected, and has no such service.');
        if (opened.reason === 'radio.label-silent')
          return refusal('radio.label-silent', `The beacon does not answer: ${opened.detail}`);
        return refusal(opened.reason, opened.detail);
      }
      const cancel = clock.after(limitMs, () => void opened.link.close());
      try {
        return await work(opened.link);
      } finally {
        cancel();
        await opened.link.close();
      }
    } finally {
      busy = false;
    }
  }

  return {
    read: ({ address, lockCode }) =>
      withBeacon(address, async link => {
        const read = await readBeacon(link, bytesOf(lockCode));
        if (!read.ok) return read;
        await leaveLocked(link, read.beacon);
        return { ok: true, document: documentOf(address, read.beacon) };
      }),
    provision: request =>
      withBeacon(request.address, async link => {
        const { address, dryRun } = request;
        const lockCode = bytesOf(request.lockCode);
        const read = await readBeacon(link, lockCode);
        if (!read.ok) return read;
        const found = read.beacon;
        const plan = planProvisioning(found, request, identity);
        if (!plan.ok || dryRun) {
          const unrestored = await leaveLocked(link, found);
          if (!plan.ok) return plan;
          const steps = [...untouched(plan.steps), ...(unrestored === null ? [] : [unrestored])];
          return { ok: true, document: { schemaVersion: 1, address, dryRun, steps } };
        }
        const codes = { lockCode, newLockCode: bytesOf(request.newLockCode) };
        const steps = await carryOut(link, plan.steps, { found, ...codes, ...identity });
        return { ok: true, document: { schemaVersion: 1, address, dryRun, steps: [...steps] } };
      }),
  };
}

function documentOf(address: string, { lock, canHide, inside }: FoundBeacon): ForeignBeacon {
  return {
    schemaVersion: 1,
    address,
    lock,
    slots: inside?.slots ?? 0,
    eidSlots: inside?.eidSlots ?? 0,
    frames: [...(inside?.frames ?? [])],
    powers: [...(inside?.powers ?? [])],
    // One that can hide does not say whether it does.
    remainsConnectable: canHide === false ? true : null,
    content: inside?.content.map(slot => ({ ...slot, content: contentText(slot.content) })) ?? null,
  };
}
