import type {
  BeaconListDocument,
  BeaconTestDocument,
  ForeignBeaconDocument,
  ForeignReadRequest,
  ProvisionDocument,
  ProvisionRequest,
  SniffDocument,
} from './beacon-documents.ts';
import type { OfferDocument, OfferListDocument, OfferSimulationDocument, SimulateQuery } from './offer-documents.ts';
import type { PrivacyDocument, PrivacyMode } from './privacy-documents.ts';
import type { ZoneListDocument } from './zone-documents.ts';

/** A reason code with a few words. */
export interface Refused {
  readonly ok: false;
  readonly reason: string;
  readonly detail: string;
}
type Answer<T> = { readonly ok: true; readonly document: T } | Refused;

/** Beacons, zones, offers and privacy. `actor` goes into the audit trail. */
export interface ProximityView {
  beacons(): BeaconListDocument;
  /** Listens for them with the gateway's other radio; takes up to five seconds. `id` null: all. */
  testBeacons(id: string | null): Promise<BeaconTestDocument>;
  readForeignBeacon(request: ForeignReadRequest): Promise<Answer<ForeignBeaconDocument>>;
  provisionBeacon(request: ProvisionRequest, actor: string): Promise<Answer<ProvisionDocument>>;
  /** The battery of a sensor was changed, so its counter may begin anew. */
  batteryChanged(tag: string, actor: string): boolean;
  /** Refused while nobody has unlocked it. */
  sniff(after: number): Answer<SniffDocument>;
  zones(): ZoneListDocument;
  offers(): OfferListDocument;
  offer(id: string): OfferDocument | null;
  simulateOffers(query: SimulateQuery): OfferSimulationDocument;
  /** Takes an offer off everything at once, until the mesh says something newer of it. */
  revokeOffer(id: string, actor: string): { readonly ok: true } | Refused;
  privacy(): PrivacyDocument;
  setPrivacyMode(mode: PrivacyMode, actor: string): { readonly ok: true } | Refused;
  /** For ten minutes. */
  unlockCapture(actor: string): PrivacyDocument;
  lockCapture(actor: string): PrivacyDocument;
}
