import { type Reason, reasons } from '../../shelf/reasons.ts';
import { bucketOf, entryDigest } from '../contract/digest.ts';
import { type Rule, type RuleId, rules } from '../contract/rules.ts';
import { signingInput } from '../contract/signature.ts';
import { streamNames } from '../contract/streams.ts';
import { type Channel, inboundChannels, outboundChannels } from './channels.ts';
import type { GeneratedDocument } from './document.ts';
import { refusedSamples } from './refused-samples.ts';
import type { RuleTest } from './rule-tests.ts';
import { inboundBodies, sampleDigest, sampleStream } from './sample-bodies.ts';
import { outboundBodies } from './sample-gateway-bodies.ts';
import { pricingKey, tillKey } from './sample-keys.ts';
import { signedSample } from './sample-message.ts';

/** Refusals that no single message shows: they depend on what came before. */
const stateful: readonly Reason[] = [
  'mesh.epoch-old',
  'mesh.replayed',
  'mesh.reordered',
  'mesh.equivocation',
  'mesh.item-invalid',
  'mesh.reply-unasked',
  'mesh.snapshot-too-large',
  'mesh.key-set-refused',
  'mesh.command-expired',
  'mesh.command-too-far',
  'mesh.command-too-many',
  'mesh.held-not-positive',
  'mesh.held-change-too-large',
  'mesh.held-too-many-changes',
  'mesh.held-unit-price-missing',
  'mesh.unprocessable',
];

function topics(channels: readonly (Channel & { readonly type: string })[], from: string): string {
  const rows = channels.map(({ below, type, retain, qos, description }) => {
    const notes = [retain ? 'retained' : '', qos === 0 ? 'QoS 0' : ''].filter(note => note !== '').join(', ');
    return `| \`${below.slice(from.length)}\` | [\`${type}\`](schemas/${type}.json) | ${notes} | ${description} |`;
  });
  return ['| topic | type | | what it says |', '|---|---|---|---|', ...rows].join('\n');
}

function refused(): string {
  const rows = refusedSamples().map(
    ({ name, outcome, about }) => `| \`${outcome}\` | [${name}](samples/refused/${name}.json) | ${about} |`,
  );
  return ['| reason | sample | what is wrong |', '|---|---|---|', ...rows].join('\n');
}

/** Hex in lines of 32 bytes. */
const hexLines = (bytes: Uint8Array) =>
  (
    Buffer.from(bytes)
      .toString('hex')
      .match(/.{1,64}/g) ?? []
  ).join('\n');
const block = (text: string, language = 'text') => `\`\`\`${language}\n${text}\n\`\`\``;
const json = (value: unknown) => JSON.stringify(value, null, 2);
const bodyNamed = (name: string) => [...inboundBodies(), ...outboundBodies()].find(body => body.name === name)!;

function signature(): string {
  const message = signedSample(bodyNamed('till-applied'));
  const bytes = signingInput(message);
  return [
    `* Secret (32 bytes, hex): \`${tillKey.secretHex}\``,
    `* Public key (32 bytes, base64url), as a gateway pins it: \`${tillKey.publicKey}\``,
    '',
    'The message, [samples/accepted/till-applied.json](samples/accepted/till-applied.json):',
    '',
    block(json(message), 'json'),
    '',
    `Its canonical form without \`sig\`, ${bytes.length} bytes, here in lines of 32 bytes in hex:`,
    '',
    block(bytes.toString('utf8')),
    '',
    block(hexLines(bytes)),
    '',
    'The signature, 64 bytes in hex, which is the `value` above:',
    '',
    block(hexLines(Buffer.from(message.sig.value, 'base64url'))),
  ].join('\n');
}

function digest(): string {
  const { epoch, keys } = sampleStream;
  const whole = sampleDigest();
  const entries = keys.flatMap(({ key, version }) => [
    `key "${key}", epoch ${epoch}, version ${version}`,
    `  bucket  first byte of SHA-256("${key}") = ${bucketOf(key)}`,
    `  entry   SHA-256("${key}\\n${epoch}\\n${version}") = ${entryDigest(key, { epoch, version }).toString('hex')}`,
  ]);
  const both = bucketOf(keys[0].key);
  return [
    block(entries.join('\n')),
    '',
    `Each is alone in its bucket, so bucket ${both} is the first entry, and 254 buckets are 32 zero bytes. SHA-256 over the`,
    `8,192 bytes of all buckets, bucket 0 first, is \`digest\`:`,
    '',
    block(whole.whole()),
    '',
    `In \`buckets\`, 2,048 hex digits, the 8 from position ${both * 8} on are \`${whole.prefixes().slice(both * 8, both * 8 + 8)}\`.`,
    'Were both in one bucket, its digest would be the XOR of both entries, byte by byte.',
  ].join('\n');
}

function ruleList(tests: ReadonlyMap<RuleId, readonly RuleTest[]>): string {
  const parts = (Object.entries(rules) as [RuleId, Rule][]).map(([id, { title, text }]) => {
    const holders = (tests.get(id) ?? []).map(test => `  * \`${test.path}\`: ${test.title}`);
    return [`* **${id} ${title}.** ${text}`, ...holders].join('\n');
  });
  return parts.join('\n');
}

/** `docs/mesh.md`: the prose of `handbook.md` with what follows from the contract filled in. */
export function handbook(prose: string, tests: ReadonlyMap<RuleId, readonly RuleTest[]>): GeneratedDocument {
  const parts: Readonly<Record<string, string>> = {
    inbound: topics(inboundChannels, ''),
    outbound: topics(outboundChannels, '{store}/gw/{gateway}/'),
    streams: streamNames.map(name => `\`${name}\``).join(', '),
    message: json(signedSample(bodyNamed('price'))),
    publickey: pricingKey.publicKey,
    signature: signature(),
    digest: digest(),
    ask: json(bodyNamed('snapshot-ask').data),
    refused: refused(),
    stateful: stateful.map(code => `* \`${code}\`: ${reasons[code].meaning}`).join('\n'),
    rules: ruleList(tests),
  };
  const text = prose.replace(/\{\{([a-z]+)\}\}/g, (_, name: string) => {
    const part = parts[name];
    if (part === undefined) throw new RangeError(`handbook.md wants {{${name}}}`);
    return part;
  });
  return { path: 'docs/mesh.md', content: text };
}
