import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BindingContent, fateOf, sameBinding } from '../../src/shelf/local-binding.ts';

const position = fc.option(
  fc.record({ aisle: fc.constantFrom('1', '2'), bay: fc.nat(2), shelf: fc.nat(2), facing: fc.nat(2) }),
);
const content: fc.Arbitrary<BindingContent> = fc.option(
  fc.record({
    skus: fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 2 }),
    template: fc.constantFrom('shelf', 'promo'),
    position,
    page: fc.constantFrom('price' as const, 'staff' as const),
  }),
);
const basis = fc.option(fc.record({ epoch: fc.nat(2), version: fc.nat(2) }));
const local = fc.record({ label: fc.constant('l'), content, basis, madeAtMs: fc.nat(), actor: fc.constant('me') });

describe('MESH-065: a binding made at the shelf', () => {
  test("holds exactly as long as the authority's word is the one it was made over", () => {
    fc.assert(
      fc.property(local, basis, content, (made, newest, word) => {
        const fate = fateOf(made, { basis: newest, content: word });
        const same = made.basis?.epoch === newest?.epoch && made.basis?.version === newest?.version;
        expect(fate === 'holds').toBe(same);
        if (!same) expect(fate).toBe(sameBinding(made.content, word) ? 'adopted' : 'overruled');
      }),
    );
  });

  test('is the same as another exactly when it is written the same', () => {
    fc.assert(
      fc.property(content, content, (a, b) => {
        expect(sameBinding(a, b)).toBe(JSON.stringify(a) === JSON.stringify(b));
        expect(sameBinding(a, structuredClone(a))).toBe(true);
      }),
    );
  });
});
