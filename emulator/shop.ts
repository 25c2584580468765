import { createHash } from 'node:crypto';
import { createAir } from './air.ts';
import { type Aisle, baysPerAisle, createAisle } from './aisle.ts';
import { createBroker } from './broker.ts';
import { createCatalogue } from './catalogue/catalogue.ts';
import { screenLines } from './catalogue/screens.ts';
import type { Clock } from './clock.ts';
import { type Fault, radioFaults } from './faults.ts';
import { type BeaconDesk, createBeaconDesk, openingBeacons } from './mesh/beacons.ts';
import { type CentralMesh, createCentralMesh } from './mesh/central.ts';
import { startDrift } from './mesh/drift.ts';
import { meshFaults } from './mesh/faults.ts';
import type { BrokerAccess } from './mesh/link.ts';
import { createPricing, type Pricing } from './mesh/pricing.ts';
import { type RateFeed, startRates } from './mesh/rates.ts';
import { createStyleDesk, openingScreens, type StyleDesk, withPictures } from './mesh/screens.ts';
import { createSessions, type Sessions } from './mesh/sessions.ts';
import { openingZoneOffers } from './mesh/zone-offers.ts';
import type { Position } from './path-loss.ts';
import { type People, startPeople } from './people/people.ts';
import type { PeopleScript } from './people/script.ts';
import { type ShopZone, shopZones } from './people/zones.ts';
import { createRadioServer, type RadioServer } from './radio-server.ts';
import { seededRandom } from './random.ts';
import { openScreenWall, type ScreenWall } from './screens/screen-wall.ts';
import { openWiredShop, type WiredShop } from './wired/wired-shop.ts';

export interface ShopOptions {
  readonly labels: number;
  readonly seed: number;
  /** How many Bluetooth adapters each gateway listens with. */
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
  /**
   * Zones along the aisle, an adapter for each gateway to broadcast with, and what the mesh has to say of beacons and zones.
   * Default no.
   */
  readonly beacons?: boolean;
  /** Who walks about, in a shop with beacons; null or absent: nobody. */
  readonly people?: PeopleScript | null;
  /** How many gateways share the aisle; default 1. */
  readonly gateways?: number;
  /** Boards, a scale, scanners and a serial label radio, all at the first gateway. Default no. */
  readonly wired?: boolean;
  /** How often the labels of the serial radio check in; default 60,000. */
  readonly checkInMs?: number;
  /** Signage screens, all fed by the first gateway, and an address for pictures and films. Default no. */
  readonly screens?: boolean;
  /** Where the first gateway's console is to listen; default `127.0.0.1:8080`. */
  readonly consoleListen?: string;
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
  /** In the order in which they hang along the aisle. */
  readonly gateways: readonly string[];
  /** Empty in a shop without beacons. */
  readonly zones: readonly ShopZone[];
  /** Null: the shop has none. */
  readonly beacons: BeaconDesk | null;
  /** Null: nobody walks about. */
  readonly people: People | null;
  readonly sessions: Sessions | null;
  /** Null: nothing hangs on wires. Its labels are not among those of the aisle. */
  readonly wired: WiredShop | null;
  /** Null: the shop has none. They wait for a console to be attached to. */
  readonly screens: ScreenWall | null;
  /** Null: the shop has no screens. */
  readonly styles: StyleDesk | null;
  readonly faults: readonly Fault[];
  /**
   * What an agent's configuration says to join. The labels' keys, the data directory and, where the broker wants them,
   * certificates are added by whoever writes it.
   * @param gateway its place in `gateways`; default the first
   */
  configuration(gateway?: number): Readonly<Record<string, unknown>>;
  /** The labels' keys as CSV of `label,key`. */
  keyFile(): string;
  stop(): Promise<void>;
}

const place = { organisation: 'endcap-demo', store: '0042' };
const currency = 'EUR';
/** Real panels take 2 to 25 s; a demonstration need not. */
const usualRefreshScale = 0.1;
const usualHeadEveryMs = 60_000;
const usualCheckInMs = 60_000;
const usualListen = '127.0.0.1:8080';

/**
 * Opens a shop: labels on the shelves and on the air, and a central mesh that has published its assortment.
 * @throws when a broker was named and cannot be used
 */
export async function createShop(options: ShopOptions): Promise<Shop> {
  const { labels, seed, adapters, clock, beacons = false } = options;
  const screenIds = options.screens ? screenLines.map(({ screen }) => screen) : [];
  const steadyMs = () => performance.now();
  const opensWall = options.screens ? openScreenWall({ screens: screenIds, clock, steadyMs, seed }) : null;
  const gateways = Array.from({ length: options.gateways ?? 1 }, (_, at) => `gw-${String(at + 1).padStart(2, '0')}`);
  const random = seededRandom(seed);
  const air = createAir({ clock, random, seed });
  const refreshScale = options.refreshScale ?? usualRefreshScale;
  const aisle = createAisle({
    air,
    clock,
    labels,
    seed,
    adapters: gateways.length * adapters,
    refreshScale,
    // Zones want room between their receivers.
    ...(beacons ? { bays: baysPerAisle } : {}),
  });
  const ownOf = <T>(gateway: number, all: readonly T[]) => all.slice(gateway * adapters, (gateway + 1) * adapters);
  const radio = await createRadioServer({
    air,
    random,
    adapters: aisle.adapters,
    beacons: beacons ? gateways.map((_, gateway) => middleOf(ownOf(gateway, aisle.adapters))) : [],
  });
  const receivers = gateways.flatMap(gateway => Array.from({ length: adapters }, (_, at) => `${gateway}/${at}`));
  const zones = beacons ? shopZones(receivers, aisle.aisles) : [];
  const broker = options.broker ? null : await createBroker();
  const access: BrokerAccess = options.broker ?? { url: broker!.url, protocol: 4 };
  const catalogue = createCatalogue();
  const openingMs = startOfDay(clock.now());
  const shelf = aisle.labels.map(({ label, place: at }) => ({
    id: label.id,
    position: { aisle: String(at.aisle), bay: at.bay, shelf: at.shelf, facing: at.facing },
  }));
  const checkInMs = options.checkInMs ?? usualCheckInMs;
  const alarmScreens = screenIds.filter(id => id === 'checkout');
  const perAisle = { shelf, zones, aisles: aisle.aisles, alarmScreens };
  const wiredOptions = { clock, seed, catalogue, ...perAisle, checkInMs, refreshScale };
  const wired = options.wired ? await openWiredShop(wiredOptions) : null;
  const allZones = [...zones, ...(wired?.zones ?? [])];
  const screens = await opensWall;
  const zoneOffers = openingZoneOffers(catalogue, zones, openingMs, currency);
  const mesh = createCentralMesh({
    organisation: place.organisation,
    store: place.store,
    currency,
    catalogue,
    labels: [...shelf, ...(wired?.labels ?? [])],
    broker: access,
    seed,
    epoch: Math.floor(clock.now() / 1000),
    openingMs,
    proximity: {
      offer: screens ? withPictures(zoneOffers, screens.media) : zoneOffers,
      beacon: beacons ? openingBeacons(zones, place.store, seed) : [],
    },
    screens: screens
      ? openingScreens({ catalogue, zones: allZones, media: screens.media, gateway: gateways[0]!, openingMs })
      : [],
    headEveryMs: options.headEveryMs ?? usualHeadEveryMs,
    clock,
    random,
  });
  const pricing = createPricing(mesh, catalogue, currency);
  let stopDrift = () => {};
  let rates: RateFeed | null = null;
  let people: People | null = null;
  const virtualLabels = aisle.labels.map(({ label }) => label);
  const { url, protocol, username, password } = access;

  async function stop(): Promise<void> {
    stopDrift();
    rates?.stop();
    people?.stop();
    await mesh.stop();
    await Promise.all([radio.stop(), wired?.stop(), screens?.stop(), broker?.stop()]);
  }

  try {
    await mesh.opened;
    if (options.people) wired?.begin(options.people);
  } catch (error) {
    await stop();
    throw error;
  }
  if (options.ratesEveryMs !== undefined) {
    const own = seededRandom(seed ^ ratesSeed);
    rates = startRates({ mesh, everyMs: options.ratesEveryMs, clock, random: own });
  }
  if (beacons && options.people) people = startPeople({ air, clock, script: options.people, seed });
  if (options.driftPerMinute > 0) stopDrift = startDrift(pricing, options.driftPerMinute, clock, random);

  return {
    aisle,
    mesh,
    pricing,
    radio,
    currency,
    rates,
    gateways,
    zones: allZones,
    beacons: beacons ? createBeaconDesk(mesh, zones, place.store) : null,
    people,
    sessions: people && createSessions({ mesh, gateways, people, clock, random: seededRandom(seed ^ sessionsSeed) }),
    wired,
    screens,
    styles: screens && createStyleDesk(mesh, allZones),
    faults: [
      ...radioFaults({ air, server: radio, labels: virtualLabels, clock, random }),
      ...meshFaults({ mesh, pricing, broker, clock, random }),
      ...(wired?.faults ?? []),
      ...(screens?.faults ?? []),
    ],
    configuration: (gateway = 0) => ({
      gateway: {
        organisation: place.organisation,
        store: place.store,
        id: gateways[gateway],
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
      radios: [
        ...ownOf(gateway, radio.urls).map(url => ({ url })),
        ...(wired && gateway === 0 ? [wired.oepl.configuration()] : []),
      ],
      console: { listen: options.consoleListen ?? usualListen },
      // A toy, like the keys that it protects: so that a kept data directory can be read by the next run.
      keyring: { secret: createHash('sha256').update(`emulated shop ${seed} keyring`).digest('base64url') },
      ...(rates ? { bitcoin: bitcoinOf(rates) } : {}),
      ...(beacons ? proximityOf(radio.beaconUrls[gateway]!, people) : {}),
      ...(beacons || wired ? { zones: allZones } : {}),
      ...(wired && gateway === 0 ? wired.configuration() : {}),
      ...(screens ? { screens: { assets: { url: screens.assets.url } } } : {}),
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

/** Everything is permitted and nothing chosen: people who try it choose with endcap privacy mode. */
function proximityOf(adapter: string, people: People | null) {
  return {
    beacons: { adapter },
    sightings: { tags: people?.tags ?? [] },
    privacy: {
      mode: 'broadcast',
      permit: ['count', 'consented'],
      notice: 'https://ec.example/privacy',
      assessment: 'DPIA of the emulated shop, 2026-11',
    },
  };
}

/** Between the adapters of a gateway, where it hangs itself. */
function middleOf(adapters: readonly Position[]): Position {
  const [first, last] = [adapters[0]!, adapters.at(-1)!];
  return { xM: (first.xM + last.xM) / 2, yM: first.yM, zM: first.zM };
}

const ratesSeed = 0x5a75;
const sessionsSeed = 0x5e55;
const dayMs = 24 * 3600 * 1000;
const startOfDay = (ms: number) => Math.floor(ms / dayMs) * dayMs;
