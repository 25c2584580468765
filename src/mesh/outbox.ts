import type { Clock } from '../clock.ts';
import type { OutboundType } from './contract/messages.ts';

/** Whoever this gateway is on the mesh. */
export interface Sender {
  readonly organisation: string;
  readonly store: string;
  readonly gateway: string;
}

/** Puts what a gateway says into CloudEvents envelopes. Unsigned: the broker knows the gateway by its certificate. */
export function createEnvelopes(sender: Sender, clock: Pick<Clock, 'now'>, prefix: string) {
  let count = 0;
  return (type: OutboundType, data: unknown, traceparent: string | null = null): string => {
    count += 1;
    return JSON.stringify({
      specversion: '1.0',
      id: `${prefix}-${count}`,
      source: `urn:${sender.organisation}:gateway:${sender.gateway}`,
      type,
      subject: sender.store,
      time: new Date(clock.now()).toISOString(),
      ...(traceparent === null ? {} : { traceparent }),
      data,
    });
  };
}
export type Envelopes = ReturnType<typeof createEnvelopes>;
