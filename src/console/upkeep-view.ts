import type { AuditDocument, AuditQuery, HeldMessageDocument, WavesDocument } from './upkeep-documents.ts';

/** What keeps a gateway going. `actor` goes into the audit trail. */
export interface UpkeepView {
  waves(): WavesDocument;
  /** `forMs` null: until somebody resumes. */
  pause(forMs: number | null, actor: string): void;
  /** False: it was not paused. */
  resume(actor: string): boolean;
  /** Newest first. */
  auditTrail(query: AuditQuery): AuditDocument;
  /** Null: none is held with this id. */
  heldMessage(id: string): HeldMessageDocument | null;
  /** False: nobody knows a stream of this name. */
  resync(stream: string | null, actor: string): boolean;
  /** Writes a consistent copy of the store to a path of the agent's choice, and returns it; whoever asked removes it. */
  backup(actor: string): string;
}
