import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { allDocuments } from '../src/agent/generate/documents.ts';
import { inboundMessages, outboundMessages } from '../src/mesh/contract/messages.ts';
import { rules } from '../src/mesh/contract/rules.ts';
import { testsByRule } from '../src/mesh/generate/rule-tests.ts';
import { generatorInputs, stale } from '../src/mesh/generate/tree.ts';
import { builtinNames } from '../src/render/builtin-templates.ts';
import { python, pythonHas } from './mesh/python.ts';

const docs = new URL('../docs/', import.meta.url);
const inputs = generatorInputs();
const documents = allDocuments(inputs);
const contentOf = (path: string) => documents.find(document => document.path === path)!.content;
const samples = documents
  .filter(({ path }) => /^docs\/samples\/(accepted|refused|from-gateway)\//.test(path))
  .map(({ path, content }) => ({ path, sample: JSON.parse(content) }));

describe('the generated documents', () => {
  it('are up to date: npx tsx src/agent/generate/write.ts brings them there', () => {
    expect(stale(documents)).toEqual([]);
  });

  it('are the same when they are made again', () => {
    expect(allDocuments(generatorInputs())).toEqual(documents);
  });

  it('would be found stale', () => {
    const [first, ...rest] = documents;
    expect(stale([{ ...first!, content: `${first!.content} ` }, ...rest])).toEqual([first!.path]);
    const lost = documents.filter(({ path }) => path !== 'docs/schemas/shelf.price.v1.json');
    expect(stale(lost)).toEqual(['docs/schemas/shelf.price.v1.json']);
    expect(stale([...documents, { path: 'docs/schemas/new.json', content: '{}' }])).toEqual(['docs/schemas/new.json']);
  });
});

describe('rules', () => {
  it('are each named by a test', () => {
    const named = testsByRule(inputs.tests);
    expect(Object.keys(rules).filter(id => !named.has(id as keyof typeof rules))).toEqual([]);
  });

  it('are not named when they do not exist', () => {
    const text = `test('${'MESH'}-999: a rule that nobody wrote', () => {});`;
    expect(() => testsByRule([{ path: 'x.test.ts', text }])).toThrow('MESH-999');
  });

  it('name only reasons that exist', () => {
    const reasons = contentOf('docs/reasons.md');
    const named = [...JSON.stringify(rules).matchAll(/`(mesh\.[a-z-]+)`/g)].map(([, code]) => code!);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(code => !reasons.includes(`\`${code}\``))).toEqual([]);
  });
});

describe('asyncapi.yaml', () => {
  const api = parse(contentOf('docs/asyncapi.yaml'));

  it('refers to nothing that is not there', () => {
    const lost: string[] = [];
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [name, member] of Object.entries(value)) {
        if (name === '$ref' && !resolves(String(member))) lost.push(String(member));
        visit(member);
      }
    };
    const resolves = (ref: string) =>
      ref.startsWith('#/')
        ? ref
            .slice(2)
            .split('/')
            .reduce((at, level) => at?.[level], api) !== undefined
        : existsSync(new URL(ref, docs));
    visit(api);
    expect(lost).toEqual([]);
  });

  it('describes every message, and every parameter of every address', () => {
    const types = [...Object.keys(inboundMessages), ...Object.keys(outboundMessages)];
    expect(Object.keys(api.components.messages).sort()).toEqual(types.sort());
    for (const channel of Object.values<{ address: string; parameters: object }>(api.channels)) {
      const named = [...channel.address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(channel.parameters), channel.address).toEqual(named);
    }
    const used = Object.values<{ channel: { $ref: string } }>(api.operations).map(({ channel }) => channel.$ref);
    expect(used.sort()).toEqual(
      Object.keys(api.channels)
        .map(name => `#/channels/${name}`)
        .sort(),
    );
  });

  it('has an address for every sample that may be published', () => {
    const homeless = samples.filter(({ path, sample }) => {
      if (path.includes('/refused/')) return false;
      const addresses = Object.values<{ address: string; messages: object }>(api.channels)
        .filter(({ messages }) => sample.message.type in messages)
        .map(({ address }) => new RegExp(`^${address.replace(/\{\w+\}/g, '[a-z0-9-]{1,40}')}$`));
      return !addresses.some(address => address.test(sample.topic));
    });
    expect(homeless).toEqual([]);
  });
});

describe('the handbook', () => {
  const handbook = contentOf('docs/mesh.md');

  it('links to what is there', () => {
    const links = [...handbook.matchAll(/\]\(([^)#:]+)\)/g)].map(([, link]) => link!);
    expect(links.length).toBeGreaterThan(40);
    expect(links.filter(link => !existsSync(new URL(link, docs)))).toEqual([]);
  });

  it('names the templates that are built in', () => {
    const named = /templates are built in, (.+?);/.exec(handbook)?.[1];
    expect(named).toBe(builtinNames.map(name => `\`${name}\``).join(' and '));
  });
});

describe('the samples', () => {
  it('show every type of message', () => {
    const shown = new Set(
      samples.filter(({ path }) => !path.includes('/refused/')).map(({ sample }) => sample.message.type),
    );
    expect([...shown].sort()).toEqual([...Object.keys(inboundMessages), ...Object.keys(outboundMessages)].sort());
  });

  it('match the JSON schemas of their types, read as anyone reads them', () => {
    const validOf = (message: { type: string }) => {
      const schema = z.fromJSONSchema(JSON.parse(contentOf(`docs/schemas/${message.type}.json`)));
      return schema.safeParse(message).success;
    };
    const good = samples.filter(({ path }) => !path.includes('/refused/'));
    expect(good.filter(({ sample }) => !validOf(sample.message)).map(({ path }) => path)).toEqual([]);
    const bad = ['amount-fraction', 'timeline-empty', 'time-not-utc', 'no-cloudevent', 'unsigned'];
    for (const name of bad) {
      const { sample } = samples.find(({ path }) => path === `docs/samples/refused/${name}.json`)!;
      expect(validOf(sample.message), name).toBe(false);
    }
  });

  it.skipIf(!pythonHas('cryptography'))(
    'stand the test of another implementation, in Python (apt: python3-cryptography)',
    () => {
      const script = fileURLToPath(new URL('mesh/verify_samples.py', import.meta.url));
      const output = execFileSync(python, [script, fileURLToPath(new URL('samples', docs))], { encoding: 'utf8' });
      const found: Record<string, string> = JSON.parse(output);
      const byOutcome: Readonly<Record<string, string>> = {
        'mesh.signature-missing': 'unsigned',
        'mesh.key-unknown': 'sound, by a stranger',
      };
      for (const { path, sample } of samples) {
        if (sample.message === undefined) continue;
        const name = path.replace(/^docs\/samples\/|\.json$/g, '');
        if (sample.outcome === 'mesh.signature-invalid') expect(found[name], name).toMatch(/^(false|malformed)$/);
        else if (sample.outcome === undefined) expect(found[name], name).toBe('unsigned');
        else expect(found[name], name).toBe(byOutcome[sample.outcome] ?? 'sound');
      }
      expect(Object.keys(found)).toHaveLength(samples.filter(({ sample }) => sample.message !== undefined).length);
    },
  );

  it('are what lies in the repository', () => {
    for (const { path, sample } of samples) {
      expect(JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')), path).toEqual(sample);
    }
  });
});
