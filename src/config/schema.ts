import { z } from 'zod';
import { signableSchema } from '../mesh/contract/streams.ts';
import { bitcoinSchema } from './bitcoin.ts';
import { beaconsSchema, privacySchema, sightingsSchema, zonesSchema } from './proximity.ts';
import { screensSchema } from './screens.ts';
import { wiredSections } from './wired.ts';

/**
 * The configuration file, field by field. What is not named here is an error, so that a misspelt field is never silently
 * without effect. Durations are milliseconds and say so in their names. A field whose name is in `secretFields` may also
 * be given as `…File`, the path of a file that holds the value.
 */

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens, at most 40, such as "gw-01"');
const text = z.string().min(1, 'must not be empty');
const durationMs = z
  .int()
  .min(0)
  .max(31 * 86_400_000);

const gateway = z.strictObject({
  organisation: id,
  store: id,
  id: id,
  timezone: z.string().refine(isTimezone, 'must be an IANA time zone such as Europe/Berlin').default('Europe/Berlin'),
  locale: z.string().refine(isLocale, 'must be a language tag such as de-DE').default('de-DE'),
  /** A second language for product names. */
  secondLocale: z.string().refine(isLocale, 'must be a language tag such as en-GB').optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR')
    .default('EUR'),
});

const meshKey = z.strictObject({
  kid: text.max(80),
  /** 32 raw bytes in base64url, or the path of a PEM file. */
  publicKey: text,
  signs: z.array(signableSchema).min(1),
});

const mesh = z.strictObject({
  url: z.string().regex(/^(mqtts?|wss?|tcp|tls):\/\/[^\s/]+/, 'must look like mqtts://broker.example:8883'),
  ca: text.optional(),
  cert: text.optional(),
  key: text.optional(),
  username: text.optional(),
  password: text.optional(),
  /** MQTT: 5, or 4 for 3.1.1. */
  protocol: z.union([z.literal(5), z.literal(4)], 'must be 5, or 4 for MQTT 3.1.1').default(5),
  /** False is for a lab: whoever reaches the broker can then change prices. */
  requireSignatures: z.boolean().default(true),
  keys: z.array(meshKey).max(64).default([]),
});

const radio = z.strictObject({
  url: z
    .string()
    .regex(/^(tcp|hci|serial|noble):\S+$/, 'must look like hci:0, tcp://127.0.0.1:9700 or serial:///dev/ttyUSB0'),
  /** What listens behind a serial port; by default a Bluetooth controller that speaks H4. */
  kind: text.optional(),
  /** Connections held at once, or pictures that wait at the same time for labels that sleep; by default what it can. */
  links: z.int().min(1).max(240).optional(),
});

/** A secret that opens the console. */
const consoleToken = z.string().min(16, 'must have at least 16 characters');

export const configSchema = z.strictObject({
  gateway,
  /** Directory of everything that must survive a restart. */
  data: text.default('/var/lib/endcap'),
  mesh,
  radios: z.array(radio).max(16).default([]),
  console: z
    .strictObject({
      listen: z
        .string()
        .regex(/^\S+:\d{1,5}$/, 'must be host:port such as 127.0.0.1:8080')
        .default('127.0.0.1:8080'),
      /** Opens everything: the same as `tokens.admin`. Beyond localhost one token or certificate is wanted. */
      token: consoleToken.optional(),
      /** One secret per role. */
      tokens: z
        .strictObject({
          viewer: consoleToken.optional(),
          technician: consoleToken.optional(),
          admin: consoleToken.optional(),
        })
        .prefault({}),
      /** Serves over TLS, all PEM. A client certificate signed by `clientCa` may stand for a token. */
      tls: z
        .strictObject({ cert: z.string().min(1), key: z.string().min(1), clientCa: z.string().min(1).optional() })
        .optional(),
      /** Common names of client certificates by role; `*`: whatever name the authority signed. */
      certificates: z
        .strictObject({
          viewer: z.array(z.string().min(1)).max(1_000).default([]),
          technician: z.array(z.string().min(1)).max(1_000).default([]),
          admin: z.array(z.string().min(1)).max(1_000).default([]),
        })
        .prefault({}),
    })
    .prefault({}),
  labels: z
    .strictObject({
      /** CSV of `label,key`, the key in hex; read at each start into the store, then no longer needed. */
      keyFile: text.optional(),
    })
    .prefault({}),
  /** The secret that protects the keys of labels at rest. Without one it is made, outside the data directory. */
  keyring: z.strictObject({ secret: z.string().min(16, 'must have at least 16 characters').optional() }).prefault({}),
  /** Where traces go: an OpenTelemetry collector that takes OTLP over HTTP. Without it none are made. */
  telemetry: z.strictObject({ otlp: z.url({ protocol: /^https?$/ }).optional() }).prefault({}),
  /** Price facts beyond these are held for approval; the old price stays. */
  plausibility: z
    .strictObject({
      /**
       * One price, in per cent of the lower of the two, so that up and down are judged alike. The default lets every
       * price through but catches cents taken for whole units; a chain that knows its prices sets far less.
       */
      maxChangePercent: z.number().positive().max(100_000).default(9_800),
      /** Share of all the store's prices that may change within `windowMs`, in per cent; 100: all of them. */
      maxShareOfStorePercent: z.number().positive().max(100).default(100),
      /** Changes up to this many are never held for their share. */
      minChanges: z.int().min(0).default(200),
      windowMs: durationMs.default(3_600_000),
    })
    .prefault({}),
  /** Lower prices wait for the tills, so that nobody is charged more than the shelf says. */
  till: z
    .strictObject({
      /** `auto`: as soon as a till has spoken. `strict`: always. `off`: never wait. */
      order: z.enum(['auto', 'strict', 'off']).default('auto'),
      maxWaitMs: durationMs.default(900_000),
      /** When the tills stay silent for longer: `hold` the higher price and say so, or `show` the lower one. */
      whenSilent: z.enum(['hold', 'show']).default('hold'),
    })
    .prefault({}),
  /** Scheduled prices take effect by this machine's clock. */
  time: z
    .strictObject({
      /**
       * Holds them back while the clock is not synchronised. `auto`: when that is known, from the machine or from the
       * mesh. `always`: also when nobody knows. `never`: not at all.
       */
      requireSynchronised: z.enum(['auto', 'always', 'never']).default('auto'),
    })
    .prefault({}),
  delivery: z
    .strictObject({
      backoff: z
        .strictObject({
          firstMs: durationMs.min(100).default(5_000),
          longestMs: durationMs.min(100).default(900_000),
        })
        .prefault({}),
      /** Multiplies the pause that a panel's model wants between two refreshes; 0 only for emulated labels. */
      gapScale: z.number().min(0).max(100).default(1),
      /** A label heard within this time can be expected to answer. */
      freshMs: durationMs.default(600_000),
      /** From when a label that shows something old is reported as stale. */
      overdueMs: durationMs.default(600_000),
    })
    .prefault({}),
  bitcoin: bitcoinSchema.optional(),
  beacons: beaconsSchema.optional(),
  zones: zonesSchema,
  sightings: sightingsSchema,
  privacy: privacySchema,
  ...wiredSections,
  screens: screensSchema,
  log: z
    .strictObject({ level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info') })
    .prefault({}),
});

/** The configuration with every default filled in, secrets read, paths absolute and public keys raw. */
export type Config = z.output<typeof configSchema>;

/** Never shown. `*` stands for any list index; those without one may be given as `…File`. */
export const secretFields: readonly string[] = [
  'mesh.password',
  'console.token',
  'console.tokens.viewer',
  'console.tokens.technician',
  'console.tokens.admin',
  'keyring.secret',
  'sightings.tags.*.bindKey',
  'sightings.tags.*.eid.key',
];

/** Whether a field is never shown. */
export function isSecret(path: readonly (string | number)[]): boolean {
  return secretFields.includes(path.map(part => (typeof part === 'number' ? '*' : part)).join('.'));
}

/** Paths of files and directories; relative ones count from the configuration file. */
export const pathFields: readonly string[] = [
  'data',
  'mesh.ca',
  'mesh.cert',
  'mesh.key',
  'console.tls.cert',
  'console.tls.key',
  'console.tls.clientCa',
  'labels.keyFile',
];

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // Intl throws RangeError for names it does not know
  }
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false; // Intl throws RangeError for what is not a tag
  }
}
