import mqtt, { type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt';
import type { Cancel, Clock, Random } from '../clock.ts';
import { createBackoff } from './backoff.ts';
import { contentType } from './contract/envelope.ts';
import type { BrokerAccess, MeshLog } from './mesh.ts';

/** Messages and bytes that may wait for their commit; beyond either the socket is not read. */
const maxPending = 32;
const maxPendingBytes = 8 * 1024 * 1024;
/** What a broker may send at once. More than the contract allows, so that what is too large is refused by name. */
const maxPacketBytes = 8 * 1024 * 1024;
const sessionExpirySeconds = 7 * 24 * 3600;
const keepaliveSeconds = 30;
const connectTimeoutMs = 10_000;
const shortestPauseMs = 500;
const longestPauseMs = 30_000;
/** A connection that held this long was a good one. */
const steadyMs = 10_000;
/** Publishes that may wait for their acknowledgement. */
const maxInFlight = 256;

/** A message that came. */
export interface Inbound {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly redelivered: boolean;
  readonly retained: boolean;
  /** The MQTT 5 user property, unchecked. */
  readonly traceparent: string | null;
  /** It is durable. Acknowledgements leave in the order in which the messages came. */
  ack(): void;
}

export interface Outbound {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

export interface ConnectionOptions {
  readonly broker: BrokerAccess;
  readonly clientId: string;
  readonly subscriptions: readonly string[];
  /** What the broker says for us when we are gone without a word. */
  readonly will: (sessionId: string) => { readonly topic: string; readonly payload: string };
  readonly clock: Clock;
  readonly random: Random;
  readonly log: MeshLog;
  readonly onUp: (sessionId: string, sessionPresent: boolean) => void;
  readonly onDown: (detail: string) => void;
  readonly onMessage: (message: Inbound) => void;
}

export type ConnectionState = 'connecting' | 'connected' | 'offline';

/** One pausing, reconnecting way to the broker. Every connection is a new MQTT.js client, so nothing old is in its queues. */
export interface Connection {
  start(): void;
  /** Ends without a will when the broker goes along within `timeoutMs`, else by force. */
  stop(timeoutMs: number): Promise<void>;
  state(): ConnectionState;
  /** Of the connection that is up. */
  sessionId(): string | null;
  /** Why there is no connection. */
  detail(): string | null;
  /** True once the broker has acknowledged (QoS 0: once it was written). False: not, and it will not be tried again. */
  publish(message: Outbound): Promise<boolean>;
  /** Gives the connection up, unacknowledged messages with it, and connects again after a pause. */
  restart(detail: string): void;
}

/** The part of MQTT.js that acknowledges; not in its types. See `acknowledgeLater`. */
interface AckSender {
  _sendPacket(packet: { cmd: 'puback'; messageId: number; reasonCode: number }): void;
}

export function createConnection(options: ConnectionOptions): Connection {
  const { broker, clock, log } = options;
  const backoff = createBackoff(shortestPauseMs, longestPauseMs, options.random);
  let client: MqttClient | null = null;
  let state: ConnectionState = 'offline';
  let detail: string | null = null;
  let session: string | null = null;
  let stopped = true;
  let cancelPause: Cancel = () => {};
  let upSinceMs: number | null = null;
  const inFlight = new Set<(delivered: boolean) => void>();

  function connect(): void {
    state = 'connecting';
    const sessionId = sessionName(options.random);
    session = sessionId;
    const attempt = mqtt.connect(broker.url, clientOptions(options, sessionId));
    client = attempt;
    acknowledgeLater(attempt, options.onMessage);
    attempt.on('connect', ({ sessionPresent }) => {
      attempt.subscribe([...options.subscriptions], { qos: 1 }, (error, granted) => {
        if (client !== attempt) return;
        const refused = granted?.find(({ qos }) => qos >= 128);
        if (error !== null || refused !== undefined)
          return lose(`subscription refused: ${refused?.topic ?? error?.message}`);
        state = 'connected';
        detail = null;
        upSinceMs = clock.monotonic();
        log.info({ event: 'mesh.connected', broker: broker.url, sessionId, sessionPresent }, 'connected to the mesh');
        options.onUp(sessionId, sessionPresent);
      });
    });
    attempt.on('error', error => {
      if (client === attempt) lose(error.message || String(error));
    });
    attempt.on('close', () => {
      if (client === attempt) lose('connection closed');
    });
  }

  function lose(why: string): void {
    const lost = client;
    client = null;
    lost?.end(true);
    for (const settle of inFlight) settle(false);
    inFlight.clear();
    if (upSinceMs !== null && clock.monotonic() - upSinceMs >= steadyMs) backoff.reset();
    upSinceMs = null;
    state = 'offline';
    detail = why;
    if (stopped) return;
    const pauseMs = backoff.next();
    log.warn(
      { event: 'mesh.disconnected', broker: broker.url, pauseMs: Math.round(pauseMs) },
      `no connection to the mesh: ${why}`,
    );
    cancelPause = clock.after(pauseMs, connect);
    options.onDown(why);
  }

  return {
    start() {
      if (!stopped) return;
      stopped = false;
      connect();
    },
    async stop(timeoutMs) {
      stopped = true;
      cancelPause();
      const last = client;
      client = null;
      state = 'offline';
      for (const settle of inFlight) settle(false);
      inFlight.clear();
      if (last === null) return;
      // MQTT.js waits for what is in flight, for as long as it takes.
      const cancel = clock.after(timeoutMs, () => last.stream?.destroy());
      const closed = new Promise<void>(resolve => last.once('close', () => resolve()));
      await Promise.race([last.endAsync(!last.connected), closed]);
      cancel();
    },
    state: () => state,
    sessionId: () => (state === 'connected' ? session : null),
    detail: () => detail,
    publish({ topic, payload, qos, retain }) {
      const current = client;
      if (current === null || state !== 'connected' || inFlight.size >= maxInFlight) return Promise.resolve(false);
      return new Promise(resolve => {
        inFlight.add(resolve);
        const properties = broker.protocol === 5 ? { properties: { contentType } } : {};
        current.publish(topic, payload, { qos, retain, ...properties }, error => {
          inFlight.delete(resolve);
          resolve(!error);
        });
      });
    },
    restart(why) {
      if (client !== null) lose(why);
    },
  };
}

function clientOptions({ broker, clientId, will }: ConnectionOptions, sessionId: string): IClientOptions {
  const five = broker.protocol === 5;
  const { topic, payload } = will(sessionId);
  return {
    clientId,
    protocolVersion: broker.protocol,
    clean: false,
    keepalive: keepaliveSeconds,
    connectTimeout: connectTimeoutMs,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    will: {
      topic,
      payload: Buffer.from(payload),
      qos: 1,
      retain: true,
      ...(five ? { properties: { contentType } } : {}),
    },
    ...(five
      ? {
          properties: {
            sessionExpiryInterval: sessionExpirySeconds,
            receiveMaximum: maxPending,
            maximumPacketSize: maxPacketBytes,
          },
        }
      : {}),
    ...(broker.username === undefined ? {} : { username: broker.username }),
    ...(broker.password === undefined ? {} : { password: broker.password }),
    ...(broker.ca === undefined ? {} : { ca: broker.ca }),
    ...(broker.cert === undefined ? {} : { cert: broker.cert }),
    ...(broker.key === undefined ? {} : { key: broker.key }),
  };
}

/**
 * Has the PUBACK leave only when `ack` is called, and lets several messages wait for it together, so that they can share
 * a commit. MQTT.js 5.16 hands `handleMessage` one message and writes the PUBACK when called back without an error;
 * called back with an error it writes none and goes on to the next message (`handlers/publish.js`). So it is called back
 * with an error at once, and the acknowledgement is written here. Beyond the limits it is called back later, which stops
 * the reading of the socket.
 */
function acknowledgeLater(client: MqttClient, onMessage: (message: Inbound) => void): void {
  const sender = client as unknown as AckSender;
  const notYet = new Error('acknowledged after the commit');
  const unfinished: { acked: boolean; readonly packet: IPublishPacket; readonly bytes: number }[] = [];
  let pendingBytes = 0;
  let resume: (() => void) | null = null;

  function settle(): void {
    while (unfinished[0]?.acked) {
      const { packet, bytes } = unfinished.shift()!;
      pendingBytes -= bytes;
      if (packet.qos === 1 && client.connected) {
        sender._sendPacket({ cmd: 'puback', messageId: packet.messageId!, reasonCode: 0 });
      }
    }
    if (unfinished.length < maxPending && pendingBytes < maxPendingBytes) {
      const go = resume;
      resume = null;
      go?.();
    }
  }

  client.handleMessage = (packet, callback) => {
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    const pending = { acked: false, packet, bytes: payload.length };
    unfinished.push(pending);
    pendingBytes += pending.bytes;
    const traceparent = packet.properties?.userProperties?.traceparent;
    onMessage({
      topic: packet.topic,
      payload,
      redelivered: packet.dup,
      retained: packet.retain,
      traceparent: typeof traceparent === 'string' ? traceparent : null,
      ack() {
        pending.acked = true;
        settle();
      },
    });
    const goOn = () => callback(notYet);
    if (unfinished.length < maxPending && pendingBytes < maxPendingBytes) goOn();
    else resume = goOn;
  };
}

function sessionName(random: Random): string {
  const part = () =>
    Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  return part() + part();
}
