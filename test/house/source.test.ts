import { describe, expect, it } from 'vitest';
import { codeOf, sourcesUnder, textOf, withoutComments } from './source-tree.ts';

const product = sourcesUnder('src', 'devices', 'emulator');
const tests = sourcesUnder('test');
const all = [...product, ...tests];

/** Where `pattern` stands in the code of these files, comments apart: `path:line text`. */
function places(paths: readonly string[], pattern: RegExp, read: (path: string) => string = codeOf): string[] {
  return paths.flatMap(path =>
    read(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  );
}

describe('size', () => {
  const longestFile = 400;
  /** Tables that are one list by nature: an entry more is no idea more. */
  const tables = ['src/shelf/reasons.ts'];

  it(`keeps every file within ${longestFile} lines`, () => {
    const long = all
      .filter(path => !tables.includes(path))
      .map(path => ({ path, lines: textOf(path).split('\n').length - 1 }))
      .filter(({ lines }) => lines > longestFile);
    expect(long).toEqual([]);
  });
});

describe('names', () => {
  it('calls no file by a word that says nothing', () => {
    const empty = /(^|[/.-])(utils?|helpers?|managers?|common|misc|shared|stuff)\.tsx?$/;
    expect(all.filter(path => empty.test(path))).toEqual([]);
  });

  it('calls no function or class by one either', () => {
    const empty = /\b(?:function|class|const|interface|type) \w*(?:Utils?|Helpers?|Manager)\b/;
    expect(places(all, empty)).toEqual([]);
  });

  it('writes file names in lower case with hyphens', () => {
    const odd = all.filter(
      path => !/^[a-z0-9-]+(\.(d|test|bench|browser\.test))?\.tsx?$/.test(path.split('/').at(-1)!),
    );
    expect(odd).toEqual([]);
  });
});

describe('language', () => {
  it('exports by name', () => {
    const byDefault = /^\s*export (default\b|\{[^}]*\bas default\b)/;
    expect(places(all, byDefault)).toEqual([]);
  });

  it('has no any', () => expect(places(all, /(:|\bas|<|\|) ?an[y]\b(?![\w?-])/)).toEqual([]));

  it('silences no checker', () => expect(places(all, /@ts-(ignore|nocheck|expect-error)/, textOf)).toEqual([]));

  it('has no barrels', () => {
    const barrels = product.filter(path => {
      const statements = codeOf(path).replace(/export (type )?(\*|\{[^}]*\}) from '[^']+';/g, '');
      return statements.trim() === '';
    });
    expect(barrels).toEqual([]);
  });

  it('has no enum, namespace or decorator', () => {
    expect(places(product, /^\s*(export )?(declare )?(const enum|enum|namespace) \w|^\s*@[A-Z]\w*\(/)).toEqual([]);
  });

  it('leaves no note to finish later', () => {
    expect(places(all, /\b(TOD[O]|FIXM[E]|XX[X])\b/, textOf)).toEqual([]);
  });
});

describe('the pure part', () => {
  const pure = sourcesUnder(
    'src/shelf',
    'src/render',
    'src/delivery',
    'src/beacons/formats',
    'src/zones',
    'src/sightings',
    'devices',
  );
  const impure =
    /\bDate\.now\(|\bnew Date\(\)|\bDate\(\)|\bMath\.random\(|\bset(Timeout|Interval|Immediate)\(|\bperformance\.now\(|\bprocess\.(env|hrtime|argv)\b|\bcrypto\.getRandomValues\(|\brandom(Bytes|UUID|Int)\(\)/;

  it('takes time and chance as arguments', () => expect(places(pure, impure)).toEqual([]));

  it('would be caught', () => {
    for (const line of ['const t = Date.now();', 'new Date()', 'Math.random() < 1', 'setTimeout(work, 5)']) {
      expect(line).toMatch(impure);
    }
    expect('new Date(ms).toISOString()').not.toMatch(impure);
    expect(withoutComments("const a = 'x // y'; // Date.now()\n/* setTimeout(\n */ b")).toBe(
      "const a = 'x // y';              \n              \n    b",
    );
  });

  it('counts money in bigint, never in a float', () => {
    const rules = sourcesUnder('src/shelf');
    expect(places(rules, /\bparseFloat\(|\.toFixed\(|Number\([^)]*[mM]inor[^)]*\)(?! \*)/)).toEqual([]);
    expect(places(rules, /(amountMinor|unitPriceMinor|lowest30dMinor)[?]?: number/)).toEqual([]);
  });

  it('formats numbers by its own tables, not by those of the runtime', () => {
    expect(places(pure, /\bIntl\.|\.toLocale\w+\(/)).toEqual([]);
  });
});

describe('tests', () => {
  const suites = tests.filter(path => path.endsWith('.test.ts'));

  it('assert something', () => {
    expect(suites.filter(path => !/\b(expect|assert)\b[.(]/.test(codeOf(path)))).toEqual([]);
  });

  it('are all run', () => {
    expect(places(suites, /\b(it|test|describe)\.(only|skip|todo)\b|\b(fit|xit|xdescribe|fdescribe)\(/)).toEqual([]);
  });

  it('are where the runner looks', () => {
    const lost = tests.filter(path => /\.(spec|tests?)\.tsx?$/.test(path) && !path.endsWith('.test.ts'));
    expect(lost).toEqual([]);
  });

  it('use the real parts', () => expect(places(tests, /\bv[i]\.(mock|doMock|stubGlobal)\(/)).toEqual([]));
});
