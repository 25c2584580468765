/** Every size that the contract bounds; a message beyond one of them is quarantined, never trimmed. */
export const limits = {
  /** Bytes of one message's payload. */
  messageBytes: 1024 * 1024,
  /** Nested arrays and objects in one message. */
  jsonDepth: 32,
  /** Bytes of a topic. */
  topicBytes: 250,
  /** Items of one fact message or one snapshot chunk. */
  items: 200,
  /** Chunks of one snapshot: 200 × 2000 items are more than a hypermarket has. */
  snapshotChunks: 2000,
  /** Points on one price timeline. */
  timelinePoints: 64,
  /** SKUs on one label. */
  skusPerLabel: 4,
  /** SKUs that one offer covers. */
  skusPerOffer: 2000,
  /** Slots of one beacon. */
  beaconSlots: 8,
  /** Zones that one offer is for, dayparts it is limited to, variants it is tried in. */
  zonesPerOffer: 64,
  daypartsPerOffer: 14,
  variantsPerOffer: 8,
  /** Products in one entry of a screen's playlist or on its board, and entries of a playlist. */
  skusPerEntry: 24,
  playlistEntries: 60,
  /** Characters of a template's source. */
  templateSource: 128 * 1024,
  /** Keys in a key set. */
  keys: 16,
  /** How far ahead of its issue a command's `notAfter` may lie, and for how long commands are remembered. */
  commandLifeMs: 7 * 24 * 3600 * 1000,
} as const;
