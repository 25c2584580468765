import { signatureSchema } from '../contract/envelope.ts';
import { type InboundType, inboundMessages, type OutboundType, outboundMessages } from '../contract/messages.ts';
import { inboundChannels, outboundChannels } from './channels.ts';
import type { GeneratedDocument } from './document.ts';
import { jsonSchemaOf, jsonText } from './json-schema.ts';

/** The schema file of a message, from the top. */
export const schemaPath = (type: string) => `docs/schemas/${type}.json`;

function described(type: InboundType | OutboundType): string {
  return [...inboundChannels, ...outboundChannels].find(channel => channel.type === type)!.description;
}

/** One JSON schema per message: what comes to a gateway is signed, what it says is not. */
export function messageSchemas(): GeneratedDocument[] {
  const inbound = (Object.keys(inboundMessages) as InboundType[]).map(type => {
    const schema = inboundMessages[type].extend({ sig: signatureSchema });
    return { path: schemaPath(type), content: jsonText(jsonSchemaOf(schema, type, described(type))) };
  });
  const outbound = (Object.keys(outboundMessages) as OutboundType[]).map(type => {
    const schema = outboundMessages[type].omit({ sig: true });
    return { path: schemaPath(type), content: jsonText(jsonSchemaOf(schema, type, described(type))) };
  });
  return [...inbound, ...outbound];
}
