/** One rule of the contract: what both sides can rely on, in words. The test that holds it names its id. */
export interface Rule {
  readonly title: string;
  readonly text: string;
}

/**
 * The rules of the contract that no schema can say, by id. Ids are for ever: a rule that is given up leaves its number
 * empty. `docs/mesh.md` is generated from here and names the tests whose titles carry the id.
 */
export const rules = {
  'MESH-001': {
    title: 'A message is a CloudEvent in JSON',
    text: 'CloudEvents 1.0, structured JSON, UTF-8 without a byte order mark, one JSON object per message. Members that the contract does not know are allowed, covered by the signature like all others, and mean nothing. Anything else is refused with `mesh.not-json` or `mesh.envelope-invalid`.',
  },
  'MESH-002': {
    title: 'Only the topics of the contract',
    text: 'Every level between slashes is lower case, `[a-z0-9][a-z0-9-]{0,39}`; a label is 12 hex digits; a topic has at most 250 bytes. Others are refused with `mesh.topic-unknown`.',
  },
  'MESH-003': {
    title: 'Sizes are bounded',
    text: 'A payload has at most 1 MiB (`mesh.too-large`) and nests at most 32 arrays and objects (`mesh.too-deep`). A message that is too large is refused, never trimmed.',
  },
  'MESH-004': {
    title: 'The type carries the major version',
    text: '`type` is `shelf.<what>.v<major>`. A type or major version that the gateway does not know is refused with `mesh.version-unknown`; new optional members are no new version.',
  },
  'MESH-005': {
    title: 'A message is signed for its store',
    text: 'The signed `subject` is the store of the topic; for `fx`, its head and the key set it is `all`, and for the chunks of an `fx` snapshot either. Otherwise the message is refused with `mesh.store-mismatch`, and on a topic of another store with `mesh.topic-mismatch`.',
  },
  'MESH-006': {
    title: 'A message stands on its own topic',
    text: "The type is the one of the topic. On a key's topic there is one item and it has that key; a head is of the topic's stream; a command names the gateway, verb and id of its topic; a chunk's `corr`, when present, is the topic's. Otherwise `mesh.topic-mismatch`.",
  },
  'MESH-007': {
    title: 'A message of facts is accepted whole or not at all',
    text: 'Every item must match its schema; one that does not has the whole message refused with `mesh.schema-invalid`. Its sequence numbers then stay missing, and the snapshot that closes the gap judges each item alone (MESH-033).',
  },
  'MESH-008': {
    title: 'Money is integer',
    text: 'Amounts are integers in the minor unit of their ISO 4217 currency. A fraction is refused with `mesh.schema-invalid`. Counters are integers up to 9007199254740991 (2^53 - 1).',
  },
  'MESH-010': {
    title: 'What is signed',
    text: 'Ed25519 (RFC 8032, pure) over the UTF-8 bytes of the RFC 8785 form of the envelope without its `sig` member; `sig.value` is the 64 bytes in base64url without padding, 86 characters.',
  },
  'MESH-011': {
    title: 'The signature is checked before any schema',
    text: 'It is checked over the document as it was received, so a member that was slipped in or changed has the message refused with `mesh.signature-invalid`, whatever the member is.',
  },
  'MESH-012': {
    title: 'Unsigned is refused',
    text: 'Without `sig` a message is refused with `mesh.signature-missing`. A gateway in lab mode takes it and says so in its state, its log and by an alarm; a signature of a pinned key that does not match is refused even then.',
  },
  'MESH-013': {
    title: 'A key signs only what it may',
    text: 'An unknown `kid` is refused with `mesh.key-unknown`. A key names what it may sign: streams (with their heads and snapshots), `till`, `command`, `keys`; anything else is refused with `mesh.key-not-allowed`.',
  },
  'MESH-014': {
    title: 'Keys roll over by a signed set',
    text: "The set on `authority/keys` is signed by a key that may sign `keys`, its `version` is above that of the set in force (the pinned one has version 0), and the two have a `kid` with its public key in common; otherwise `mesh.key-set-refused`. It replaces all keys, also after a restart, until the gateway's configuration pins others.",
  },
  'MESH-020': {
    title: 'The newest version counts',
    text: 'A fact applies if and only if its `(epoch, version)` is greater than the one stored for its key, the epoch compared first. So every order of arrival ends in the same state.',
  },
  'MESH-021': {
    title: 'The same again is harmless',
    text: 'Equal `(epoch, version)` with the same content is a duplicate: acknowledged, counted, without effect. The content is the RFC 8785 form of the item.',
  },
  'MESH-022': {
    title: 'The same version with another content is an equivocation',
    text: 'The first content stays, the second is quarantined with `mesh.equivocation` and raises an alarm. To correct a fact, publish it with a higher version.',
  },
  'MESH-023': {
    title: 'What was overtaken is refused',
    text: 'A fact older than the stored one changes nothing: `mesh.replayed` when its sequence numbers were seen before, `mesh.reordered` when they had been missing.',
  },
  'MESH-024': {
    title: 'Sequence numbers have no gaps',
    text: 'Each stream of a store numbers its items from 1 in each epoch, one number per item, deletions included. A message carries `firstSeq` to `lastSeq`, and `lastSeq - firstSeq + 1` is the number of its items. A number is never given twice.',
  },
  'MESH-025': {
    title: 'A gap is asked for',
    text: 'Numbers that are missing for 2 s, told by a later fact or by a head, have the gateway ask for a snapshot of all buckets. Facts beyond the gap apply meanwhile.',
  },
  'MESH-026': {
    title: 'An epoch replaces the one before',
    text: 'Versions and sequence numbers begin anew. The gateway asks for a whole snapshot when it first hears of a new epoch, takes what is not in it as gone, and refuses facts and heads of older epochs with `mesh.epoch-old`. Begin a new epoch when the numbers were lost, never to correct a price.',
  },
  'MESH-027': {
    title: 'A deletion is a fact',
    text: 'An item with `"deleted": true`, its key and the next version ends the key. It has a sequence number, counts in the digest and stands in snapshots until the epoch ends.',
  },
  'MESH-030': {
    title: 'The digest of a stream',
    text: "A key's bucket is the first byte of SHA-256 over its UTF-8 bytes. A key's entry is SHA-256 over the UTF-8 bytes of key, line feed, epoch, line feed, version, the numbers in decimal. A bucket's digest is the XOR of its keys' entries, 32 zero bytes when empty; `digest` is SHA-256 over the 256 bucket digests in order; `buckets` is the first 4 bytes of each, in hex.",
  },
  'MESH-031': {
    title: 'Heads prove completeness',
    text: "Every stream that has facts has a signed, retained head, published every 60 s with a new `issuedAt`. When all numbers up to a head's `seq` are known and the digest differs, the gateway asks for the buckets that differ, or for all when `buckets` is absent. A head that was issued before one that was seen and is behind it is refused with `mesh.replayed`, unless the broker had retained it.",
  },
  'MESH-032': {
    title: 'A snapshot applies when all its chunks are there',
    text: 'The chunks 0 to `chunks` - 1 answer one ask on its `reply/{corr}`, in any order, each at most 200 items, with the same `stream`, `epoch`, `seq`, `buckets` (those of the ask) and `chunks`; at most 2,000 chunks and 64 MiB. An empty answer is one chunk without items. Items apply by MESH-020. What does not fit its ask is refused with `mesh.reply-unasked`, what is too much with `mesh.snapshot-too-large`; an answer to an earlier ask of the gateway is only counted.',
  },
  'MESH-033': {
    title: 'A bad item spoils no snapshot',
    text: 'An item that its schema refuses is quarantined alone with `mesh.item-invalid`, its old fact stays, and it is not asked for again. An item without a readable key and version has its chunk refused with `mesh.schema-invalid`.',
  },
  'MESH-034': {
    title: 'What a snapshot lacks is gone',
    text: "A key of the snapshot's buckets that is not in it, and that was last changed at or before its `seq`, is gone. It keeps its version, so that an older message cannot bring it back.",
  },
  'MESH-035': {
    title: 'An ask is repeated until it is answered',
    text: 'When an answer makes no progress for 15 s the gateway asks again, with a new `corr` and growing pauses up to a minute, and raises `mesh.ask-unanswered` after three times. Chunks that come for an ask it gave up are only counted.',
  },
  'MESH-036': {
    title: 'Silence is suspicious',
    text: 'Without a fresh head for 5 minutes the gateway reports `mesh.freeze-suspected` for that stream; prices stay.',
  },
  'MESH-040': {
    title: 'Acknowledged means durable',
    text: 'A gateway sends the PUBACK of a message after what it says, or its quarantine, is on the disk.',
  },
  'MESH-041': {
    title: 'A broker that forgets is made up for',
    text: 'A gateway keeps its session for 7 days with a stable client id. When the broker says `session present = 0`, or the gateway knows nothing yet, it asks for a snapshot of every stream.',
  },
  'MESH-042': {
    title: 'What is refused stops nothing',
    text: 'A message that cannot be accepted is quarantined with its reason, counted, told by an alarm and acknowledged. It changes no label, and the stream goes on. The quarantine is bounded: the same message again only counts, and the oldest entries make room.',
  },
  'MESH-043': {
    title: 'Implausible prices are held',
    text: 'A price of zero or less, a change beyond the configured limit, more changes at once than configured, or a missing unit price where the product requires one is quarantined with `mesh.held-…`; the old price stays until a person releases it or a higher version is accepted. A held price counts as received: its numbers are not missing, and it is in the digest.',
  },
  'MESH-050': {
    title: 'A command runs once',
    text: 'A command is remembered by its id for 7 days; when it comes again it is answered on `ack/{id}` with the outcome of the first and not run again.',
  },
  'MESH-051': {
    title: 'A command has an end',
    text: 'A command that comes after its `notAfter` is refused with `mesh.command-expired`, one whose `notAfter` is more than 7 days ahead with `mesh.command-too-far`; both are answered on `ack/{id}`. Facts never expire.',
  },
  'MESH-052': {
    title: "The tills' watermark only rises",
    text: 'On `till/applied` the greatest `(epoch, seq)` counts; what is not above it has no effect. It is signed by a key that may sign `till`.',
  },
  'MESH-060': {
    title: 'Birth and will share a session',
    text: 'A gateway publishes a retained birth (`state: online`) after it has subscribed, and its last will (`state: offline`) carries the same `sessionId`. A will whose `sessionId` is not that of the last birth says nothing.',
  },
  'MESH-061': {
    title: 'A gateway tells until it is heard',
    text: 'Label states and applied watermarks are retained and published again until the broker has acknowledged them; of several states of a label only the newest is sent. `revision` only rises. An empty payload says that the label is not bound here any more.',
  },
  'MESH-062': {
    title: 'Alarms do not flood',
    text: 'An alarm is retained on `alarm/{code}`, the reason code with its dot as a hyphen, at most once in 10 s per code; `state: cleared` ends it.',
  },
  'MESH-063': {
    title: 'Trace context travels',
    text: 'A W3C `traceparent`, as MQTT 5 user property or as member of the envelope, is carried with the fact up to the state of the label that shows it; the user property wins.',
  },
  'MESH-064': {
    title: 'A binding made at the shelf goes up',
    text: "A technician's binding is retained on `binding/{label}` with the `(epoch, version)` of the binding fact that it was made over (`basis`), who made it and when. It is published again after each connection, and taken off the broker with an empty payload once the authority has said something newer about the label.",
  },
  'MESH-065': {
    title: "A binding made at the shelf holds until the authority's next word",
    text: 'While the binding fact of the label is still the one named in `basis`, the label shows what was bound at the shelf. A newer fact with the same content adopts it; one with another content overrules it: the authority wins, and the gateway says so with the alarm `binding.overruled`, in the history of the label and in its audit trail. To refuse a binding, publish the old content with the next version.',
  },
  'MESH-066': {
    title: 'A rate has to pass the gate',
    text: 'A rate that was accepted as a fact is used only when, in this order: its pair is one that the gateway uses (`fx.pair-unknown`); `seq` is above that of the last rate of the pair in this epoch (`fx.seq-not-rising`); `t` is at most 5 s ahead (`fx.from-future`); it is not older than `validMs` and 300 s (`fx.too-old`), by a clock that is synchronised (`fx.clock-not-synchronised`); all three rates are positive (`fx.not-positive`), `bid` <= `rate` <= `ask` (`fx.outside-spread`) and they are at most 1 % apart (`fx.spread-too-wide`); `n` >= 3 (`fx.too-few-sources`); `dispersionBps` <= 100 (`fx.dispersion-too-wide`); the rate is between half and twice the last accepted one (`fx.ratio-implausible`). What is refused changes no label.',
  },
  'MESH-067': {
    title: 'A large move is held',
    text: 'A rate that moved by more than 3 % from the last accepted one, or that is the first of its pair, is held with `fx.move-held` until 3 messages over at least 2 minutes agree within 3 %. Prices in bitcoin are taken off the labels meanwhile. Publish a rate at least every 30 s: after 90 s it is no longer fresh, after 300 s no new figure is made from it, after 15 minutes the labels show none.',
  },
  'MESH-068': {
    title: 'The newest word of a topic is told',
    text: 'States of beacons, zones and offers are retained, and published again after each connection; of several words on a topic while the broker was away only the newest is sent. Words for a session are sent once, and not when they are older than two minutes. Sightings and medians are sent once at QoS 0.',
  },
  'MESH-069': {
    title: 'Gateways tell each other what they hear',
    text: 'Once a second a gateway publishes on `medians` how well its radios heard tags that are known by name, and where it has decided that they are. Every gateway of the store reads `gw/+/medians` and decides the same. What is not of this form is dropped and counted; nothing in it changes a label.',
  },
  'MESH-070': {
    title: 'Sessions come by command',
    text: 'A visit with consent begins with the command `session-open` (`session`, `key`, `until`, `consent`, `purpose`, `audience`) and ends with `session-close`, or at `until`. The key makes the tokens that the phone broadcasts, for this visit only; it is kept in memory, and gone after a restart.',
  },
  'MESH-071': {
    title: 'An offer is made in its zones and nowhere else',
    text: 'An offer with `zones` is made on labels, beacons and sessions of these zones only; where the zone of an output is not known, only offers without `zones` are made. A price of an offer stands beside the price of the shelf, and one for a session is only ever addressed to it.',
  },
  'MESH-072': {
    title: 'A revoked offer is taken back everywhere',
    text: 'An offer is revoked by a deletion with the next version. The gateway clears its labels, beacons and sessions, and tells on `offer/{offer}/state` how many are left, and the seconds after which none was.',
  },
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof rules;
