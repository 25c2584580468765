import { outboundMessages } from './contract/messages.ts';
import type { Medians } from './contract/proximity.ts';
import { gatewayTopics, parseGatewayTopic, type TopicPlace } from './contract/topics.ts';

/** Longest word of a neighbour that is read. */
const maxBytes = 512 * 1024;

/** What another gateway of the store heard. */
export interface NeighbourMedians extends Medians {
  readonly gateway: string;
}

/**
 * Reads what other gateways of the store say to each other: unsigned, as a broker lets a gateway publish only under its own
 * prefix, and of no weight but for where our own tags are. `mine`: not for neighbours. `dropped`: it is nothing that a
 * gateway says; counted by the caller.
 */
export function readNeighbour(
  place: TopicPlace,
  topic: string,
  payload: Uint8Array,
): 'mine' | 'own-echo' | 'dropped' | NeighbourMedians {
  const from = parseGatewayTopic(topic);
  if (!from || from.organisation !== place.organisation || from.store !== place.store) return 'mine';
  if (topic !== gatewayTopics({ ...place, gateway: from.gateway }).medians) return 'mine';
  if (from.gateway === place.gateway) return 'own-echo';
  if (payload.length > maxBytes) return 'dropped';
  const message = outboundMessages['shelf.medians.v1'].safeParse(fromJson(payload));
  if (!message.success || message.data.subject !== place.store) return 'dropped';
  const { round, medians, winners } = message.data.data;
  return { gateway: from.gateway, round, medians, winners };
}

function fromJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(payload));
  } catch {
    return undefined; // not JSON: the schema refuses it
  }
}
