import { createHash } from 'node:crypto';
import { createAir } from './air.ts';
import { type Aisle, createAisle } from './aisle.ts';
import { createBroker } from './broker.ts';
import { createCatalogue } from './catalogue/catalogue.ts';
import type { Clock } from './clock.ts';
import { type Fault, radioFaults } from './faults.ts';
import { type CentralMesh, createCentralMesh } from './mesh/central.ts';
import { startDrift } from './mesh/drift.ts';
import { meshFaults } from './mesh/faults.ts';
import type { BrokerAccess } from './mesh/link.ts';
import { createPricing, type Pricing } from './mesh/pricing.ts';
import { type RateFeed, startRates } from './mesh/rates.ts';
import { createRadioServer, type RadioServer } from './radio-server.ts';
import { seededRandom } from './random.ts';

export interface ShopOptions {
  readonly labels: number;
  readonly seed: number;
  /** How many Bluetooth adapters the shop has. */
  readonly adapters: number;
  /** A broker that is there already; null: an embedded one. */
  readonly broker: BrokerAccess | null;
  /** Random price changes a minute; 0: none. */
  readonly driftPerMinute: number;
  readonly clock: Clock;
  /** Multiplies every panel's refresh time; 1 is as slow as real ones. */
  readonly refreshScale?: number;
  readonly headEveryMs?: number;
  /** How often exchange rates are published; absent: never. */
  readonly ratesEveryMs?: number;
}

/** The other side of every wire, running. */
export interface Shop {
  readonly aisle: Aisle;
  readonly mesh: CentralMesh;
  readonly pricing: Pricing;
  readonly radio: RadioServer;
  readonly currency: string;
  /** Null: no rates are published. */
  readonly rates: RateFeed | null;
  readonly faults: readonly Fault[];
  /**
   * What an agent's configuration says to join. The labels' keys, the data directory and, where the broker wants them,
   * certificates are added by whoever writes it.
   */
  configuration(): Readonly<Record<string, unknown>>;
  /** The labels' keys as CSV of `label,key`. */
  keyFile(): string;
  stop(): Promise<void>;
}

const place = { organisation: 'endcap-demo', store: '0042', gateway: 'gw-01' };
const currency = 'EUR';
/** Real panels take 2 to 25 s; a demonstration need not. */
const usualRefreshScale = 0.1;
const usualHeadEveryMs = 60_000;

/**
 * Opens a shop: labels on the shelves and on the air, and a central mesh that has published its assortment.
 * @throws when a broker was named and cannot be used
 */
export async function createShop(options: ShopOptions): Promise<Shop> {
  const { labels, seed, adapters, clock } = options;
  const random = seededRandom(seed);
  const air = createAir({ clock, random, seed });
  const refreshScale = options.refreshScale ?? usualRefreshScale;
  const aisle = createAisle({ air, clock, labels, seed, adapters, refreshScale });
  const radio = await createRadioServer({ air, random, adapters: aisle.adapters });
  const broker = options.broker ? null : await createBroker();
  const access: BrokerAccess = options.broker ?? { url: broker!.url, protocol: 4 };
  const catalogue = createCatalogue();
  const mesh = createCentralMesh({
    organisation: place.organisation,
    store: place.store,
    currency,
    catalogue,
    labels: aisle.labels.map(({ label, place: at }) => ({
      id: label.id,
      position: { aisle: String(at.aisle), bay: at.bay, shelf: at.shelf, facing: at.facing },
    })),
    broker: access,
    seed,
    epoch: Math.floor(clock.now() / 1000),
    openingMs: startOfDay(clock.now()),
    headEveryMs: options.headEveryMs ?? usualHeadEveryMs,
    clock,
    random,
  });
  const pricing = createPricing(mesh, catalogue, currency);
  let stopDrift = () => {};
  let rates: RateFeed | null = null;
  const virtualLabels = aisle.labels.map(({ label }) => label);
  const { url, protocol, username, password } = access;

  async function stop(): Promise<void> {
    stopDrift();
    rates?.stop();
    await mesh.stop();
    await Promise.all([radio.stop(), broker?.stop()]);
  }

  try {
    await mesh.opened;
  } catch (error) {
    await stop();
    throw error;
  }
  if (options.ratesEveryMs !== undefined) {
    const own = seededRandom(seed ^ ratesSeed);
    rates = startRates({ mesh, everyMs: options.ratesEveryMs, clock, random: own });
  }
  if (options.driftPerMinute > 0) stopDrift = startDrift(pricing, options.driftPerMinute, clock, random);

  return {
    aisle,
    mesh,
    pricing,
    radio,
    currency,
    rates,
    faults: [
      ...radioFaults({ air, server: radio, labels: virtualLabels, clock, random }),
      ...meshFaults({ mesh, pricing, broker, clock, random }),
    ],
    configuration: () => ({
      gateway: {
        organisation: place.organisation,
        store: place.store,
        id: place.gateway,
        timezone: 'Europe/Berlin',
        locale: 'de-DE',
        secondLocale: 'en-GB',
        currency,
      },
      mesh: {
        url,
        protocol,
        ...(username === undefined ? {} : { username }),
        ...(password === undefined ? {} : { password }),
        requireSignatures: true,
        keys: mesh.keys.map(({ kid, publicKey, signs }) => ({ kid, publicKey, signs: [...signs] })),
      },
      radios: radio.urls.map(url => ({ url })),
      console: { listen: '127.0.0.1:8080' },
      // A toy, like the keys that it protects: so that a kept data directory can be read by the next run.
      keyring: { secret: createHash('sha256').update(`emulated shop ${seed} keyring`).digest('base64url') },
      ...(rates ? { bitcoin: bitcoinOf(rates) } : {}),
      delivery: { gapScale: 0, backoff: { firstMs: 500, longestMs: 20_000 } },
    }),
    keyFile() {
      const rows = virtualLabels.flatMap(({ id, key }) =>
        key === null ? [] : [`${id},${Buffer.from(key).toString('hex')}`],
      );
      return `${['label,key', ...rows].join('\n')}\n`;
    },
    stop,
  };
}

/** Several pairs; and the first rate of a toy market is believed at once, so that the first picture has a figure. */
function bitcoinOf(rates: RateFeed): Readonly<Record<string, unknown>> {
  return {
    pairs: rates.status().rates.map(({ pair }) => pair),
    rate: { first: { messages: 1, forMs: 0 }, steadyMs: 10_000 },
    pay: { url: 'https://pay.example/p/{gtin}', hosts: ['pay.example'] },
  };
}

const ratesSeed = 0x5a75;
const dayMs = 24 * 3600 * 1000;
const startOfDay = (ms: number) => Math.floor(ms / dayMs) * dayMs;
