import type { PrivacyConfig } from '../../config/proximity.ts';
import type { PrivacyDocument } from '../../console/privacy-documents.ts';
import type { PrivacyModes } from './privacy-mode.ts';

export interface PrivacyDocumentOptions {
  readonly config: PrivacyConfig;
  readonly modes: PrivacyModes;
  readonly sessions: () => { readonly open: number; readonly nextEndsAtMs: number | null };
  /** Tags of ours that are known by name, and those of them that were heard. */
  readonly tags: () => { readonly known: number; readonly heard: number };
  /** Hashes of the running window, and when the last one was over; null: people are not counted. */
  readonly counting: () => { readonly hashes: number; readonly endsAtMs: number } | null;
  /** Offers that sessions were told. */
  readonly sessionOffers: () => number;
  readonly captured: () => number;
  readonly dropped: () => Readonly<Record<string, number>>;
}

const level = { broadcast: 0, count: 1, consented: 2 } as const;
const countsRoundedTo = 5;

/** Everything that this gateway knows of anybody, for who asks. */
export function privacyDocument(options: PrivacyDocumentOptions): PrivacyDocument {
  const { config, modes } = options;
  const mode = modes.mode();
  const counting = options.counting();
  const sessions = options.sessions();
  const tags = options.tags();
  const capture = modes.capture();
  return {
    schemaVersion: 1,
    mode,
    level: level[mode],
    since: iso(modes.sinceMs()),
    permitted: [...modes.permitted],
    notice: config.notice ?? null,
    assessment: config.assessment ?? null,
    counting: counting && {
      windowSeconds: config.windowSeconds,
      leastTold: config.leastTold,
      roundedTo: countsRoundedTo,
      windowEndsAt: iso(counting.endsAtMs),
    },
    sessions: { open: sessions.open, nextEndsAt: sessions.nextEndsAtMs === null ? null : iso(sessions.nextEndsAtMs) },
    stored: [
      {
        what: "Things of the shop that the configuration names: staff's and trolleys' tags, sensors",
        where: 'memory; counters of encrypted sensors in the store',
        howLong: 'while the agent runs',
        now: tags.heard,
      },
      {
        what: 'Keyed hashes of people nearby, of one window, without their addresses',
        where: 'memory only',
        howLong: `${config.windowSeconds} s, then key and hashes are overwritten`,
        now: counting?.hashes ?? 0,
      },
      {
        what: 'Visits with consent: an opaque id, the zone, the end, the reference of the consent',
        where: 'memory only',
        howLong: 'until the visit ends',
        now: sessions.open,
      },
      {
        what: 'Offers that such a visit was told, by the opaque id',
        where: 'the store',
        howLong: 'until the visit ends',
        now: options.sessionOffers(),
      },
      {
        what: 'How often each offer was made, and to how many of these opaque ids',
        where: 'the store',
        howLong: 'an hour; of a visit until it ends, a day at most',
        now: options.sessionOffers(),
      },
      {
        what: 'How long tags of the shop stayed in each zone, by the hour, without their names',
        where: 'memory only',
        howLong: 'a day',
        now: tags.heard,
      },
      {
        what: 'Which mode was chosen and by whom, and who looked at frames',
        where: "the store's audit trail",
        howLong: 'as long as the trail is',
        now: 1,
      },
      {
        what: 'Frames of our own things, while a technician looks; never an address',
        where: 'memory only',
        howLong: 'ten minutes',
        now: options.captured(),
      },
    ],
    dropped: { ...options.dropped() },
    unlockedUntil: capture && iso(capture.untilMs),
    unlockedBy: capture?.by ?? null,
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
