import { describe, expect, it } from 'vitest';
import { type LogEvent, logEvents } from '../../src/shelf/log-events.ts';
import { codeOf, sourcesUnder } from './source-tree.ts';

/** The beginning of each call of a logger, as far as its event would stand. */
const calls = (code: string): string[] =>
  [...code.matchAll(/\blog(?:\.(?:trace|debug|info|warn|error|fatal)|\[[^\]]+\])\((?=([\s\S]{0,80}))/g)].map(
    ([, begin]) => begin!,
  );
/** A literal, or a template whose one gap is an alarm's state. */
const eventIn = (begin: string): string | null =>
  /^\s*\{\s*event: (?:'([^']+)'|`([^`]+)`)/.exec(begin)?.slice(1).find(Boolean) ?? null;
const expanded = (event: string): string[] =>
  event === 'alarm.$' + '{state}' ? ['alarm.raised', 'alarm.cleared'] : [event];

const files = sourcesUnder('src').filter(path => !path.startsWith('src/console/web/'));
const found = files.flatMap(path => calls(codeOf(path)).map(begin => ({ path, event: eventIn(begin) })));

describe('log lines', () => {
  it('each have a stable event, and it is one that is declared', () => {
    expect(found.length).toBeGreaterThan(25);
    const names = found.flatMap(({ path, event }) => expanded(event ?? 'none').map(name => ({ path, name })));
    expect(names.filter(({ name }) => !(name in logEvents))).toEqual([]);
  });

  it('use every event that is declared', () => {
    const used = new Set(found.flatMap(({ event }) => expanded(event ?? '')));
    expect((Object.keys(logEvents) as LogEvent[]).filter(name => !used.has(name))).toEqual([]);
  });

  it('would be found without', () => {
    const events = (code: string) => calls(code).map(eventIn);
    expect(events("log.info({ radio }, 'x'); options.log.warn({ event: 'radio.down' }, 'x')")).toEqual([
      null,
      'radio.down',
    ]);
  });
});
