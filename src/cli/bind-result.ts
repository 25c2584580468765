import type { BindResult } from '../console/binding-documents.ts';
import { type Reason, reasons } from '../shelf/reasons.ts';
import { exits, type Failure } from './exit.ts';
import { plain, type Terminal } from './terminal.ts';

/** Says what became of one wish; a refusal is the failure of the command. */
export function sayBindResult(result: BindResult, asJson: boolean, terminal: Terminal): Failure | null {
  const { verdict, reason, label, sku, name, detail } = result;
  if (verdict === 'refused') {
    const known = reason !== null && Object.hasOwn(reasons, reason) ? reasons[reason as Reason] : null;
    const about = detail === null || detail === label ? label : `${label}: ${detail}`;
    return {
      exit: exits.refused,
      code: reason ?? 'cli.agent-answer-invalid',
      message: known === null ? about : `${known.meaning} (${about})`,
      hint: known?.fix ?? null,
    };
  }
  if (asJson) {
    terminal.out(`${JSON.stringify(result)}\n`);
    return null;
  }
  const { colours } = terminal;
  const what = plain(sku === null ? 'bound to nothing' : `bound to ${name ?? 'SKU'} (${sku})`);
  const was = detail === null ? '' : colours.dim(` (${plain(detail)})`);
  if (verdict === 'done') terminal.out(`${colours.green(`${label} is now ${what}`)}${was}\n`);
  else terminal.out(`${label} ${verdict === 'unchanged' ? 'is already' : 'would be'} ${what}${was}\n`);
  return null;
}
