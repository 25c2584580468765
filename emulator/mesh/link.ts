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
  /** Why it is not connected, in the words of who refused; null: nothing went wrong yet. */
  trouble(): string | null;
  stop(): Promise<void>;
}

/**
 * A broker as people name it, its credentials taken out of the URL: addresses are shown and logged, passwords are not.
 * @param url e.g. `mqtts://user:password@broker.example:8883`
 * @throws when it is no URL of a broker
 */
export function brokerAccess(url: string): BrokerAccess {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^(mqtts?|wss?|tcp|tls):$/.test(parsed.protocol) || parsed.host === '') {
    throw new Error('The broker must be given like mqtt://localhost:1883.');
  }
  const { username, password } = parsed;
  parsed.username = '';
  parsed.password = '';
  return {
    url: parsed.href,
    protocol: 5,
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  };
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

  let trouble: string | null = null;
  client.on('connect', () => {
    client.subscribe([...filters], { qos: 1 }, error => {
      if (error) trouble = `subscribing failed: ${error.message}`;
      else onConnect();
    });
  });
  client.on('message', (topic, payload) => onMessage(topic, payload));
  // A refused connection raises `error` as well as `close`; the next attempt is on its way.
  client.on('error', error => {
    const [first] = error instanceof AggregateError ? (error.errors as Error[]) : [error];
    trouble = (first ?? error).message;
  });
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
    trouble: () => trouble,
    stop: async () => {
      await client.endAsync(true);
    },
  };
}
