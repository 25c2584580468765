/**
 * Every refusal, failure and warning that Endcap can report, declared once. The code is the same in the log, the
 * metric's label, the CLI, the console and the mesh; `docs/reasons.md` is generated from here.
 */
export const reasons = {
  'alarm.unknown': {
    meaning: 'There is no such alarm.',
    fix: 'See endcap alarm list.',
  },
  'beacon.adapter-down': {
    meaning: 'The adapter that broadcasts cannot be used.',
    fix: 'Look at its detail in endcap beacon list; check its power, its cable and beacons.adapter.',
  },
  'beacon.busy': {
    meaning: 'Another beacon is being configured at the moment.',
    fix: 'Wait until that is done; it takes a minute at most.',
  },
  'beacon.eid-no-keyring': {
    meaning: 'The identity key of an ephemeral beacon cannot be made without a keyring.',
    fix: 'Configure keyring.secretFile.',
  },
  'beacon.elsewhere': {
    meaning: 'Another gateway broadcasts this beacon.',
    fix: 'Nothing; ask that gateway.',
  },
  'beacon.gatt-refused': {
    meaning: 'The beacon refused what was written to it.',
    fix: 'See the detail; the beacon may not support this slot, frame or power.',
  },
  'beacon.key-wrong': {
    meaning: 'The beacon does not accept this lock code.',
    fix: 'Give the code that it was locked with; without it only a factory reset at the beacon helps.',
  },
  'beacon.locked': {
    meaning: 'The beacon is locked, and no lock code was given.',
    fix: 'Give it with --lock-code-file.',
  },
  'beacon.no-adapter': {
    meaning: 'The mesh wants beacons, and the configuration names no adapter to broadcast with.',
    fix: 'Add a second adapter and name it under beacons.adapter.',
  },
  'beacon.not-configurable': {
    meaning: 'There is no Eddystone configuration service on this device.',
    fix: 'Press its button so that it can be connected to, and check its address.',
  },
  'beacon.not-heard': {
    meaning: 'This gateway does not hear its own beacon.',
    fix: 'Move the antennas apart, check that the adapter transmits, and look at the radios.',
  },
  'beacon.slot-invalid': {
    meaning: "This is no content of a beacon's slot.",
    fix: 'Write uid:HEX32, url:ADDRESS, tlm, eid:HEX64:EXPONENT or empty.',
  },
  'beacon.too-many': {
    meaning: 'There are more frames than the adapter can broadcast in turn.',
    fix: 'Give some of the zones to another gateway, or take slots away.',
  },
  'beacon.unknown': {
    meaning: 'There is no such beacon.',
    fix: 'See endcap beacon list.',
  },
  'beacon.url-too-long': {
    meaning: 'The address does not fit an Eddystone URL frame.',
    fix: 'Use a shorter one: 17 bytes after https:// with .com/ and the like counted as one.',
  },
  'beacon.zone-unknown': {
    meaning: 'The configuration knows no such zone.',
    fix: "Add the zone under zones, or correct the beacon's fact.",
  },
  'binding.label-duplicate': {
    meaning: 'The same label stands twice in the list.',
    fix: 'Keep the row that is right.',
  },
  'binding.label-invalid': {
    meaning: 'This is not the id of a label: twelve hex digits.',
    fix: 'Scan the code on the label again, or copy its id from endcap label list.',
  },
  'binding.label-taken': {
    meaning: 'The label that should take over shows another product already.',
    fix: 'Choose a label that is bound to nothing, or unbind it first; --force takes it all the same.',
  },
  'binding.label-unknown': {
    meaning: 'No radio of this gateway has ever heard this label.',
    fix: 'Check the id, wake the label next to the gateway, or allow it with --unheard to bind it before it arrives.',
  },
  'binding.local': {
    meaning: 'Bound at the shelf; the mesh has not taken it over yet.',
    fix: 'Nothing: it goes up by itself and holds until the mesh says something newer.',
  },
  'binding.overruled': {
    meaning: 'The mesh has overruled a binding that was made at the shelf.',
    fix: 'Look at the label: bind it again if the mesh is wrong, and tell whoever keeps the planogram.',
  },
  'binding.place-invalid': {
    meaning: 'The place is not complete: aisle, bay, shelf and facing belong together.',
    fix: 'Give all four, bay, shelf and facing as whole numbers from 0 to 9999, or none.',
  },
  'binding.same-label': {
    meaning: 'A label cannot replace itself.',
    fix: 'Name the dead label first and the new one second.',
  },
  'binding.sku-unknown': {
    meaning: 'No product has this SKU or GTIN.',
    fix: 'Scan again, search the product by its name, or ask whether the mesh has published it.',
  },
  'binding.template-unknown': {
    meaning: 'There is no template of this name.',
    fix: 'See endcap template list.',
  },
  'checkout.scale-silent': {
    meaning: 'The scale does not answer.',
    fix: 'Check its cable, its power and its protocol under scales.',
  },
  'checkout.scale-unstable': {
    meaning: 'The weight is not stable.',
    fix: 'Wait until the pan is at rest.',
  },
  'checkout.scan-invalid': {
    meaning: 'What was scanned is no GS1 code, or its check digit is wrong.',
    fix: 'Scan it again; clean the code or the scanner.',
  },
  'checkout.scanner-silent': {
    meaning: 'The scanner cannot be reached.',
    fix: 'Check its cable and its address under scanners.',
  },
  'cli.agent-answer-invalid': {
    meaning: 'The process behind the socket answered something that this command does not understand.',
    fix: 'Check that the command and the agent are of the same version, with `endcap version` and `endcap status`.',
  },
  'cli.agent-silent': {
    meaning: 'The process behind the socket is there, but did not answer in time.',
    fix: "Look at the agent's log.",
  },
  'cli.cannot-read': {
    meaning: 'The file cannot be read.',
    fix: 'Check its name and its rights.',
  },
  'cli.cannot-write': {
    meaning: 'A file could not be written.',
    fix: 'Check the path, the permissions and the space on the disk.',
  },
  'cli.child-ended': {
    meaning: 'The emulated shop ended before it was told to.',
    fix: 'Look at what it printed last.',
  },
  'cli.configuration-invalid': {
    meaning: 'The configuration is not valid.',
    fix: 'Correct each field that is named, then check with `endcap config validate FILE`.',
  },
  'cli.no-agent': {
    meaning: 'No agent answers.',
    fix: 'Start one with `npm start` or `endcap run --config FILE`, or name its socket with --socket or ENDCAP_SOCKET.',
  },
  'cli.no-shop': {
    meaning: 'No emulated shop answers.',
    fix: 'Start one with `npm start` or `endcap emulate shop`.',
  },
  'cli.port-taken': {
    meaning: 'Another program listens on the port.',
    fix: 'Name another one with --port, or leave it out.',
  },
  'cli.shop-failed': {
    meaning: 'The emulated shop could not be opened.',
    fix: 'Correct what the message names: a broker that does not answer, a path that cannot be written.',
  },
  'cli.wrong-usage': {
    meaning: 'The command was not written as it must be.',
    fix: 'Add --help to see how it is written.',
  },
  'console.address-unusable': {
    meaning: 'The console cannot listen there.',
    fix: 'Choose another console.listen, e.g. 127.0.0.1:8081, or stop the program that holds this one.',
  },
  'console.body-too-large': {
    meaning: 'The request is larger than the console takes.',
    fix: 'Send at most 1 MiB.',
  },
  'console.host-refused': {
    meaning: 'The request names a host that is not this machine.',
    fix: 'Open the console as http://localhost, or set console.token and a listen address beyond localhost.',
  },
  'console.listen-invalid': {
    meaning: 'The listen address cannot be read.',
    fix: 'Write it as ADDRESS:PORT, e.g. 127.0.0.1:8080 or [::1]:8080.',
  },
  'console.not-found': {
    meaning: 'There is nothing under this address.',
    fix: 'Look at GET /api/labels for the labels that exist.',
  },
  'console.origin-refused': {
    meaning: 'The request comes from a page of another site.',
    fix: "Use the console's own page, or a program that sends no Origin.",
  },
  'console.page-broken': {
    meaning: 'The page could not be put together.',
    fix: 'Look into the log; npm ci restores missing files.',
  },
  'console.request-invalid': {
    meaning: 'The request is not what this address takes.',
    fix: 'Send the members and ranges that the message names.',
  },
  'console.role-missing': {
    meaning: 'The role of whoever asked does not allow this.',
    fix: 'Sign in with a token of a higher role, or ask somebody who has one.',
  },
  'console.token-missing': {
    meaning: 'Beyond localhost the console wants a token, and none is set.',
    fix: 'Set console.token (or ENDCAP_CONSOLE__TOKEN), or listen on 127.0.0.1.',
  },
  'console.token-short': {
    meaning: 'The token is too short to withstand guessing.',
    fix: 'Use at least 16 characters, e.g. from `openssl rand -base64 24`.',
  },
  'console.tls-unusable': {
    meaning: 'The certificate or key of the console cannot be used.',
    fix: 'Check console.tls: both files must be PEM, belong together, and be readable by the agent.',
  },
  'console.too-many-requests': {
    meaning: 'This client changes things, or tries tokens, faster than is allowed.',
    fix: 'Wait as many seconds as Retry-After says; make many changes in one batch.',
  },
  'console.too-many-streams': {
    meaning: 'Too many pages and programs follow the console at once.',
    fix: 'Close some pages; at most 64 may follow at a time.',
  },
  'console.unauthorised': {
    meaning: 'The request carries no valid token.',
    fix: 'Sign in, or send Authorization: Bearer TOKEN.',
  },
  'coupon.expired': {
    meaning: 'The code is not valid any more.',
    fix: 'Issue a new one.',
  },
  'coupon.full': {
    meaning: 'Every code is in use.',
    fix: 'Let codes live shorter with coupons.lifeMs.',
  },
  'coupon.locked': {
    meaning: 'Too many wrong codes came from this till.',
    fix: 'Wait a minute; look whether somebody tries codes out.',
  },
  'coupon.unknown': {
    meaning: 'There is no such code.',
    fix: 'Read it again.',
  },
  'coupon.used': {
    meaning: 'The code was redeemed already.',
    fix: 'Issue a new one if that is right.',
  },
  'device.auth-required': {
    meaning: 'The label asks for its key and none is stored.',
    fix: "Store the label's key, or scan its commissioning code.",
  },
  'device.config-unreadable': {
    meaning: 'The label told its configuration in a form that does not add up.',
    fix: 'It is asked again by itself; if it stays so, configure the label anew with its vendor tool.',
  },
  'device.incomplete': {
    meaning: 'The label says that the picture did not arrive whole.',
    fix: 'It is sent again by itself.',
  },
  'device.integrity-failed': {
    meaning: 'An encrypted frame did not pass the check, on the label or here.',
    fix: 'It is sent again by itself; if it stays so, check whether two gateways talk to the label.',
  },
  'device.link-lost': {
    meaning: 'The connection broke before the label had acknowledged.',
    fix: 'It is tried again by itself; check distance and battery if it stays so.',
  },
  'device.model-unknown': {
    meaning: 'The label told what it is, and no declared model fits.',
    fix: 'Declare the model in devices/, see CONTRIBUTING.md.',
  },
  'device.mtu-too-small': {
    meaning: 'The connection carries frames that are too small for this label.',
    fix: 'Use an adapter that allows an ATT MTU of 247 bytes.',
  },
  'device.not-secured': {
    meaning: 'A key is stored for the label, but the label has none, so it cannot prove who it is.',
    fix: 'Set the label up with its key, or remove the stored key if it is meant to be open.',
  },
  'device.part-refused': {
    meaning: 'The label asked for the same part of the picture again and again.',
    fix: 'It is tried again by itself, more slowly; check distance and battery.',
  },
  'device.rate-limited': {
    meaning: 'The label refuses more attempts to authenticate for now.',
    fix: 'It is tried again by itself after a pause.',
  },
  'device.refresh-unconfirmed': {
    meaning: 'The label took the picture but did not confirm that its panel shows it.',
    fix: 'It is sent again by itself; check the battery if it stays so.',
  },
  'device.refused': {
    meaning: 'The label answered with an error.',
    fix: 'It is tried again by itself; see the detail.',
  },
  'device.silent': {
    meaning: 'The label is connected but does not answer.',
    fix: 'It is tried again by itself; check its battery.',
  },
  'device.unexpected': {
    meaning: 'The label answered with something that its protocol does not know here.',
    fix: 'It is tried again by itself; check that the label is of the model that is named.',
  },
  'device.wrong-key': {
    meaning: 'The key that is stored for the label is not its key.',
    fix: "Store the label's right key.",
  },
  'entry.expired': {
    meaning: 'The ticket is not valid now.',
    fix: 'Ask for a new one.',
  },
  'entry.forged': {
    meaning: 'The ticket is not signed by a key that is trusted here.',
    fix: 'Ask for a new one; check entry.keys.',
  },
  'entry.invalid': {
    meaning: 'This is no ticket.',
    fix: 'Scan it again.',
  },
  'entry.used': {
    meaning: 'The ticket was used already.',
    fix: 'Ask for a new one.',
  },
  'mesh.ask-unanswered': {
    meaning: 'The mesh was asked for a snapshot and does not answer.',
    fix: 'It is asked again by itself; check the publisher that answers `ask/snapshot`.',
  },
  'mesh.command-expired': {
    meaning: 'The command came after its `notAfter`.',
    fix: 'Send it again with a later `notAfter`; compare the clocks.',
  },
  'mesh.command-failed': {
    meaning: 'The agent could not do what the command wants.',
    fix: 'See the detail of the acknowledgement.',
  },
  'mesh.command-too-far': {
    meaning: "The command's `notAfter` lies more than 7 days ahead.",
    fix: 'Send it with an earlier `notAfter`.',
  },
  'mesh.command-too-many': {
    meaning: 'More commands are remembered than the agent keeps.',
    fix: 'Send fewer commands; each is remembered for 7 days.',
  },
  'mesh.command-unknown': {
    meaning: 'The command asks for something that this gateway does not know.',
    fix: 'Check the verb, and that the gateway runs the version that the command needs.',
  },
  'mesh.commit-failed': {
    meaning: 'What the mesh sent cannot be made durable, so it is not acknowledged.',
    fix: 'See the state of the store; the broker sends it again by itself.',
  },
  'mesh.digest-mismatch': {
    meaning: 'The mesh holds other facts than the agent, although none seem to be missing.',
    fix: 'The differing facts are asked for by themselves; if it stays so, look at the quarantine.',
  },
  'mesh.envelope-invalid': {
    meaning: 'The message is not a CloudEvents 1.0 envelope as the contract wants it.',
    fix: 'Correct the member that the detail names.',
  },
  'mesh.epoch-old': {
    meaning: 'The message belongs to an epoch that is over.',
    fix: "Publish with the epoch that the stream's head names.",
  },
  'mesh.equivocation': {
    meaning: 'The same version of a fact was published with two contents; the first is kept.',
    fix: 'Publish the right content with a higher version, and find out who published the other.',
  },
  'mesh.freeze-suspected': {
    meaning: 'No head has come for five minutes, so the mesh may be frozen. Prices stay as they are.',
    fix: 'Check the publisher of the heads and the way to the broker.',
  },
  'mesh.held-change-too-large': {
    meaning: 'The price changes by more than the plausibility guard allows; the old one stays.',
    fix: 'Release it if it is right, or publish a corrected price.',
  },
  'mesh.held-not-positive': {
    meaning: 'A price is zero or negative; the old one stays.',
    fix: 'Publish a corrected price.',
  },
  'mesh.held-too-many-changes': {
    meaning: 'More prices change at once than the plausibility guard allows; the old ones stay.',
    fix: 'Release them if they are right, or raise plausibility.maxShareOfStorePercent.',
  },
  'mesh.held-unit-price-missing': {
    meaning: 'The product must carry a unit price and the new price has none; the old one stays.',
    fix: 'Publish the price with unitPriceMinor and unit.',
  },
  'mesh.item-invalid': {
    meaning: 'An item of a snapshot does not match the contract; the old fact stays.',
    fix: 'Publish the item again, with a higher version, as its schema wants it.',
  },
  'mesh.key-not-allowed': {
    meaning: 'The key that signed may not sign this kind of message.',
    fix: 'Sign with the right key, or allow it under mesh.keys.',
  },
  'mesh.key-set-refused': {
    meaning: 'The new key set is not newer than the one in force, or has no key in common with it.',
    fix: 'Raise its version, and roll over in steps that share a key.',
  },
  'mesh.key-unknown': {
    meaning: 'The key that signed is not known.',
    fix: 'Pin it under mesh.keys, or sign with one that is.',
  },
  'mesh.lab-mode': {
    meaning: 'Unsigned facts are accepted: whoever reaches the broker can change prices.',
    fix: 'Set mesh.requireSignatures to true and pin the keys.',
  },
  'mesh.not-held': {
    meaning: 'Only a fact that the plausibility guard holds can be released.',
    fix: 'Publish it again as the contract wants it.',
  },
  'mesh.not-json': {
    meaning: 'The message is not JSON.',
    fix: 'Publish CloudEvents 1.0 in structured JSON mode, UTF-8.',
  },
  'mesh.offline': {
    meaning: 'The broker cannot be reached. Prices go on by what is known.',
    fix: 'Check the network, the broker and its certificates.',
  },
  'mesh.reordered': {
    meaning: 'The fact came late: a newer version of it is here already.',
    fix: 'Nothing is to be done; publish facts of one key in their order.',
  },
  'mesh.replayed': {
    meaning: 'The message was here before and has been overtaken.',
    fix: 'Nothing is to be done, unless somebody replays messages on purpose.',
  },
  'mesh.reply-unasked': {
    meaning: 'A snapshot came that nobody asked for, or that does not fit what was asked.',
    fix: 'Answer only the correlation id, stream and buckets of an ask.',
  },
  'mesh.schema-invalid': {
    meaning: 'The message does not match its schema.',
    fix: 'Correct the member that the detail names; the schemas are in docs/schemas.',
  },
  'mesh.signature-invalid': {
    meaning: 'The signature does not match the message.',
    fix: 'Sign the RFC 8785 form of the envelope without `sig`.',
  },
  'mesh.signature-missing': {
    meaning: 'The message carries no signature.',
    fix: 'Sign it with a key the gateway has pinned.',
  },
  'mesh.snapshot-too-large': {
    meaning: 'A snapshot is larger than the agent takes.',
    fix: 'Answer with at most 2,000 chunks and 64 MiB.',
  },
  'mesh.store-mismatch': {
    meaning: 'The message is signed for another store.',
    fix: 'Publish it under its own store.',
  },
  'mesh.too-deep': {
    meaning: 'The message nests more than 32 arrays and objects.',
    fix: 'Flatten it.',
  },
  'mesh.too-large': {
    meaning: 'The message is larger than 1 MiB.',
    fix: 'Publish fewer items in one message.',
  },
  'mesh.topic-mismatch': {
    meaning: 'The message does not belong on the topic it came on.',
    fix: 'Publish it on the topic of its own stream, key, gateway and command.',
  },
  'mesh.topic-unknown': {
    meaning: 'The contract has no such topic.',
    fix: 'Publish on the topics of docs/mesh.md.',
  },
  'mesh.unprocessable': {
    meaning: 'The agent stumbled over the message; what it says is not applied.',
    fix: 'Report it with the message; what it said comes again with the next snapshot.',
  },
  'mesh.version-unknown': {
    meaning: "The message's type, or its major version, is not known.",
    fix: 'Publish version 1, or update the agent.',
  },
  'node.down': {
    meaning: 'A node cannot be reached.',
    fix: 'Check its cable and power; it is tried again by itself.',
  },
  'node.firmware-unfit': {
    meaning: 'The board does not speak Firmata, or lacks what a part needs.',
    fix: 'Put StandardFirmata on it, and check the pins with endcap node pins.',
  },
  'node.unknown': {
    meaning: 'There is no such node.',
    fix: 'See endcap node list.',
  },
  'offer.audience': {
    meaning: 'The offer is for members or for one person only, and this is neither.',
    fix: 'Nothing; it is made where it belongs.',
  },
  'offer.cap-hour': {
    meaning: 'The offer was made as often as its hourly limit permits.',
    fix: 'Nothing; it is made again when the hour has passed.',
  },
  'offer.cap-screen': {
    meaning: 'The offer was shown on this screen as often as its limit permits.',
    fix: 'Nothing; it is shown again when the hour has passed.',
  },
  'offer.cap-session': {
    meaning: 'This session was told of the offer as often as is permitted.',
    fix: 'Nothing.',
  },
  'offer.cooldown': {
    meaning: 'Somebody in this zone was told of an offer just now.',
    fix: 'Nothing; it waits until the pause is over.',
  },
  'offer.daypart': {
    meaning: 'The offer does not hold at this time of day.',
    fix: 'Nothing; it begins again by itself.',
  },
  'offer.not-yet': {
    meaning: 'The offer has not begun.',
    fix: 'Nothing; it begins by itself.',
  },
  'offer.outranked': {
    meaning: 'Another offer of the same product has a higher priority.',
    fix: 'Change the priorities if this is not meant.',
  },
  'offer.over': {
    meaning: 'The offer has ended.',
    fix: 'Nothing.',
  },
  'offer.price-misleading': {
    meaning: 'The price of the offer is not below the one it is compared with, or its percentage is not true.',
    fix: 'Correct the offer: its price, its percentage and its lowest price of the 30 days before.',
  },
  'offer.revoke-slow': {
    meaning: 'An offer that was taken back can still be seen somewhere.',
    fix: 'Look at what is left with endcap offer show, and at the radios.',
  },
  'offer.revoked': {
    meaning: 'The offer was taken back.',
    fix: 'Nothing; publish it with a higher version to make it again.',
  },
  'offer.stock-low': {
    meaning: 'There is too little in stock.',
    fix: 'Nothing; it is made again when the product says more.',
  },
  'offer.unknown': {
    meaning: 'There is no such offer.',
    fix: 'See endcap offer list.',
  },
  'offer.zone-elsewhere': {
    meaning: 'The offer is made in other zones.',
    fix: 'Nothing.',
  },
  'price.unit-price-missing': {
    meaning: 'The product must carry a unit price and the price fact has none.',
    fix: 'Publish the price with unitPriceMinor and unit.',
  },
  'delivery.back-off': {
    meaning: 'The last attempt failed; the next one waits.',
    fix: 'It is tried again by itself; see the last reason.',
  },
  'delivery.budget': {
    meaning: "The label's refreshes for today are used up by changes that are not prices.",
    fix: 'It goes out tomorrow, or with the next price.',
  },
  'delivery.paused': {
    meaning: 'Somebody has paused delivery: no label is sent anything new.',
    fix: 'endcap wave resume; prices on the shelf grow old meanwhile.',
  },
  'delivery.min-gap': {
    meaning: 'The panel needs a pause between two refreshes.',
    fix: 'It goes out when the pause is over.',
  },
  'delivery.model-unknown': {
    meaning: 'It is not known what kind of label this is.',
    fix: 'It is asked as soon as a radio hears it.',
  },
  'fx.clock-not-synchronised': {
    meaning: 'The clock is not synchronised, so nobody can say how old a rate is.',
    fix: 'Let the machine reach a time server; prices in bitcoin come back by themselves.',
  },
  'fx.dispersion-too-wide': {
    meaning: 'The sources of the rate lie more than 1 % apart.',
    fix: 'Ask whoever aggregates the rates; the last accepted rate is used until it is too old.',
  },
  'fx.from-future': {
    meaning: 'The rate claims a time that is still to come.',
    fix: 'Compare the clocks of the mesh and of this gateway.',
  },
  'fx.move-held': {
    meaning: 'The rate has moved by more than 3 % and is held until three messages over two minutes agree.',
    fix: 'Nothing: prices in bitcoin are taken down meanwhile. If it never settles, ask where the rates come from.',
  },
  'fx.none': {
    meaning: 'No exchange rate has been accepted yet.',
    fix: 'Check that the mesh publishes the pair and that a pinned key may sign fx: endcap rate list.',
  },
  'fx.not-positive': {
    meaning: 'The rate, its bid or its ask is zero.',
    fix: 'Ask whoever publishes the rates.',
  },
  'fx.outside-spread': {
    meaning: 'The rate does not lie between its bid and its ask.',
    fix: 'Ask whoever publishes the rates.',
  },
  'fx.pair-unknown': {
    meaning: 'This gateway does not use that pair.',
    fix: 'Nothing, or name the pair under bitcoin.pairs.',
  },
  'fx.ratio-implausible': {
    meaning:
      'The rate is less than half or more than twice the last accepted one: a slipped decimal point looks like that.',
    fix: 'Check the rate at its source. If it is right, say so with endcap rate trust.',
  },
  'fx.returning': {
    meaning: 'The rate is back; prices in bitcoin return once it has proven steady, a few labels at a time.',
    fix: 'Nothing: it takes some minutes.',
  },
  'fx.seq-not-rising': {
    meaning: "The rate's number is not above that of the last one: it was seen before or overtaken.",
    fix: 'Nothing if it is rare; else look for somebody who repeats old messages.',
  },
  'fx.spread-too-wide': {
    meaning: 'Bid and ask lie more than 1 % apart.',
    fix: 'Ask whoever aggregates the rates; the market may be too thin now.',
  },
  'fx.too-few-sources': {
    meaning: 'The rate was made from fewer than three sources.',
    fix: 'Ask whoever aggregates the rates why sources are missing.',
  },
  'fx.too-old': {
    meaning: 'The rate is too old to make new prices in bitcoin from.',
    fix: 'Check that the mesh still publishes it; after 15 minutes the prices in bitcoin are taken down.',
  },
  'label.battery-low': {
    meaning: 'The battery is nearly empty.',
    fix: 'Change the battery or the label; endcap label replace moves everything over to a new one.',
  },
  'label.cannot-acknowledge': {
    meaning: 'It was handed over, and this family of labels cannot say whether it shows it.',
    fix: 'Look at the shelf.',
  },
  'label.cannot-flash': {
    meaning: 'Endcap cannot switch on a light of this label over the air.',
    fix: 'endcap label find tells where it is; endcap label refresh makes its panel flicker.',
  },
  'label.in-progress': {
    meaning: 'The new content is on its way.',
    fix: 'Wait; endcap label why tells what happens next.',
  },
  'label.interrupted': {
    meaning: 'An upload broke off, so what the panel shows is not known.',
    fix: 'It is drawn again by itself.',
  },
  'label.never-heard': {
    meaning: 'No radio has ever heard this label.',
    fix: 'Bring it into range, check its battery, and compare its id with the binding.',
  },
  'label.not-bound': {
    meaning: 'The label is bound to no product, or nothing may be shown on it.',
    fix: 'Bind it first, or look at why its content is refused with `endcap label why`.',
  },
  'label.overdue': {
    meaning: 'The label has shown something older than it should for too long.',
    fix: 'Check radio, battery and distance.',
  },
  'label.rebooted': {
    meaning: 'The label restarted, so what it shows is not known.',
    fix: 'It is drawn again by itself.',
  },
  'price.currency-foreign': {
    meaning: 'The price is in another currency than the store.',
    fix: "Publish the price in the store's currency, or correct gateway.currency.",
  },
  'price.lowest30d-missing': {
    meaning: 'A reduction does not state the lowest price of the 30 days before.',
    fix: 'Publish the reduction with lowest30dMinor.',
  },
  'price.missing': {
    meaning: 'No price is known for a product on the label.',
    fix: 'Publish a price for the SKU, or bind the label to another one.',
  },
  'price.none-valid': {
    meaning: 'No entry of the price timeline holds now.',
    fix: 'Publish a timeline with an entry that has begun and not ended.',
  },
  'price.not-positive': {
    meaning: 'The price is zero or negative.',
    fix: 'Publish a price above zero.',
  },
  'price.percent-mismatch': {
    meaning: 'A percentage badge does not match the lowest 30-day price.',
    fix: 'Leave percentOff out: the badge is then computed; or publish whole per cent, rounded down.',
  },
  'price.reduction-false': {
    meaning: 'A price is announced as a reduction without being below the lowest 30-day price.',
    fix: 'Publish it as a regular price, or correct lowest30dMinor.',
  },
  'price.unit-price-not-positive': {
    meaning: 'The unit price is zero or negative.',
    fix: 'Publish a unit price above zero.',
  },
  'privacy.capture-locked': {
    meaning: 'Looking at frames is locked.',
    fix: 'A technician opens it for ten minutes with endcap privacy unlock.',
  },
  'privacy.capture-open': {
    meaning: 'A technician may look at frames for some minutes.',
    fix: 'Nothing; it locks itself. endcap privacy unlock --end locks it at once.',
  },
  'privacy.mode-not-permitted': {
    meaning: 'The configuration does not permit this mode.',
    fix: 'Add it to privacy.permit, with the notice and the assessment that it wants.',
  },
  'privacy.session-too-many': {
    meaning: 'More people are checked in than this gateway follows.',
    fix: 'Close sessions that have ended, or spread them over more gateways.',
  },
  'product.gtin-invalid': {
    meaning: "The product's GTIN has a wrong length or check digit.",
    fix: 'Publish the product with its correct GTIN.',
  },
  'product.missing': {
    meaning: 'A product on the label is not known.',
    fix: 'Publish the product fact for the SKU.',
  },
  'queue.stuck': {
    meaning: 'A line says that people stand in the queue, and nobody has moved for a long time.',
    fix: 'Look at the beams, and set the count with endcap count zero.',
  },
  'radio.down': {
    meaning: 'The radio cannot be reached.',
    fix: 'Check its cable or address; it is tried again by itself.',
  },
  'radio.gatt-unfit': {
    meaning: 'The label lacks the service or the characteristics of its family.',
    fix: 'Check whether another device uses the same name; it is tried again by itself.',
  },
  'radio.no-radio': {
    meaning: 'No radio is up.',
    fix: 'Check the radios with `endcap status`.',
  },
  'render.code-does-not-fit': {
    meaning: 'A barcode or QR code would not have its quiet zone or whole pixels per module.',
    fix: 'Shorten its text, or give the element more room in the template.',
  },
  'render.code-invalid': {
    meaning:
      'A barcode was asked for something that is no GTIN, or a QR code for nothing, too much, or more than ASCII.',
    fix: 'Correct the GTIN of the product, or the text of the element.',
  },
  'render.glyph-missing': {
    meaning: 'The font has no glyph for a character of the text, or the script needs shaping.',
    fix: 'Publish the name without that character.',
  },
  'render.image-undecodable': {
    meaning: 'A picture inside a template is no PNG, or too large.',
    fix: 'Embed a PNG of at most the size of the panel.',
  },
  'render.panel-too-small': {
    meaning: 'No variant of the template fits this panel.',
    fix: 'Add a variant to the template for panels of this size.',
  },
  'render.payment-foreign': {
    meaning: 'A template wants to draw a payment code of its own.',
    fix: 'Use the element paycode: whom to pay is said in the configuration alone.',
  },
  'render.price-does-not-fit': {
    meaning: 'The price has too many digits for its place, and is never cut.',
    fix: 'Give the price element more width or a smaller min_size, or bind a larger label.',
  },
  'render.template-invalid': {
    meaning: 'The template has problems on this kind of panel.',
    fix: 'Open it in the preview: each problem is shown with its line.',
  },
  'render.template-unknown': {
    meaning: 'The binding names a template that this gateway does not have.',
    fix: 'Publish the template, or correct the binding.',
  },
  'render.text-does-not-fit': {
    meaning: 'A text does not fit even in its smallest setting, and is never cut.',
    fix: 'Shorten the name, or add a smaller step to `fit` in the template.',
  },
  'screen.asset-missing': {
    meaning: 'A picture or film of the playlist is not here yet, or not at all.',
    fix: 'Check that it lies at the asset address, and what endcap screen show says of it.',
  },
  'screen.asset-refused': {
    meaning: 'A picture or film is not what the mesh says: wrong hash, too large, or of no kind that screens play.',
    fix: 'Publish it again with its SHA-256, as PNG, JPEG, WebP, MP4 or WebM.',
  },
  'screen.assets-full': {
    meaning: 'The playlists name more than the cache may hold.',
    fix: 'Raise screens.assets.budgetMb, or play less.',
  },
  'screen.differs': {
    meaning: 'What the screen says that it shows is not what it should.',
    fix: 'Look at its screenshot; endcap screen reload loads its page anew.',
  },
  'screen.elsewhere': {
    meaning: 'Another gateway feeds this screen.',
    fix: 'Open it there.',
  },
  'screen.hidden': {
    meaning: 'The page of the screen cannot be seen: it lies behind another, or the browser sleeps.',
    fix: 'Bring the browser to the front; check the kiosk unit.',
  },
  'screen.layout-invalid': {
    meaning: 'The layout of the screen is not valid.',
    fix: 'Correct the template; the editor of the console names the field.',
  },
  'screen.layout-unknown': {
    meaning: 'There is no layout of this name.',
    fix: 'Publish it as a template, or name a built-in one.',
  },
  'screen.order-late': {
    meaning: 'The screen did not do what it was asked in time.',
    fix: 'See whether its page reports: endcap screen show.',
  },
  'screen.pages-too-many': {
    meaning: 'More pages show this screen than are followed.',
    fix: 'Close those that nobody looks at.',
  },
  'screen.pair-code-wrong': {
    meaning: 'No screen shows this code, or it has run out.',
    fix: 'Read it again; a new one comes every ten minutes.',
  },
  'screen.pairings-too-many': {
    meaning: 'Too many screens ask to be paired at once.',
    fix: 'Wait some minutes; see who opens pages of screens.',
  },
  'screen.pairing-locked': {
    meaning: 'Too many wrong codes were entered for this screen.',
    fix: 'Wait ten minutes; then read the code on the screen again.',
  },
  'screen.playlist-long': {
    meaning: 'The playlist has more entries or products than one screen can take.',
    fix: 'Shorten it, to 200 entries with their offers and 300 products.',
  },
  'screen.power-failed': {
    meaning: 'The command that switches the screen on or off failed.',
    fix: 'Try the command of screens.local by hand, as the user of the service.',
  },
  'screen.restart-failed': {
    meaning: 'The command that starts the browser of a silent screen anew failed.',
    fix: 'Try the command restart of screens.local by hand, as the user of the service.',
  },
  'screen.shelf-differs': {
    meaning: 'The price is not shown on screens because the labels do not stand there yet.',
    fix: 'Nothing; it comes with the labels.',
  },
  'screen.silent': {
    meaning: 'The page of the screen has not reported for a while.',
    fix: 'Check its computer and network; it is reloaded and restarted by itself where that is configured.',
  },
  'screen.stale': {
    meaning: 'The screen hides prices because it cannot know that they hold.',
    fix: 'Check the way between gateway and screen.',
  },
  'screen.too-many': {
    meaning: 'More screens are published than one gateway feeds.',
    fix: 'Name the gateway in each screen fact.',
  },
  'screen.unknown': {
    meaning: 'There is no such screen.',
    fix: 'See endcap screen list.',
  },
  'screen.unpaired': {
    meaning: 'The screen has no token of this gateway.',
    fix: 'Read the code on the screen, then endcap screen pair SCREEN CODE.',
  },
  'sensor.blocked': {
    meaning: 'A beam of a line has been broken for so long that nobody is counted there.',
    fix: 'Take away what stands in it; clean and align the sensor.',
  },
  'sensor.not-calibrated': {
    meaning: 'The load cell is not calibrated.',
    fix: 'Put a known weight on it: endcap sensor calibrate.',
  },
  'sensor.unfit': {
    meaning: 'This sensor cannot do that.',
    fix: 'See endcap sensor show.',
  },
  'sensor.unknown': {
    meaning: 'There is no such sensor.',
    fix: 'See endcap sensor list.',
  },
  'sighting.key-wrong': {
    meaning: "A sensor's message cannot be decrypted.",
    fix: 'Check its bindKey.',
  },
  'sighting.replayed': {
    meaning: "A sensor's message came with a counter that was used before.",
    fix: 'If its battery was changed, say so with endcap beacon battery-changed; otherwise somebody plays back a recording.',
  },
  'sighting.tag-silent': {
    meaning: 'A tag has not been heard for a long time.',
    fix: 'Look for it, and check its battery.',
  },
  'sighting.tag-unknown': {
    meaning: 'There is no such tag.',
    fix: 'See endcap zone show.',
  },
  'template.bars-coloured': {
    meaning: 'A code is not black: scanners see red and yellow as white.',
    fix: 'Leave its colour out.',
  },
  'template.code-covered': {
    meaning: 'Another element may touch a code or its quiet zone, and scanners would miss it.',
    fix: 'Move one of them, or let their `when` exclude each other.',
  },
  'template.font-too-small': {
    meaning: 'A text is smaller than 10 px and would be hard to read.',
    fix: 'Use 10 px or more.',
  },
  'template.glyph-missing': {
    meaning: 'The font has no glyph for a character that the template writes.',
    fix: 'Use another character or another font.',
  },
  'template.ink-missing': {
    meaning: 'An element asks for an ink that the panel does not have.',
    fix: 'Use `accent`, or add `when: red` or `when: yellow`.',
  },
  'template.module-too-small': {
    meaning: 'The modules of a code are too small to be scanned.',
    fix: 'Use at least 2 px per module, more on panels above 190 dpi.',
  },
  'template.not-yaml': {
    meaning: 'The template is not YAML, or too large.',
    fix: 'Correct the line that is named.',
  },
  'template.outside-panel': {
    meaning: 'An element reaches beyond the panel or its row.',
    fix: 'Move it or make it smaller.',
  },
  'template.placeholder-unknown': {
    meaning: 'A placeholder names something that does not exist in every language.',
    fix: 'Correct its name, or add the word to all languages of `words`.',
  },
  'template.schema': {
    meaning: 'The template does not follow the schema.',
    fix: 'Correct the line that is named.',
  },
  'template.texts-overlap': {
    meaning: 'Two texts of a template may run into each other.',
    fix: 'Give them a smaller max_width or max_height, or let their `when` exclude each other.',
  },
  'template.too-many': {
    meaning: 'The gateway holds as many templates as it takes.',
    fix: 'Delete templates that no label uses.',
  },
  'till.silent': {
    meaning: 'The tills have not reported the lower price in time.',
    fix: 'Check that the tills publish their watermark.',
  },
  'till.waiting': {
    meaning: 'A lower price waits for the tills, so that nobody is charged more than the shelf says.',
    fix: 'It goes out as soon as the tills report that they have it.',
  },
  'time.not-synchronised': {
    meaning: 'The clock cannot be trusted, so scheduled prices do not take effect.',
    fix: 'Let the machine keep time: timedatectl set-ntp true, and let it reach a time server. What is due follows at once.',
  },
  'radio.label-silent': {
    meaning: 'The label did not answer.',
    fix: 'Check its battery and its distance to the gateway.',
  },
  'config.invalid': {
    meaning: 'The configuration is not valid.',
    fix: 'Correct the field that the message names.',
  },
  'sats.bank-empty': {
    meaning: 'The label has used up its refreshes for prices in bitcoin; the last one is kept to take its figure down.',
    fix: 'Nothing: refreshes come back over the day. If it is common, widen bitcoin.promisePercent.',
  },
  'sats.bank-low': {
    meaning: 'Labels run low on refreshes for prices in bitcoin, so their band is widened up to the promise.',
    fix: 'Nothing at once: the promise still holds. If it stays, raise bitcoin.tokensPerDay or bitcoin.promisePercent.',
  },
  'sats.does-not-fit': {
    meaning: 'The price in bitcoin does not fit into its place on the label, so it is left out.',
    fix: 'Give the sats element of the template more room or smaller fit steps.',
  },
  'sats.no-place': {
    meaning: 'The template has no place for prices in bitcoin on this panel.',
    fix: "Add a sats element to the template's variant, or choose a template that has one.",
  },
  'sats.not-configured': {
    meaning: 'This store shows no prices in bitcoin.',
    fix: 'Add a section bitcoin to the configuration.',
  },
  'sats.outdated': {
    meaning: 'The label cannot be reached and still shows a price in bitcoin past its promise.',
    fix: 'Wake the label or take it down by hand; tills take the lower figure for the time of grace.',
  },
  'sats.shop-closed': {
    meaning: 'The shop is closed: prices in bitcoin wait for the refresh before it opens.',
    fix: 'Nothing.',
  },
  'store.behind': {
    meaning: 'Facts are stored, but what the labels should show could not be brought in line with them yet.',
    fix: 'Look at the state of the store; it is tried again by itself.',
  },
  'store.damaged': {
    meaning: 'The database file is damaged.',
    fix: 'It is moved aside at the next start and filled again from the mesh; check the disk.',
  },
  'store.disk-full': {
    meaning: 'The disk is full, so nothing new can be made durable.',
    fix: 'Free space in the data directory; writing goes on by itself.',
  },
  'store.io': {
    meaning: 'The disk reported an error.',
    fix: 'Check the disk and its cable or card; restart when it is sound.',
  },
  'store.keyring-mismatch': {
    meaning: 'Keys of labels were stored with another keyring secret.',
    fix: 'Configure the secret they were stored with, or give the keys again.',
  },
  'store.keyring-unusable': {
    meaning: 'The secret that protects the keys of labels cannot be read.',
    fix: 'Correct keyring.secretFile: a readable file with at least 16 characters.',
  },
  'store.limit': {
    meaning: 'A limit of the store is reached.',
    fix: 'See the detail; what was to be stored was not.',
  },
  'store.locked': {
    meaning: 'Another process uses the data directory.',
    fix: 'Stop the other agent, or give this one its own data directory.',
  },
  'store.newer-schema': {
    meaning: 'The database was written by a newer version.',
    fix: 'Install that version again, or start with an empty data directory.',
  },
  'store.unwritable': {
    meaning: 'The data directory cannot be written.',
    fix: 'Let the user that runs the agent own it.',
  },
  'zone.unknown': {
    meaning: 'There is no such zone.',
    fix: 'See endcap zone list.',
  },
} as const satisfies Record<string, { readonly meaning: string; readonly fix: string }>;

/** A stable reason code. */
export type Reason = keyof typeof reasons;
