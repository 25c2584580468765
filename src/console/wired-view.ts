import type {
  AlarmListDocument,
  CouponDocument,
  CouponIssueRequest,
  CouponRedeemDocument,
  CouponRedeemRequest,
  HeatDocument,
  HeatQuery,
  LightRequest,
  NodeListDocument,
  NodePinsDocument,
  PickListDocument,
  PickRequest,
  QueueListDocument,
  SensorDocument,
  SensorListDocument,
  SimulateRequest,
} from './wired-documents.ts';

interface Refused {
  readonly ok: false;
  readonly reason: string;
  readonly detail: string;
}
/** Done, or a reason code with a few words. */
export type Done = { readonly ok: true } | Refused;
type Answer<T> = { readonly ok: true; readonly document: T } | Refused;

/** Nodes, sensors, queues, alarms and coupons. `actor` goes into the audit trail. */
export interface WiredView {
  nodes(): NodeListDocument;
  nodePins(id: string): Answer<NodePinsDocument>;
  sensors(): SensorListDocument;
  sensor(id: string): SensorDocument | null;
  tareSensor(id: string, actor: string): Done;
  calibrateSensor(id: string, grams: number, actor: string): Done;
  simulateSensor(id: string, request: SimulateRequest, actor: string): Done;
  setLight(id: string, request: LightRequest, actor: string): Done;
  picks(): PickListDocument;
  startPick(request: PickRequest, actor: string): Answer<PickListDocument>;
  stopPick(label: string, actor: string): Done;
  queues(): QueueListDocument;
  /** Nobody is in the queue or the zone: counting begins anew. */
  zeroCount(id: string, actor: string): Done;
  shopAlarms(): AlarmListDocument;
  acknowledgeAlarm(id: string, actor: string): Done;
  silenceAlarm(id: string, forMs: number, actor: string): Done;
  /** Carries out its actions for some seconds, as if it had been raised. */
  testAlarm(id: string, actor: string): Done;
  heat(query: HeatQuery): HeatDocument;
  issueCoupon(request: CouponIssueRequest, actor: string): Answer<CouponDocument>;
  redeemCoupon(request: CouponRedeemRequest): Answer<CouponRedeemDocument>;
}
