import { z } from 'zod';
import { canonicalise, sha256Hex } from './contract/canonical.ts';
import { itemIdentity } from './contract/fact.ts';
import { epochSchema, seqSchema } from './contract/ids.ts';
import { itemSchemas } from './contract/messages.ts';
import { streamSchema } from './contract/streams.ts';
import type { HeldFact, Ledger, Outcome } from './ledger.ts';
import type { ReleaseResult } from './mesh.ts';
import type { MeshStore } from './ports.ts';

const heldSchema = z.strictObject({
  stream: streamSchema,
  epoch: epochSchema,
  seq: seqSchema,
  item: z.record(z.string(), z.unknown()),
});

/** Accepts a fact that the plausibility guard holds, inside the caller's transaction. The version rule still holds. */
export function releaseHeld(
  database: MeshStore,
  ledger: Ledger,
  outcome: Outcome,
  id: number,
  nowMs: number,
  actor: string,
): ReleaseResult {
  const message = database.quarantinedMessage(id);
  if (message === null) return { ok: false, reason: 'mesh.not-held', detail: 'there is none with this id' };
  if (!message.reason.startsWith('mesh.held-')) {
    return { ok: false, reason: 'mesh.not-held', detail: `it was refused: ${message.reason}` };
  }
  if (message.reason === 'mesh.held-not-positive') {
    return { ok: false, reason: 'mesh.held-not-positive', detail: 'a price of zero or less is never shown' };
  }
  if (sha256Hex(message.payload) !== message.payloadHash) {
    return { ok: false, reason: 'mesh.not-held', detail: 'it was too long to be kept whole' };
  }
  const fact: HeldFact = heldSchema.parse(JSON.parse(Buffer.from(message.payload).toString('utf8')));
  itemSchemas[fact.stream].parse(fact.item);
  const identity = itemIdentity(fact.stream, fact.item)!;
  const body = canonicalise(fact.item);
  const item = { ...identity, contentHash: sha256Hex(body), body, value: fact.item };
  if (!ledger.release(outcome, fact, item)) {
    return { ok: false, reason: 'mesh.reordered', detail: 'something newer is in force' };
  }
  database.dropQuarantined(id);
  const detail = { version: item.version, reason: message.reason };
  const subject = `${fact.stream}/${item.key}`;
  database.audit({ atMs: nowMs, actor, action: 'fact.released', subject, detail });
  return { ok: true };
}
