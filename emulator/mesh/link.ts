import { connect, type IClientOptions } from 'mqtt';
import type { Message } from './authority.ts';

/** How to reach somebody else's broker; the embedded one needs none of it. */
export interface BrokerAccess {
  readonly url: string;
  /** 4 is MQTT 3.1.1. */
  readonly protocol: 4 | 5;
  readonly username?: string;
  readonly password?: string;
  /** PEM. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** The authority's own connection. Nothing waits in it for a broker that is away: heads and snapshots heal that. */
export interface Link {
  /** False: the broker is away, or went away before it acknowledged. */
  publish(message: Message): Promise<boolean>;
  connected(): boolean;
  stop(): Promise<void>;
}

/** Messages that may wait for their acknowledgement; more are refused as lost. */
const maxInFlight = 20_000;

/**
 * Connects and keeps connecting.
 * @param onConnect runs after the subscriptions of every connection are in place
 */
export function createLink(
  access: BrokerAccess,
  clientId: string,
  filters: readonly string[],
  onMessage: (topic: string, payload: Buffer) => void,
  onConnect: () => void,
): Link {
  const { url, protocol, ...credentials } = access;
  const options: IClientOptions = {
    ...credentials,
    clientId,
    protocolVersion: protocol,
    clean: true,
    reconnectPeriod: 250,
    queueQoSZero: false,
    resubscribe: false,
  };
  const client = connect(url, options);
  const inFlight = new Set<(done: boolean) => void>();
  const properties = protocol === 5 ? { properties: { contentType: 'application/cloudevents+json' } } : {};

  client.on('connect', () => {
    client.subscribe([...filters], { qos: 1 }, error => {
      if (!error) onConnect();
    });
  });
  client.on('message', (topic, payload) => onMessage(topic, payload));
  // A refused connection raises `error` as well as `close`; the next attempt is on its way.
  client.on('error', () => {});
  client.on('close', () => {
    for (const settle of inFlight) settle(false);
    inFlight.clear();
  });

  return {
    publish({ topic, payload, retain }) {
      if (!client.connected || inFlight.size >= maxInFlight) return Promise.resolve(false);
      return new Promise(resolve => {
        inFlight.add(resolve);
        client.publish(topic, payload, { qos: 1, retain, ...properties }, error => {
          inFlight.delete(resolve);
          resolve(!error);
        });
      });
    },
    connected: () => client.connected,
    stop: async () => {
      await client.endAsync(true);
    },
  };
}
