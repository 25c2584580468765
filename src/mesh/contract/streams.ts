import { z } from 'zod';

/** The streams of facts. Each has its own epoch and its own gapless sequence. */
export const streamNames = ['price', 'product', 'offer', 'binding', 'template', 'beacon', 'screen', 'fx'] as const;
export type StreamName = (typeof streamNames)[number];
export const streamSchema = z.enum(streamNames);

/** The member of an item that is its key within the stream. */
export const keyMember = {
  price: 'sku',
  product: 'sku',
  offer: 'offer',
  binding: 'label',
  template: 'template',
  beacon: 'beacon',
  screen: 'screen',
  fx: 'pair',
} as const satisfies Record<StreamName, string>;

/** Exchange rates are the same in every store and live under the store `all`. */
export function storeOf(stream: StreamName, store: string): string {
  return stream === 'fx' ? 'all' : store;
}

/** What a key may sign: facts, heads and snapshots of a stream, or one of the other kinds of message. */
export const signableNames = [...streamNames, 'till', 'command', 'keys'] as const;
export type Signable = (typeof signableNames)[number];
export const signableSchema = z.enum(signableNames);
