import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inRepository } from './tools.ts';

const text = readFileSync(inRepository('deploy/Containerfile'), 'utf8');

it('the container file copies what is there', () => {
  const sources = [...text.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, list]) => list!.split(' '));
  expect(sources.length).toBeGreaterThan(5);
  expect(sources.filter(path => !existsSync(inRepository(path)))).toEqual([]);
});

it('the container runs as a user of its own, with a Node that the agent takes', () => {
  const { engines } = JSON.parse(readFileSync(inRepository('package.json'), 'utf8')) as { engines: { node: string } };
  expect(engines.node).toMatch(/^>=20\./);
  expect(text.match(/^FROM \S+\/node:20-/gm)).toHaveLength(2);
  expect(text.lastIndexOf('USER endcap')).toBeGreaterThan(text.lastIndexOf('FROM'));
});
