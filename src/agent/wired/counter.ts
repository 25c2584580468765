import { randomBytes } from 'node:crypto';
import { createCoupons } from '../../checkout/coupons.ts';
import { createEntry } from '../../checkout/entry.ts';
import { readScan } from '../../checkout/gs1.ts';
import { createScale, type Scale } from '../../checkout/scale.ts';
import { createScanner, type Scanned, type Scanner } from '../../checkout/scanner.ts';
import { milligramsOf, weightText } from '../../checkout/weight.ts';
import type { Clock } from '../../clock.ts';
import type { Config } from '../../config/schema.ts';
import type { Telling } from '../../mesh/telling.ts';
import { openSerialLine, type SerialLine } from '../../radio/serial-line.ts';
import type { Store } from '../../store/store.ts';
import type { Alarms } from '../alarms.ts';
import type { SensorLog } from './sensor-log.ts';

export interface CounterOptions {
  readonly config: Pick<Config, 'scales' | 'scanners' | 'coupons' | 'entry'>;
  readonly store: Store;
  /** For the HMAC of coupon codes, 32 bytes. */
  readonly couponKey: Uint8Array;
  /** Nothing ends by a clock that may be wrong. */
  readonly clockTrusted: () => boolean;
  /** Whether the relay can be closed now, its node being there. */
  readonly reachable: (relay: string) => boolean;
  /** Closes the relay for its time. */
  readonly pulse: (relay: string) => void;
  /** Somebody wants to know a price. */
  readonly priceCheck: (scanner: string, gtin: string | null) => void;
  readonly log: SensorLog;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  readonly tell: (telling: Telling) => void;
  readonly failed: (error: unknown) => void;
  readonly clock: Clock;
}

/** The 8217 speaks seven bits with even parity; all others as usual. */
const scaleLines = {
  sics: { baudRate: 9_600 },
  '8217': { baudRate: 9_600, character: { dataBits: 7, parity: 'even', stopBits: 1 } },
} as const;
const scannerBaudRate = 9_600;
/** Scanners may say what they read, such as `]Q1` for a QR code (ISO/IEC 15424); a ticket has none. */
const symbologyIdentifier = /^\][A-Za-z][0-9A-Za-z]/;
/** Coupons are told to the mesh so many at a time. */
const couponsAtOnce = 50;

/** Scales and scanners on their lines, and what a till or a door asks: coupons and tickets. */
export function createCounter(options: CounterOptions) {
  const { config, store, log, alarms, clock } = options;
  const coupons = createCoupons({
    store,
    trusted: options.clockTrusted,
    clock,
    key: options.couponKey,
    randomBytes,
    lifeMs: config.coupons.lifeMs,
    tries: config.coupons.tries,
    lockMs: config.coupons.lockMs,
    url: config.coupons.url ?? null,
  });
  const entry = config.entry
    ? createEntry({
        keys: config.entry.keys,
        trusted: options.clockTrusted,
        store,
        clock,
        relay: {
          reachable: () => options.reachable(config.entry!.relay),
          open: () => options.pulse(config.entry!.relay),
        },
      })
    : null;
  const scales = new Map<string, Scale>();
  const scanners = new Map<string, Scanner>();
  const lines: SerialLine[] = [];

  function trouble(reason: 'checkout.scale-silent' | 'checkout.scanner-silent', id: string, is: boolean): void {
    if (is) alarms.raise(reason, id, `${id} cannot be reached`);
    else alarms.clear(reason, id);
  }

  /** For what comes from a line or the broker: nobody there could do anything about a disk that fails. */
  function guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      options.failed(error);
    }
  }

  function scanned({ scanner, text, scan }: Scanned, sure = { method: 'scan', confidence: 1 }): void {
    const { use } = config.scanners.find(({ id }) => id === scanner)!;
    if (use === 'entry') {
      const result = present(text.replace(symbologyIdentifier, ''));
      const said = result.ok ? `let in with ticket ${result.ticket.kid}` : `${result.reason}: ${result.detail}`;
      log.add(scanner, { event: 'entry', text: said, role: result.ok ? 'opened' : result.reason, ...sure });
      return;
    }
    if (!scan.ok) {
      log.add(scanner, { event: 'scan', text: `${scan.reason}: ${scan.detail}`, role: scan.reason, ...sure });
      return;
    }
    const { gtin } = scan.scan;
    const sku = gtin === null ? null : store.skuOfGtin(gtin);
    log.add(scanner, { event: 'scan', text: gtin ?? 'a code without a GTIN', role: use, sku, gtin, ...sure });
    if (use === 'sales-floor') options.priceCheck(scanner, gtin);
  }

  function present(text: string) {
    if (!entry) return { ok: false, reason: 'entry.invalid', detail: 'no entry is configured' } as const;
    try {
      return entry.present(text);
    } catch (error) {
      options.failed(error);
      return { ok: false, reason: 'store.io', detail: 'it could not be made durable, so the door stays shut' } as const;
    }
  }

  /** Tells the mesh what became of coupons; again and again until the broker has it. */
  function tellCoupons(): void {
    for (const { id, offer, state, atMs, untilMs, till, revision } of store.untoldCoupons(couponsAtOnce)) {
      options.tell({
        about: 'coupon',
        id,
        data: { coupon: id, offer, state, at: iso(atMs), until: iso(untilMs), till },
        taken: () => guarded(() => store.couponTold(id, revision)),
      });
    }
  }

  return {
    coupons,
    scales,
    scanners,
    /** As if the scanner had said so. */
    scan(scanner: string, text: string): boolean {
      const found = scanners.has(scanner);
      const atMs = clock.now();
      if (found) scanned({ scanner, atMs, text, scan: readScan(text, atMs) }, { method: 'simulated', confidence: 0 });
      return found;
    },
    start(): void {
      for (const { id, url, protocol } of config.scales) {
        const line = openSerialLine({ url, clock, ...scaleLines[protocol] });
        const scale = createScale({ id, protocol, line, clock });
        scale.onState(({ reason }) => trouble('checkout.scale-silent', id, reason !== null));
        scale.onWeight(weight => {
          const milligrams = milligramsOf(weight);
          const grams = milligrams === null ? null : Number(milligrams) / 1_000;
          log.add(id, { event: 'weight', text: weightText(weight), grams, method: 'verified-scale', confidence: 1 });
        });
        scales.set(id, scale);
        lines.push(line);
      }
      for (const { id, url } of config.scanners) {
        const line = openSerialLine({ url, clock, baudRate: scannerBaudRate });
        const scanner = createScanner({ id, line, clock });
        scanner.onState(({ reason }) => trouble('checkout.scanner-silent', id, reason !== null));
        scanner.onScan(one => guarded(() => scanned(one)));
        scanners.set(id, scanner);
        lines.push(line);
      }
    },
    /** To be asked every few seconds; throws when the disk takes nothing. */
    look(): void {
      if (options.clockTrusted()) coupons.sweep();
      tellCoupons();
    },
    async stop(): Promise<void> {
      for (const one of [...scales.values(), ...scanners.values()]) one.stop();
      await Promise.all(lines.map(line => line.stop()));
    },
  };
}
export type Counter = ReturnType<typeof createCounter>;

const iso = (ms: number): string => new Date(ms).toISOString();
