import { expect, test } from 'vitest';
import { seededKey } from '../../emulator/mesh/signing.ts';
import { initialTrust, rememberedTrust, rollOver } from '../../src/mesh/keys.ts';

const keyOf = (kid: string) => {
  const { publicKey } = seededKey(3, kid, []);
  return { kid, publicKey, signs: ['price' as const] };
};
const [a, b, c] = [keyOf('a'), keyOf('b'), keyOf('c')];

test('MESH-014: keys roll over in steps that share one, and never back', () => {
  const first = rollOver(initialTrust([a], null), { version: 1, keys: [a, b] });
  if (!first.ok) throw new Error(first.detail);
  const second = rollOver(first.trust, { version: 2, keys: [b, c] });
  if (!second.ok) throw new Error(second.detail);
  expect(second.trust.find('a')).toBeNull();
  expect(second.trust.find('c')?.signs.has('price')).toBe(true);
  expect(rollOver(second.trust, { version: 2, keys: [b] }).ok).toBe(false);
  expect(rollOver(second.trust, { version: 3, keys: [a] }).ok).toBe(false);
  expect(rollOver(second.trust, { version: 3, keys: [{ ...a, kid: 'c' }] }).ok).toBe(false);
});

test('MESH-014: a restart trusts what was rolled over to, until a person pins other keys', () => {
  const rolled = rollOver(initialTrust([a], null), { version: 1, keys: [a, b] });
  if (!rolled.ok) throw new Error(rolled.detail);
  const remembered = rememberedTrust(rolled.trust, [a]);
  expect(initialTrust([a], remembered).find('b')).not.toBeNull();
  expect(initialTrust([c], remembered).find('b')).toBeNull();
});
