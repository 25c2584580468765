import { type RuleId, rules } from '../contract/rules.ts';

/** A test that holds a rule. */
export interface RuleTest {
  readonly path: string;
  readonly title: string;
}

/** Title of a test or a suite that begins with the ids of rules, e.g. `MESH-020, MESH-021: any order …`. */
const ruleTitle = /(['"`])((?:MESH-\d{3}(?:, )?)+): ((?:(?!\1)[^\\\n])+)\1/g;

/** The tests that name each rule, by the text of the test files; throws when one names a rule that does not exist. */
export function testsByRule(
  files: readonly { readonly path: string; readonly text: string }[],
): ReadonlyMap<RuleId, readonly RuleTest[]> {
  const found = new Map<RuleId, RuleTest[]>();
  for (const { path, text } of files) {
    for (const [, , ids = '', title = ''] of text.matchAll(ruleTitle)) {
      for (const id of ids.split(', ')) {
        if (!Object.hasOwn(rules, id)) throw new RangeError(`${path} names ${id}, which is no rule`);
        const tests = found.get(id as RuleId) ?? [];
        found.set(id as RuleId, [...tests, { path, title }]);
      }
    }
  }
  return found;
}
