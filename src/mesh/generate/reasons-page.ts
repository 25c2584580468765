import { reasons } from '../../shelf/reasons.ts';
import type { GeneratedDocument } from './document.ts';

/** Every reason code with its meaning and what helps, by group. */
export function reasonsPage(): GeneratedDocument {
  const codes = (Object.keys(reasons) as (keyof typeof reasons)[]).sort();
  const groups = [...new Set(codes.map(code => code.split('.')[0]!))];
  const cell = (text: string) => text.replaceAll('|', '\\|');
  const sections = groups.map(group => {
    const rows = codes
      .filter(code => code.startsWith(`${group}.`))
      .map(code => `| \`${code}\` | ${cell(reasons[code].meaning)} | ${cell(reasons[code].fix)} |`);
    return [`## ${group}`, '', '| code | what it means | what helps |', '|---|---|---|', ...rows].join('\n');
  });
  const intro =
    '# Reasons\n\nEvery refusal, failure and warning has one code, the same in the log, the metrics, the command line, ' +
    'the console and\nthe mesh. Generated from `src/shelf/reasons.ts` by `npm run generate`.\n';
  return { path: 'docs/reasons.md', content: `${intro}\n${sections.join('\n\n')}\n` };
}
