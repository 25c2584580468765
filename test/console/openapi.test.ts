import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sourcesUnder } from '../house/source-tree.ts';

interface Operation {
  operationId: string;
  summary: string;
  'x-role': string;
  security: unknown[];
  parameters?: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { content: Record<string, { schema: object }> }>;
}
const document: {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
} = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe('the description of the API', () => {
  test('gives every operation a name of its own, a sentence, a role and its answers', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    for (const { operation } of operations) {
      expect(operation.summary).toMatch(/^[A-Z].*[^.]$/);
      expect(['open', 'viewer', 'technician', 'admin']).toContain(operation['x-role']);
      expect(operation.security.length === 0).toBe(operation['x-role'] === 'open');
      expect(Object.keys(operation.responses)).toEqual(['200', 'default']);
    }
  });

  test('declares each part of a path', () => {
    for (const { path, operation } of operations) {
      const parts = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? []).filter(each => each.in === 'path').map(each => each.name);
      expect(declared).toEqual(parts);
    }
  });

  test('refers only to schemas that it holds', () => {
    const text = JSON.stringify(document.paths);
    const referred = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!);
    expect(referred.length).toBeGreaterThan(10);
    for (const name of referred) expect(Object.keys(document.components.schemas)).toContain(name);
  });

  test('knows every address that the command line and the pages ask for', () => {
    const known = Object.keys(document.paths).map(path => path.replace(/\{\w+\}/g, 'x'));
    const asked = sourcesUnder('src')
      .filter(path => /^src\/(cli|console\/web)\//.test(path))
      .flatMap(path =>
        [...readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8').matchAll(/['"`](\/api\/[^'"`\s?]*)/g)].map(
          ([, address]) => ({ path, address: address!.replace(/\$\{[^}]*\}?/g, '*') }),
        ),
      );
    expect(asked.length).toBeGreaterThan(10);
    const unknown = asked.filter(({ address }) => {
      const pattern = new RegExp(`^${address.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`);
      return !known.some(path => pattern.test(path));
    });
    expect(unknown).toEqual([]);
  });
});
