import { stringify } from 'yaml';
import { contentType } from '../contract/envelope.ts';
import { inboundMessages, outboundMessages } from '../contract/messages.ts';
import { streamNames } from '../contract/streams.ts';
import {
  type Channel,
  type InboundChannel,
  inboundChannels,
  type OutboundChannel,
  outboundChannels,
  parameters,
  parametersOf,
  prefix,
} from './channels.ts';
import type { GeneratedDocument } from './document.ts';

const schemaFormat = 'application/schema+json;version=draft-07';

function channelOf(channel: InboundChannel | OutboundChannel) {
  const address = prefix + channel.below;
  const own = parametersOf(address).map(name => {
    const description = parameters[name];
    return [name, name === 'stream' ? { description, enum: streamNames } : { description }] as const;
  });
  return {
    address,
    description: channel.description,
    parameters: Object.fromEntries(own),
    messages: { [channel.type]: { $ref: `#/components/messages/${channel.type}` } },
  };
}

function operationOf(action: 'send' | 'receive', { name, qos, retain }: Channel, type: string) {
  return {
    action,
    channel: { $ref: `#/channels/${name}` },
    messages: [{ $ref: `#/channels/${name}/messages/${type}` }],
    bindings: { mqtt: { qos, retain, bindingVersion: '0.2.0' } },
  };
}

/** AsyncAPI 3.0, seen from the gateway: it receives what is signed and sends what is not. */
export function asyncApi(): GeneratedDocument {
  const channels = [...inboundChannels, ...outboundChannels];
  const messages = [...Object.keys(inboundMessages), ...Object.keys(outboundMessages)].map(type => [
    type,
    {
      name: type,
      title: channels.find(channel => channel.type === type)!.description,
      contentType,
      payload: { schemaFormat, schema: { $ref: `./schemas/${type}.json` } },
    },
  ]);
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'Endcap: the mesh contract',
      version: '1.0.0',
      description:
        'Seen from the gateway: it receives facts, heads, snapshots, keys, commands and the till watermark, all signed, ' +
        'and sends its reports. mesh.md says how to sign, number and prove completeness.',
      license: { name: 'MIT' },
    },
    defaultContentType: contentType,
    servers: {
      broker: {
        host: 'broker.example:8883',
        protocol: 'mqtts',
        protocolVersion: '5.0',
        description: "The retailer's broker; MQTT 5 or 3.1.1, TLS with client certificates.",
      },
    },
    channels: Object.fromEntries(channels.map(channel => [channel.name, channelOf(channel)])),
    operations: Object.fromEntries([
      ...inboundChannels.map(channel => [`receive-${channel.name}`, operationOf('receive', channel, channel.type)]),
      ...outboundChannels.map(channel => [`send-${channel.name}`, operationOf('send', channel, channel.type)]),
    ]),
    components: { messages: Object.fromEntries(messages) },
  };
  const head = '# Generated from src/mesh/contract by `npm run generate`.\n';
  return {
    path: 'docs/asyncapi.yaml',
    content: head + stringify(document, { lineWidth: 110, aliasDuplicateObjects: false }),
  };
}
