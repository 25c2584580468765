import { describe, expect, it } from 'vitest';
import { filesUnder, textOf, topLevel } from './source-tree.ts';

/** What may lie at the top. A new name is a decision: add it here together with what it is for. */
const layout = [
  '.ci',
  '.gitattributes',
  '.gitignore',
  '.npmrc',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'LICENSE',
  'README.md',
  'biome.json',
  'deploy',
  'devices',
  'docs',
  'emulator',
  'package-lock.json',
  'package.json',
  'src',
  'test',
  'tsconfig.json',
  'vitest.check.config.ts',
  'vitest.config.ts',
];

const folders = ['.ci', 'deploy', 'devices', 'docs', 'emulator', 'src', 'test'];
const binary = /\.(png|ttf|woff2?|ico|gz|zip|webm)$/;
const texts = [...folders.flatMap(folder => filesUnder(folder)), ...topLevel().filter(name => !folders.includes(name))]
  .filter(path => !binary.test(path))
  .sort();

function mentions(pattern: RegExp, paths: readonly string[] = texts): string[] {
  return paths.flatMap(path => {
    const found = pattern.exec(textOf(path));
    return found ? [`${path}: ${found[0]}`] : [];
  });
}

/** Each pattern has a class of one letter in it, so that it does not find itself. */
describe('the repository', () => {
  it('has nothing at the top that is not meant to be there', () => {
    expect(topLevel().filter(name => !layout.includes(name))).toEqual([]);
  });

  it('names no path of one machine', () => {
    expect(
      mentions(/(?<![\w.-])(\/wor[k]\/|\/roo[t]\/|\/hom[e]\/\w|\/User[s]\/\w)|\.\.\/share[d]\/|bash_job[s]/),
    ).toEqual([]);
  });

  it('names no package registry', () => {
    expect(mentions(/\bregistry\.([a-z0-9-]+\.)+(com|org|net|io|dev)\b|\bnpmj[s]\./)).toEqual([]);
  });

  it('says what things are, not how they came about', () => {
    const making = [
      /\bissue[s]? #?\d/,
      /\bChatGP[T]\b|\bClaud[e]\b|\bAnthropi[c]\b|\bOpenA[I]\b|\bCopilo[t]\b|\bLLM[s]?\b/,
      /[Ll]anguage mode[l]|\bA[I][- ](agent|assist|generated|written|session)/,
      /\b(this|previous|last|earlier|next) sessio[n] of (work|the project)/,
      /\bcommon\.m[d]\b|\bARCHITECTUR[E]\.md\b/,
    ];
    expect(making.flatMap(pattern => mentions(pattern))).toEqual([]);
  });

  it('carries no secret', () => {
    expect(mentions(/BEGIN (RSA |EC |OPENSSH )?PRIVAT[E] KEY|\bgh[p]_\w{20}|\bnp[m]_\w{30}/)).toEqual([]);
  });

  it('ends every text with one line feed and keeps lines clean', () => {
    const handWritten = texts.filter(path => !/^(docs\/(schemas|samples)|test\/vectors)\//.test(path));
    expect(mentions(/\r/, handWritten)).toEqual([]);
    expect(handWritten.filter(path => !/^$|[^\n]\n$/.test(textOf(path)))).toEqual([]);
  });
});
