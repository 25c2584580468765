import type { z } from 'zod';
import { pageEventSchema } from '../signage/wire/page-event.ts';
import { reportSchema } from '../signage/wire/report.ts';
import { AttentionDocument } from './attention-document.ts';
import * as beacons from './beacon-documents.ts';
import * as bindings from './binding-documents.ts';
import * as bitcoin from './bitcoin-documents.ts';
import { DoctorDocument } from './doctor-document.ts';
import * as documents from './documents.ts';
import * as offers from './offer-documents.ts';
import * as privacy from './privacy-documents.ts';
import * as screens from './screen-documents.ts';
import { SessionDocument } from './session-document.ts';
import * as upkeep from './upkeep-documents.ts';
import { VerifiedLabelDocument, VerifyDocument } from './verify-document.ts';
import * as wired from './wired-documents.ts';
import * as zones from './zone-documents.ts';

/** The documents of the command line and the console's API, by file name. */
export const publishedDocuments: Readonly<Record<string, readonly [schema: z.ZodType, description: string]>> = {
  status: [documents.StatusDocument, '`endcap status --json` and `GET /api/status`.'],
  'label-list': [documents.LabelListDocument, '`endcap label list --json` and `GET /api/labels`.'],
  label: [documents.LabelDocument, '`endcap label show --json` and `GET /api/labels/{id}`.'],
  quarantine: [documents.QuarantineDocument, '`endcap mesh quarantine --json` and `GET /api/mesh/quarantine`.'],
  lag: [documents.LagDocument, '`endcap mesh lag --json` and `GET /api/mesh/lag`.'],
  config: [documents.ConfigDocument, '`endcap config show --json` and `GET /api/config`.'],
  'tail-event': [documents.TailEvent, 'One line of `endcap tail --json`.'],
  error: [documents.ErrorDocument, 'Why a command or a request failed.'],
  'page-event': [documents.PageEvent, 'One event of `GET /api/events`.'],
  health: [documents.HealthDocument, '`GET /healthz`.'],
  'template-list': [documents.TemplateListDocument, '`GET /api/templates`.'],
  verify: [VerifyDocument, '`endcap verify --json` and `GET /api/verify`.'],
  'verified-label': [VerifiedLabelDocument, '`endcap label verify --json` and `GET /api/labels/{id}/verify`.'],
  attention: [AttentionDocument, '`endcap attention --json` and `GET /api/attention`.'],
  samples: [documents.SamplesDocument, '`GET /api/labels/{id}/samples`.'],
  'bind-request': [bindings.BindRequest, 'What `POST /api/bindings` and `POST /api/bindings/preview` take.'],
  'bind-result': [bindings.BindResult, '`endcap label bind --json`, `unbind` and `replace`.'],
  'bind-preview': [bindings.BindPreview, 'What `POST /api/bindings/preview` answers.'],
  'unbind-request': [bindings.UnbindRequest, 'What `POST /api/bindings/unbind` takes.'],
  'replace-request': [bindings.ReplaceRequest, 'What `POST /api/bindings/replace` takes.'],
  'batch-request': [bindings.BatchRequest, 'What `POST /api/bindings/batch` takes.'],
  batch: [bindings.BatchDocument, '`endcap bind --batch --json` and `POST /api/bindings/batch`.'],
  'local-bindings': [bindings.LocalBindingsDocument, '`GET /api/bindings/local`.'],
  'loose-labels': [bindings.LooseLabelsDocument, '`endcap label unbound --json` and `GET /api/bindings/loose`.'],
  'product-list': [bindings.ProductListDocument, '`GET /api/products`.'],
  rates: [bitcoin.RatesDocument, '`endcap rate list --json` and `GET /api/rates`.'],
  figures: [bitcoin.FiguresDocument, '`endcap rate labels --json` and `GET /api/figures`.'],
  quote: [bitcoin.QuoteDocument, '`endcap price quote --json` and `GET /api/quotes/{product}`.'],
  'beacon-list': [beacons.BeaconListDocument, '`endcap beacon list --json` and `GET /api/beacons`.'],
  beacon: [beacons.BeaconDocument, '`endcap beacon show --json` for a beacon of this gateway.'],
  'beacon-test-request': [beacons.BeaconTestRequest, 'What `POST /api/beacons/test` takes.'],
  'beacon-test': [beacons.BeaconTestDocument, '`endcap beacon test --json` and `POST /api/beacons/test`.'],
  'foreign-read-request': [beacons.ForeignReadRequest, 'What `POST /api/beacons/foreign` takes.'],
  'foreign-beacon': [
    beacons.ForeignBeaconDocument,
    '`endcap beacon show --json` for the beacon of a third party, and `POST /api/beacons/foreign`.',
  ],
  'provision-request': [beacons.ProvisionRequest, 'What `POST /api/beacons/provision` takes.'],
  provision: [
    beacons.ProvisionDocument,
    '`endcap beacon set --json`, `endcap beacon provision --json` and `POST /api/beacons/provision`.',
  ],
  'sniffed-frame': [beacons.SniffedFrame, 'One line of `endcap beacon sniff --json`.'],
  sniff: [beacons.SniffDocument, '`GET /api/beacons/sniff`.'],
  'zone-list': [zones.ZoneListDocument, '`endcap zone list --json` and `GET /api/zones`.'],
  zone: [zones.ZoneDocument, '`endcap zone show --json`.'],
  'offer-list': [offers.OfferListDocument, '`endcap offer list --json` and `GET /api/offers`.'],
  offer: [offers.OfferDocument, '`endcap offer show --json` and `GET /api/offers/{id}`.'],
  'offer-simulation': [
    offers.OfferSimulationDocument,
    '`endcap offer simulate --json` and `GET /api/offers/simulate`.',
  ],
  privacy: [privacy.PrivacyDocument, '`endcap privacy report --json` and `GET /api/privacy`.'],
  'privacy-mode-request': [privacy.PrivacyModeRequest, 'What `POST /api/privacy/mode` takes.'],
  'node-list': [wired.NodeListDocument, '`endcap node list --json` and `GET /api/nodes`.'],
  'node-pins': [wired.NodePinsDocument, '`endcap node pins --json` and `GET /api/nodes/{id}/pins`.'],
  'sensor-list': [wired.SensorListDocument, '`endcap sensor list --json` and `GET /api/sensors`.'],
  sensor: [wired.SensorDocument, '`endcap sensor show --json` and `GET /api/sensors/{id}`.'],
  'calibrate-request': [wired.CalibrateRequest, 'What `POST /api/sensors/{id}/calibrate` takes.'],
  'simulate-request': [wired.SimulateRequest, 'What `POST /api/sensors/{id}/simulate` takes.'],
  'light-request': [wired.LightRequest, 'What `POST /api/sensors/{id}/light` takes.'],
  'pick-list': [wired.PickListDocument, '`endcap pick start --json` and `GET /api/picks`.'],
  'pick-request': [wired.PickRequest, 'What `POST /api/picks` takes.'],
  'queue-list': [wired.QueueListDocument, '`endcap queue list --json` and `GET /api/queues`.'],
  'alarm-list': [wired.AlarmListDocument, '`endcap alarm list --json` and `GET /api/watches`.'],
  'silence-request': [wired.SilenceRequest, 'What `POST /api/watches/{id}/silence` takes.'],
  heat: [wired.HeatDocument, '`GET /api/heat`.'],
  coupon: [wired.CouponDocument, '`endcap coupon issue --json` and `POST /api/coupons`.'],
  'coupon-issue-request': [wired.CouponIssueRequest, 'What `POST /api/coupons` takes.'],
  'coupon-redeem': [wired.CouponRedeemDocument, '`endcap coupon check --json` and `POST /api/coupons/redeem`.'],
  'coupon-redeem-request': [wired.CouponRedeemRequest, 'What `POST /api/coupons/redeem` takes.'],
  'screen-list': [screens.ScreenListDocument, '`endcap screen list --json` and `GET /api/screens`.'],
  screen: [screens.ScreenDocument, '`endcap screen show --json` and `GET /api/screens/{id}`.'],
  'screen-plays': [screens.ScreenPlaysDocument, '`endcap screen plays --json` and `GET /api/screens/{id}/plays`.'],
  'screen-order': [
    screens.ScreenOrderDocument,
    '`endcap screen reload --json`, `identify` and `screenshot`, and `POST /api/screens/{id}/reload` and so on.',
  ],
  'screen-event': [
    pageEventSchema,
    'One event of `GET /s/{screen}/events`, and `GET /api/screens/{id}/programme` for a mirror.',
  ],
  'screen-report': [reportSchema, 'What a page of a screen says: `POST /s/{screen}/report`.'],
  'pair-request': [screens.PairRequest, 'What `POST /api/screens/{id}/pair` takes.'],
  'revoke-request': [screens.RevokeRequest, 'What `POST /api/screens/{id}/revoke` takes.'],
  revoke: [screens.RevokeDocument, '`endcap screen revoke --json` and `POST /api/screens/{id}/revoke`.'],
  'override-request': [screens.OverrideRequest, 'What `POST /api/screens/override` takes.'],
  'layout-list': [screens.LayoutListDocument, '`GET /api/layouts`.'],
  'layout-preview-request': [screens.LayoutPreviewRequest, 'What `POST /api/layouts/preview` takes.'],
  'layout-preview': [screens.LayoutPreviewDocument, 'What `POST /api/layouts/preview` answers.'],
  doctor: [DoctorDocument, '`endcap doctor --json` and `GET /api/doctor`.'],
  waves: [upkeep.WavesDocument, '`endcap wave list --json` and `GET /api/waves`.'],
  'pause-request': [upkeep.PauseRequest, 'What `POST /api/waves/pause` takes.'],
  audit: [upkeep.AuditDocument, '`endcap audit --json` and `GET /api/audit`.'],
  'store-info': [upkeep.StoreInfoDocument, '`endcap store info --json`.'],
  'held-message': [
    upkeep.HeldMessageDocument,
    '`endcap mesh quarantine show --json` and `GET /api/mesh/quarantine/{id}`.',
  ],
  'resync-request': [upkeep.ResyncRequest, 'What `POST /api/mesh/resync` takes.'],
  session: [SessionDocument, '`GET /api/session`: who asks, and with which role.'],
  done: [documents.DoneDocument, 'It is done.'],
  'preview-request': [documents.PreviewRequest, 'What `POST /api/templates/preview` takes.'],
  preview: [documents.PreviewDocument, 'What `POST /api/templates/preview` answers.'],
};
