import type { Outcome } from '../../devices/session.ts';
import type { Cancel, Clock } from '../clock.ts';
import type { TrackedLabel } from '../delivery/tracked-label.ts';
import type { LogFields } from '../shelf/log-events.ts';

export interface TracesOptions {
  /** Of an OpenTelemetry collector, e.g. `http://collector:4318`; spans go to `/v1/traces` below it. */
  readonly url: string;
  readonly gateway: string;
  readonly version: string;
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly log: { warn(fields: LogFields, message: string): void };
}

/** Spans that wait to be sent; beyond, the newest are dropped and counted. */
const maxWaiting = 4_096;
const sendEveryMs = 5_000;
const sendLimitMs = 5_000;
const sampled = 1;

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: 1;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue: string } }[];
  readonly status: { readonly code: 1 | 2; readonly message?: string };
}

/**
 * Tells an OpenTelemetry collector the way of each price to its label, in the trace of the fact where it came with one:
 * from the decision to the acknowledgement, and within it waiting and upload. OTLP over HTTP in JSON (OpenTelemetry
 * Protocol 1.5). A collector that is away costs nothing but the spans.
 */
export function createTraces({ url, gateway, version, clock, randomBytes, log }: TracesOptions) {
  const endpoint = `${url.replace(/\/$/, '')}/v1/traces`;
  const hex = (length: number) => Buffer.from(randomBytes(length)).toString('hex');
  let waiting: Span[] = [];
  let dropped = 0;
  let reached = true;
  let cancel: Cancel = clock.after(sendEveryMs, tick);

  function tick(): void {
    cancel = clock.after(sendEveryMs, tick);
    void send();
  }

  async function send(): Promise<void> {
    const spans = waiting;
    if (spans.length === 0) return;
    waiting = [];
    const resource = attributes({
      'service.name': 'endcap',
      'service.version': version,
      'service.instance.id': gateway,
    });
    const body = {
      resourceSpans: [{ resource: { attributes: resource }, scopeSpans: [{ scope: { name: 'endcap' }, spans }] }],
    };
    try {
      const answer = await fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(sendLimitMs),
      });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      reached = true;
    } catch (error) {
      dropped += spans.length;
      if (reached)
        log.warn({ event: 'telemetry.untold', dropped, error: String(error) }, 'the collector takes no traces');
      reached = false;
    }
  }

  function add(span: Span): void {
    if (waiting.length < maxWaiting) waiting.push(span);
    else dropped += 1;
  }

  return {
    /** An attempt to reach a label ended. */
    ended({ id, desired, session }: TrackedLabel, outcome: Outcome): void {
      if (!desired || !session || (outcome.ok && outcome.type !== 'shown')) return;
      const from = readTraceparent(desired.traceparent);
      if (from !== null && !from.sampled) return;
      const traceId = from?.traceId ?? hex(16);
      const whole = hex(8);
      const nowMs = clock.now();
      const about = attributes({
        'endcap.label': id,
        'endcap.radio': session.radio,
        'endcap.version': String(desired.version),
        ...(outcome.ok ? {} : { 'endcap.reason': outcome.reason }),
      });
      const span = (
        name: string,
        spanId: string,
        parent: string | undefined,
        startMs: number,
        endMs: number,
      ): Span => ({
        traceId,
        spanId,
        ...(parent === undefined ? {} : { parentSpanId: parent }),
        name,
        kind: 1,
        startTimeUnixNano: nanos(Math.min(startMs, endMs)),
        endTimeUnixNano: nanos(endMs),
        attributes: about,
        status: outcome.ok ? { code: 1 } : { code: 2, message: outcome.detail },
      });
      const upload = outcome.ok ? whole : from?.spanId;
      if (outcome.ok) {
        add(span('endcap.price-to-label', whole, from?.spanId, desired.sinceMs, nowMs));
        add(span('endcap.wait', hex(8), whole, desired.sinceMs, session.beganMs));
      }
      add(span('endcap.upload', hex(8), upload, session.beganMs, nowMs));
    },
    /** Spans that no collector has taken. */
    dropped: (): number => dropped,
    /** Sends what waits; resolves when that ended, well or not. */
    async stop(): Promise<void> {
      cancel();
      await send();
    },
  };
}

const nanos = (ms: number) => `${Math.round(ms)}000000`;

function attributes(values: Readonly<Record<string, string>>): Span['attributes'] {
  return Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }));
}

/** W3C Trace Context, version 00; null: none, or not understood. */
function readTraceparent(text: string | null): { traceId: string; spanId: string; sampled: boolean } | null {
  const match = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(text ?? '');
  if (!match) return null;
  return { traceId: match[1]!, spanId: match[2]!, sampled: (Number.parseInt(match[3]!, 16) & sampled) === sampled };
}
