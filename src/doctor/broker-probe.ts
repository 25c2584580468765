import type { IClientOptions } from 'mqtt';
import type { Config } from '../config/schema.ts';
import { envelopeSchema } from '../mesh/contract/envelope.ts';
import { publicKeyFromRaw, verifyEnvelope } from '../mesh/contract/signature.ts';
import { authorityTopics } from '../mesh/contract/topics.ts';

/** A retained head, judged by the pinned keys. */
export interface ProbedHead {
  readonly stream: string;
  readonly kid: string | null;
  readonly verdict: 'signed' | 'unsigned' | 'key-unknown' | 'signature-invalid';
}

export type BrokerFinding =
  | { readonly outcome: 'in'; readonly afterMs: number; readonly heads: readonly ProbedHead[] }
  | { readonly outcome: 'unreachable' | 'tls' | 'refused'; readonly detail: string };

const connectLimitMs = 5_000;
/** Retained heads come at once. */
const headsWithinMs = 1_000;

/**
 * Connects as a visitor (a client id and a session of its own, so that the agent's are not disturbed) and reads the
 * retained heads.
 */
export async function probeBroker(
  { mesh, gateway }: Config,
  readFile: (path: string) => Buffer,
  monotonic: () => number,
): Promise<BrokerFinding> {
  const { default: mqtt } = await import('mqtt');
  const pem = (path: string | undefined) => (path === undefined ? {} : readFile(path));
  const options: IClientOptions = {
    clientId: `endcap-doctor-${gateway.id}-${process.pid}`,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: connectLimitMs,
    protocolVersion: mesh.protocol,
    ...(mesh.username === undefined ? {} : { username: mesh.username }),
    ...(mesh.password === undefined ? {} : { password: mesh.password }),
    ...(mesh.ca === undefined ? {} : { ca: pem(mesh.ca) as Buffer }),
    ...(mesh.cert === undefined ? {} : { cert: pem(mesh.cert) as Buffer }),
    ...(mesh.key === undefined ? {} : { key: pem(mesh.key) as Buffer }),
  };
  const startedAtMs = monotonic();
  const client = mqtt.connect(mesh.url, options);
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve());
      client.once('error', reject);
      client.once('close', () => reject(new Error('the connection was closed')));
    });
    const afterMs = Math.round(monotonic() - startedAtMs);
    return { outcome: 'in', afterMs, heads: await readHeads() };
  } catch (error) {
    return refusal(error as Error & { code?: unknown });
  } finally {
    client.end(true);
  }

  function readHeads(): Promise<ProbedHead[]> {
    const heads: ProbedHead[] = [];
    client.on('message', (topic, payload) => {
      const head = judge(topic, payload, mesh.keys);
      if (head) heads.push(head);
    });
    const topic = authorityTopics.head({ organisation: gateway.organisation, store: gateway.store }, 'price');
    client.subscribe(topic.replace(/price$/, '+'), { qos: 0 });
    return new Promise(resolve => setTimeout(() => resolve(heads), headsWithinMs));
  }
}

function judge(topic: string, payload: Buffer, keys: Config['mesh']['keys']): ProbedHead | null {
  const stream = topic.split('/').at(-1) ?? '';
  let json: unknown;
  try {
    json = JSON.parse(payload.toString('utf8'));
  } catch {
    return { stream, kid: null, verdict: 'unsigned' };
  }
  const read = envelopeSchema.safeParse(json);
  if (!read.success || read.data.sig === undefined) return { stream, kid: null, verdict: 'unsigned' };
  const { kid, value } = read.data.sig;
  const key = keys.find(each => each.kid === kid);
  if (!key) return { stream, kid, verdict: 'key-unknown' };
  const genuine = verifyEnvelope(read.data, value, publicKeyFromRaw(key.publicKey));
  return { stream, kid, verdict: genuine ? 'signed' : 'signature-invalid' };
}

/** OpenSSL and Node name their errors differently; whatever speaks of certificates or handshakes is about trust. */
function refusal(error: Error & { code?: unknown }): BrokerFinding {
  const code = typeof error.code === 'string' ? error.code : '';
  const detail =
    code !== '' && !error.message.includes(code) ? `${error.message} (${code})`.trim() : error.message || code;
  if (typeof error.code === 'number') return { outcome: 'refused', detail };
  const trust = /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO|ALTNAME|handshake|alert|hostname/i;
  if (trust.test(code) || trust.test(error.message)) return { outcome: 'tls', detail };
  return { outcome: 'unreachable', detail };
}
