import { expect, test } from 'vitest';
import { csvLine } from '../../src/cli/csv.ts';

test.each([
  [['a', 1, null, true], 'a,1,,true'],
  [['a,b', 'say "x"', 'two\nlines'], '"a,b","say ""x""","two\nlines"'],
  [['=1+1', '+49', '-x', '@SUM(A1)'], "'=1+1,'+49,'-x,'@SUM(A1)"],
])('%j is written as it is read', (cells, line) => {
  expect(csvLine(cells)).toBe(`${line}\r\n`);
});
