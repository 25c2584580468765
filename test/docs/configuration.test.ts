import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../../src/config/load.ts';
import { beaconsSchema, privacySchema, sightingsSchema, zonesSchema } from '../../src/config/proximity.ts';
import { wiredSections } from '../../src/config/wired.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const sample = read('deploy/endcap.example.yaml');
const sections = {
  beacons: beaconsSchema,
  zones: zonesSchema,
  sightings: sightingsSchema,
  privacy: privacySchema,
  ...wiredSections,
};
/** What a section cannot do without: a queue stands in a zone. */
const besides: Readonly<Record<string, object>> = { queues: { zones: [{ id: 'tills' }] } };

/** What stands behind the comment signs of a section, as YAML. */
function commented(section: string): string {
  const [, text = ''] = new RegExp(`^(# ${section}:(?:.*\n#  ?.*)*)`, 'm').exec(sample) ?? [];
  return text.replace(/^# ?/gm, '');
}

/** Every name of a field that the schema knows. */
function fieldsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {} } = schema as { properties?: Readonly<Record<string, unknown>> };
  return [...Object.keys(properties), ...Object.values(schema).flatMap(fieldsOf)];
}

/** What is wrong with a configuration that has these sections besides what every one needs. */
function problemsOf(yaml: string): unknown {
  const needed = {
    gateway: { organisation: 'acme', store: '0042', id: 'gw-01' },
    mesh: { url: 'mqtt://127.0.0.1', requireSignatures: false },
  };
  const text = stringify({ ...needed, ...(parse(yaml) as object) });
  const loaded = loadConfig({ file: '/etc/endcap/endcap.yaml', env: {}, readFile: () => text });
  return loaded.ok ? [] : loaded.problems;
}

describe.each(Object.entries(sections))('the section %s of the sample', (name, schema) => {
  const text = commented(name);

  it('is valid behind its comment signs', () => {
    expect(Object.keys(parse(text) as object)).toEqual([name]);
    expect(problemsOf(`${text}\n${stringify(besides[name] ?? {}).replace(/^\{\}\n$/, '')}`)).toEqual([]);
  });

  it('names every field', () => {
    const fields = fieldsOf(z.toJSONSchema(schema, { io: 'input' }));
    expect(fields.length).toBeGreaterThan(1);
    expect(fields.filter(field => !new RegExp(`\\b${field}:`).test(text))).toEqual([]);
  });
});

it.each(['docs/proximity.md', 'docs/wired.md'])('the configuration in %s is valid', page => {
  const blocks = [...read(page).matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block]) => block!);
  expect(blocks.length).toBeGreaterThan(0);
  for (const block of blocks) expect(problemsOf(block)).toEqual([]);
});

it('a configuration that is wrong would be found out', () => {
  expect(problemsOf('privacy: { mode: count }')).not.toEqual([]);
  expect(problemsOf('beacons: { adaptor: hci:1 }')).not.toEqual([]);
});
