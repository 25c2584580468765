import type { z } from 'zod';
import { beaconItemSchema } from './beacon.ts';
import { bindingItemSchema } from './binding.ts';
import { commandAckSchema, commandDataSchema } from './command.ts';
import { envelopeOf } from './envelope.ts';
import { factDataOf } from './fact.ts';
import { fxItemSchema } from './fx.ts';
import { alarmSchema, appliedSchema, gatewayHealthSchema, gatewayStateSchema, labelStateSchema } from './gateway.ts';
import { headDataSchema } from './head.ts';
import { keySetDataSchema } from './keys.ts';
import { localBindingSchema } from './local-binding.ts';
import { offerItemSchema } from './offer.ts';
import { priceItemSchema } from './price.ts';
import { productItemSchema } from './product.ts';
import {
  beaconStateSchema,
  mediansSchema,
  offerStateSchema,
  sessionOfferSchema,
  sessionZoneSchema,
  sightingSchema,
  zoneDwellSchema,
  zonePresenceSchema,
} from './proximity.ts';
import { screenItemSchema } from './screen.ts';
import { screenPlaysSchema, screenStateSchema } from './screen-report.ts';
import { snapshotAskSchema, snapshotChunkSchema } from './snapshot.ts';
import type { StreamName } from './streams.ts';
import { templateItemSchema } from './template.ts';
import { tillAppliedSchema } from './till.ts';
import {
  couponSchema,
  noticeSchema,
  sensorEventSchema,
  sensorStateSchema,
  zoneHeatSchema,
  zoneQueueSchema,
} from './wired.ts';

/** The schema of one item of each stream. */
export const itemSchemas = {
  price: priceItemSchema,
  product: productItemSchema,
  offer: offerItemSchema,
  binding: bindingItemSchema,
  template: templateItemSchema,
  beacon: beaconItemSchema,
  screen: screenItemSchema,
  fx: fxItemSchema,
} as const satisfies Record<StreamName, z.ZodType>;

/** The CloudEvents type of a stream's single facts. */
export const factType = (stream: StreamName) => `shelf.${stream}.v1` as const;
export const priceBatchType = 'shelf.price-batch.v1';

/** Messages that come to a gateway, by CloudEvents type: the schema of the whole message. */
export const inboundMessages = {
  'shelf.price-batch.v1': envelopeOf('shelf.price-batch.v1', factDataOf('price', priceItemSchema)),
  'shelf.price.v1': envelopeOf('shelf.price.v1', factDataOf('price', priceItemSchema)),
  'shelf.product.v1': envelopeOf('shelf.product.v1', factDataOf('product', productItemSchema)),
  'shelf.offer.v1': envelopeOf('shelf.offer.v1', factDataOf('offer', offerItemSchema)),
  'shelf.binding.v1': envelopeOf('shelf.binding.v1', factDataOf('binding', bindingItemSchema)),
  'shelf.template.v1': envelopeOf('shelf.template.v1', factDataOf('template', templateItemSchema)),
  'shelf.beacon.v1': envelopeOf('shelf.beacon.v1', factDataOf('beacon', beaconItemSchema)),
  'shelf.screen.v1': envelopeOf('shelf.screen.v1', factDataOf('screen', screenItemSchema)),
  'shelf.fx.v1': envelopeOf('shelf.fx.v1', factDataOf('fx', fxItemSchema)),
  'shelf.head.v1': envelopeOf('shelf.head.v1', headDataSchema),
  'shelf.snapshot-chunk.v1': envelopeOf('shelf.snapshot-chunk.v1', snapshotChunkSchema),
  'shelf.key-set.v1': envelopeOf('shelf.key-set.v1', keySetDataSchema),
  'shelf.command.v1': envelopeOf('shelf.command.v1', commandDataSchema),
  'shelf.till-applied.v1': envelopeOf('shelf.till-applied.v1', tillAppliedSchema),
} as const;

/** Messages that a gateway publishes, unsigned: the broker knows it by its certificate. */
export const outboundMessages = {
  'shelf.gateway-state.v1': envelopeOf('shelf.gateway-state.v1', gatewayStateSchema),
  'shelf.gateway-health.v1': envelopeOf('shelf.gateway-health.v1', gatewayHealthSchema),
  'shelf.applied.v1': envelopeOf('shelf.applied.v1', appliedSchema),
  'shelf.snapshot-ask.v1': envelopeOf('shelf.snapshot-ask.v1', snapshotAskSchema),
  'shelf.command-ack.v1': envelopeOf('shelf.command-ack.v1', commandAckSchema),
  'shelf.alarm.v1': envelopeOf('shelf.alarm.v1', alarmSchema),
  'shelf.label-state.v1': envelopeOf('shelf.label-state.v1', labelStateSchema),
  'shelf.local-binding.v1': envelopeOf('shelf.local-binding.v1', localBindingSchema),
  'shelf.beacon-state.v1': envelopeOf('shelf.beacon-state.v1', beaconStateSchema),
  'shelf.zone-presence.v1': envelopeOf('shelf.zone-presence.v1', zonePresenceSchema),
  'shelf.zone-dwell.v1': envelopeOf('shelf.zone-dwell.v1', zoneDwellSchema),
  'shelf.sighting.v1': envelopeOf('shelf.sighting.v1', sightingSchema),
  'shelf.medians.v1': envelopeOf('shelf.medians.v1', mediansSchema),
  'shelf.session-zone.v1': envelopeOf('shelf.session-zone.v1', sessionZoneSchema),
  'shelf.session-offer.v1': envelopeOf('shelf.session-offer.v1', sessionOfferSchema),
  'shelf.offer-state.v1': envelopeOf('shelf.offer-state.v1', offerStateSchema),
  'shelf.zone-queue.v1': envelopeOf('shelf.zone-queue.v1', zoneQueueSchema),
  'shelf.zone-heat.v1': envelopeOf('shelf.zone-heat.v1', zoneHeatSchema),
  'shelf.notice.v1': envelopeOf('shelf.notice.v1', noticeSchema),
  'shelf.sensor-state.v1': envelopeOf('shelf.sensor-state.v1', sensorStateSchema),
  'shelf.sensor-event.v1': envelopeOf('shelf.sensor-event.v1', sensorEventSchema),
  'shelf.coupon.v1': envelopeOf('shelf.coupon.v1', couponSchema),
  'shelf.screen-state.v1': envelopeOf('shelf.screen-state.v1', screenStateSchema),
  'shelf.screen-plays.v1': envelopeOf('shelf.screen-plays.v1', screenPlaysSchema),
} as const;

export type InboundType = keyof typeof inboundMessages;
export type OutboundType = keyof typeof outboundMessages;
