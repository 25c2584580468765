import type { GeneratedDocument } from '../../mesh/generate/document.ts';
import { type LogEvent, logEvents } from '../../shelf/log-events.ts';

/** Every kind of log line by its stable name. */
export function logEventsPage(): GeneratedDocument {
  const rows = (Object.keys(logEvents) as LogEvent[]).sort().map(name => `| \`${name}\` | ${logEvents[name]} |`);
  const intro =
    '# Log events\n\nLog lines are JSON, one a line, on stderr: in the journal under systemd. Their field `event` is stable; ' +
    'their text is\nfor people and may change. Generated from `src/shelf/log-events.ts` by `npm run generate`.\n\n' +
    'With systemd: `journalctl -u endcap -o cat | jq \'select(.event == "radio.down")\'`\n';
  return {
    path: 'docs/log-events.md',
    content: `${intro}\n| event | what it tells |\n|---|---|\n${rows.join('\n')}\n`,
  };
}
