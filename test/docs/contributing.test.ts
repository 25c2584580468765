import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

it('the model that CONTRIBUTING.md walks through is the one in the tree', () => {
  const guide = read('CONTRIBUTING.md');
  expect(guide).toContain(`\`\`\`ts\n${read('devices/gicisky/models/epd-290-bwr.ts')}\`\`\``);
  const vector = /```json\n(.+)\n```/.exec(guide)?.[1];
  const { vectors } = JSON.parse(read('test/vectors/gicisky/advertisements.json')) as { vectors: unknown[] };
  expect(vectors).toContainEqual(JSON.parse(vector!));
});

it('docs/dependencies.md names every package, and no other', () => {
  const rows = read('docs/dependencies.md').matchAll(/^\| (`.+?`(?:, `.+?`)*)(?: \(`.+`\))? \|/gm);
  const named = [...rows].flatMap(([, names]) => names!.split(', ').map(name => name.slice(1, -1)));
  const used = Object.keys({ ...packageFile.dependencies, ...packageFile.devDependencies });
  const plain = used.filter(name => !name.startsWith('@types/'));
  expect(named.filter(name => name !== '@types/…').sort()).toEqual(plain.sort());
});
