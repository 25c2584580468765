import type { Broker } from '../broker.ts';
import type { Clock } from '../clock.ts';
import type { Fault } from '../faults.ts';
import { pick, type Random } from '../random.ts';
import type { Message } from './authority.ts';
import type { CentralMesh } from './central.ts';
import type { Pricing } from './pricing.ts';

export interface MeshFaultContext {
  readonly mesh: CentralMesh;
  readonly pricing: Pricing;
  /** Null when the broker is somebody else's: then it cannot be broken from here. */
  readonly broker: Broker | null;
  readonly clock: Clock;
  readonly random: Random;
}

const injectEveryMs = 1_000;
const usualLoss = 0.2;
const usualClockJumpMs = 3_600_000;
/** A slip of the decimal point. */
const slip = 100n;

/** All faults of broker, central mesh and tills. */
export function meshFaults({ mesh, pricing, broker, clock, random }: MeshFaultContext): readonly Fault[] {
  const { weather } = mesh;

  /** Sends a spoilt copy of a message that was sent before, once a second. */
  function inject(spoil: (message: Message) => Message): () => void {
    let cancel = () => {};
    const again = (): void => {
      const sent = mesh.sent();
      if (sent.length > 0) mesh.inject(spoil(sent[pick(random, sent.length)]!));
      cancel = clock.after(injectEveryMs, again);
    };
    again();
    return () => cancel();
  }

  const withData = (message: Message, change: (envelope: Record<string, unknown>) => unknown): Message => {
    const envelope = JSON.parse(message.payload.toString('utf8')) as Record<string, unknown>;
    return { ...message, payload: Buffer.from(JSON.stringify(change(envelope))) };
  };

  const faults: Fault[] = [
    {
      name: 'lost-facts',
      description: 'Facts are numbered and signed, but a share of them (rate, default 0.2) never reaches the broker',
      start({ rate = usualLoss } = {}) {
        weather.lossRate = rate;
        return () => {
          weather.lossRate = 0;
        };
      },
    },
    {
      name: 'stubborn-planogram',
      description: 'The mesh overrules every binding that is made at the shelf',
      start() {
        weather.stubborn = true;
        return () => {
          weather.stubborn = false;
        };
      },
    },
    {
      name: 'frozen-mesh',
      description: 'No heads arrive any more: somebody may be holding prices back',
      start() {
        weather.frozen = true;
        return () => {
          weather.frozen = false;
        };
      },
    },
    {
      name: 'till-silent',
      description: 'The tills do not say how far they are, so lower prices wait',
      start() {
        weather.tillSilent = true;
        return () => {
          weather.tillSilent = false;
        };
      },
    },
    {
      name: 'clock-jump',
      description: 'The clock of the mesh is an hour ahead (factor, default 1, in hours)',
      start({ factor = 1 } = {}) {
        weather.clockOffsetMs = factor * usualClockJumpMs;
        return () => {
          weather.clockOffsetMs = 0;
        };
      },
    },
    {
      name: 'bad-signature',
      description: 'Once a second somebody publishes a fact whose content was changed after it was signed',
      start: () => inject(message => withData(message, envelope => ({ ...envelope, id: `${String(envelope.id)}x` }))),
    },
    {
      name: 'unsigned-facts',
      description: 'Once a second somebody publishes a fact without a signature',
      start: () => inject(message => withData(message, ({ sig: _sig, ...envelope }) => envelope)),
    },
    {
      name: 'replay',
      description: 'Once a second an old message comes again, as it was signed',
      start: () => inject(message => message),
    },
    {
      name: 'malformed',
      description: 'Once a second somebody publishes half a message',
      start: () =>
        inject(message => ({ ...message, payload: message.payload.subarray(0, message.payload.length >> 1) })),
    },
    {
      name: 'price-slip',
      description: 'Once: the decimal point of one price slips, signed all the same',
      start() {
        const skus = pricing.skus();
        const sku = skus[pick(random, skus.length)];
        const amount = sku === undefined ? null : pricing.amount(sku);
        if (sku === undefined || amount === null) return () => {};
        const slipped = BigInt(amount) * slip;
        pricing.setPrice(sku, slipped);
        return () => {
          // Somebody may have set it right, or otherwise, since.
          if (pricing.amount(sku) === Number(slipped)) pricing.setPrice(sku, BigInt(amount));
        };
      },
    },
    {
      name: 'new-epoch',
      description: 'Once: the mesh begins a new epoch, as after it was restored from a backup',
      start() {
        mesh.renew();
        return () => {};
      },
    },
  ];
  if (broker) {
    faults.push({
      name: 'dead-broker',
      description: 'The broker is killed; when it is mended it comes back with nothing in its memory',
      start() {
        void broker.kill();
        return () => void broker.revive();
      },
    });
  }
  return faults;
}
