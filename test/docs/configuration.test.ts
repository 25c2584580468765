import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../../src/config/load.ts';
import { beaconsSchema, privacySchema, sightingsSchema, zonesSchema } from '../../src/config/proximity.ts';
import { screensSchema } from '../../src/config/screens.ts';
import { wiredSections } from '../../src/config/wired.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const sample = read('deploy/endcap.example.yaml');
const sections = {
  beacons: beaconsSchema,
  zones: zonesSchema,
  sightings: sightingsSchema,
  privacy: privacySchema,
  ...wiredSections,
  screens: screensSchema,
};
const zones = [{ id: 'tills' }, { id: 'dairy' }, { id: 'fresh' }];

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

/** Lists of the same section one behind the other, with the zones that they name. */
function together(parts: readonly object[]): string {
  const whole: Record<string, unknown> = parts.some(part => 'zones' in part) ? {} : { zones };
  for (const [section, value] of parts.flatMap(part => Object.entries(part) as [string, unknown][])) {
    const before = whole[section];
    whole[section] =
      section in wiredSections && Array.isArray(before) && Array.isArray(value)
        ? [...(before as unknown[]), ...(value as unknown[])]
        : value;
  }
  return stringify(whole);
}

describe.each(Object.entries(sections))('the section %s of the sample', (name, schema) => {
  const text = commented(name);

  it('is valid behind its comment signs', () => {
    expect(Object.keys(parse(text) as object)).toEqual([name]);
    // Sections about what hangs on wires name each other.
    const all = name in wiredSections ? Object.keys(wiredSections).map(commented) : [text];
    expect(problemsOf(together(all.map(one => parse(one) as object)))).toEqual([]);
  });

  it('names every field', () => {
    const fields = fieldsOf(z.toJSONSchema(schema, { io: 'input' }));
    expect(fields.length).toBeGreaterThan(1);
    expect(fields.filter(field => !new RegExp(`\\b${field}:`).test(text))).toEqual([]);
  });
});

it.each(['docs/proximity.md', 'docs/screens.md', 'docs/wired.md'])('the configuration in %s is valid', page => {
  const blocks = [...read(page).matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block]) => block!);
  expect(blocks.length).toBeGreaterThan(0);
  const parts = blocks.map(block => parse(block) as object);
  if (page === 'docs/wired.md') expect(problemsOf(together(parts))).toEqual([]);
  else for (const block of blocks) expect(problemsOf(block)).toEqual([]);
});

it('a configuration that is wrong would be found out', () => {
  expect(problemsOf('privacy: { mode: count }')).not.toEqual([]);
  expect(problemsOf('beacons: { adaptor: hci:1 }')).not.toEqual([]);
});
