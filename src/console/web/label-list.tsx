import { useContext, useMemo } from 'preact/hooks';
import type { LabelSummary } from '../documents.ts';
import { formats } from './format.ts';
import { StateIcon } from './icons.tsx';
import { type LabelState, matches, stateOf } from './label-state.ts';
import { memo } from './memo.ts';
import { LanguageContext, useTexts } from './preferences.ts';
import { explain } from './reason-note.tsx';
import { useGrowing } from './use-growing.ts';

const byPlace = new Intl.Collator('en', { numeric: true });

/** As the labels hang, the topmost board first; those without a place come last. */
function byPosition(a: LabelSummary, b: LabelSummary): number {
  const [p, q] = [a.position, b.position];
  if (p === null || q === null) return p === q ? (a.id < b.id ? -1 : 1) : p === null ? 1 : -1;
  // Collation is slow, and most neighbours hang in the same aisle.
  if (p.aisle !== q.aisle) return byPlace.compare(p.aisle, q.aisle);
  return p.bay - q.bay || q.shelf - p.shelf || p.facing - q.facing;
}

interface ListProps {
  readonly labels: ReadonlyMap<string, LabelSummary>;
  readonly filter: LabelState | null;
  readonly search: string;
  readonly open: (id: string) => void;
}

/** The labels one a line, in the order in which they hang. */
export function LabelList({ labels, filter, search, open }: ListProps) {
  const texts = useTexts();
  const { shown, end } = useGrowing(`${filter} ${search}`);
  const rows = useMemo(
    () => [...labels.values()].filter(label => matches(label, filter, search)).sort(byPosition),
    [labels, filter, search],
  );
  return (
    <div class="list">
      <div class="list-head" aria-hidden="true">
        <span>{texts.state}</span>
        <span>{texts.product}</span>
        <span class="end">{texts.price}</span>
        <span>{texts.position}</span>
        <span class="end">{texts.battery}</span>
        <span class="end">{texts.signal}</span>
        <span class="end">{texts.lastSeen}</span>
      </div>
      {rows.slice(0, shown).map(label => (
        <Row key={label.id} label={label} open={open} />
      ))}
      {shown < rows.length ? <div ref={end} class="list-end" /> : null}
    </div>
  );
}

const Row = memo(({ label, open }: { label: LabelSummary; open: (id: string) => void }) => {
  const texts = useTexts();
  const language = useContext(LanguageContext);
  const format = formats[language];
  const state = stateOf(label);
  const { position } = label;
  return (
    <button type="button" class={`row is-${state}`} data-label={label.id} tabIndex={-1} onClick={() => open(label.id)}>
      <span class="row-state">
        <StateIcon state={state} /> {texts.states[state]}
      </span>
      <span class="row-name">
        {label.name ?? label.id}
        <span class="muted">
          {' '}
          {label.reason === null ? label.skus.join(', ') : (explain(label.reason, language)?.meaning ?? label.reason)}
        </span>
      </span>
      <span class="row-price end">{label.priceText ?? '–'}</span>
      <span class="row-place muted">
        {position === null
          ? texts.noPlace
          : `${position.aisle} · ${position.bay} · ${position.shelf} · ${position.facing}`}
      </span>
      <span class="row-battery end muted">{label.batteryMv === null ? '–' : format.volts(label.batteryMv)}</span>
      <span class="row-rssi end muted">{label.rssi === null ? '–' : `${label.rssi} dBm`}</span>
      <span class="row-seen end muted">{label.lastSeen === null ? texts.never : format.time(label.lastSeen)}</span>
    </button>
  );
});
