import { useMemo, useRef } from 'preact/hooks';
import type { LabelSummary } from '../documents.ts';
import { type Aisle, type Bay, firstOf, planAisles, sameBay, sameLabels } from './aisle-plan.ts';
import { LabelList } from './label-list.tsx';
import { type LabelState, matches } from './label-state.ts';
import { LabelTile } from './label-tile.tsx';
import { memo } from './memo.ts';
import { useTexts } from './preferences.ts';
import { useRovingFocus } from './roving-focus.ts';
import type { Go, UrlState } from './url-state.ts';
import { useGrowing } from './use-growing.ts';

interface Looking {
  readonly filter: LabelState | null;
  readonly search: string;
}

interface PageProps {
  readonly labels: ReadonlyMap<string, LabelSummary>;
  readonly url: UrlState;
  readonly go: Go;
  readonly open: (id: string) => void;
}

/** The shop: aisles with their bays, or the same labels as a list. */
export function AislePage({ labels, url, go, open }: PageProps) {
  const texts = useTexts();
  const area = useRef<HTMLDivElement>(null);
  useRovingFocus(area);
  const plan = useMemo(() => planAisles(labels.values()), [labels]);
  const { filter, search } = url;
  const { shown, end } = useGrowing(`${url.view} ${filter} ${search}`);
  const drawn = useMemo(
    () => firstOf(plan, shown, label => matches(label, filter, search)),
    [plan, shown, filter, search],
  );
  const looking = filter !== null || search !== '';
  const found = useMemo(
    () => (looking ? [...labels.values()].filter(label => matches(label, filter, search)).length : labels.size),
    [labels, filter, search, looking],
  );

  if (labels.size === 0) return <Empty title={texts.noLabels} text={texts.noLabelsHint} />;
  return (
    <div ref={area} class="aisles" data-size={url.size ?? 'auto'}>
      {found === 0 ? (
        <Empty title={texts.nothingFound}>
          <button type="button" class="button" onClick={() => go({ filter: null, search: '' })}>
            {texts.clearSearch}
          </button>
        </Empty>
      ) : url.view === 'list' ? (
        <LabelList labels={labels} filter={filter} search={search} open={open} />
      ) : (
        <>
          {drawn.aisles.map(aisle => (
            <AisleSection key={aisle.aisle} aisle={aisle} filter={filter} search={search} open={open} />
          ))}
          <Tray labels={drawn.tray} filter={filter} search={search} open={open} />
          {drawn.more ? <div ref={end} /> : null}
        </>
      )}
    </div>
  );
}

function AisleSection({ aisle, filter, search, open }: Looking & { aisle: Aisle; open: (id: string) => void }) {
  const texts = useTexts();
  const bays = aisle.bays.filter(bay =>
    bay.boards.some(board => board.labels.some(label => matches(label, filter, search))),
  );
  if (bays.length === 0) return null;
  return (
    <section class="aisle" aria-labelledby={`aisle-${aisle.aisle}`}>
      <h2 id={`aisle-${aisle.aisle}`}>{texts.aisleNamed(aisle.aisle)}</h2>
      <div class="bays">
        {bays.map(bay => (
          <BaySection key={bay.bay} bay={bay} filter={filter} search={search} open={open} />
        ))}
      </div>
    </section>
  );
}

const BaySection = memo(
  ({ bay, filter, search, open }: Looking & { bay: Bay; open: (id: string) => void }) => {
    const texts = useTexts();
    return (
      <section class="bay" aria-label={texts.bay(bay.bay)} style={{ '--boards': bay.boards.length }}>
        <h3>{texts.bay(bay.bay)}</h3>
        {bay.boards.map(board => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls of a form; this is a board with labels
          <div key={board.shelf} class="board" role="group" aria-label={texts.shelf(board.shelf)}>
            <span class="board-number" aria-hidden="true">
              {board.shelf}
            </span>
            <div class="rail">
              {board.labels.map(label => (
                <LabelTile key={label.id} label={label} dim={!matches(label, filter, search)} open={open} />
              ))}
            </div>
          </div>
        ))}
      </section>
    );
  },
  (a, b) => a.filter === b.filter && a.search === b.search && sameBay(a.bay, b.bay),
);

const Tray = memo(
  ({ labels, filter, search, open }: Looking & { labels: readonly LabelSummary[]; open: (id: string) => void }) => {
    const texts = useTexts();
    const found = labels.filter(label => matches(label, filter, search));
    if (found.length === 0) return null;
    return (
      <section class="aisle tray" aria-labelledby="tray">
        <h2 id="tray">{texts.noPlace}</h2>
        <p class="muted">{texts.noPlaceHint}</p>
        <div class="rail loose">
          {found.map(label => (
            <LabelTile key={label.id} label={label} dim={false} open={open} />
          ))}
        </div>
      </section>
    );
  },
  (a, b) => a.filter === b.filter && a.search === b.search && sameLabels(a.labels, b.labels),
);

export function Empty({
  title,
  text,
  children,
}: {
  title: string;
  text?: string;
  children?: preact.ComponentChildren;
}) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {text === undefined ? null : <p class="muted">{text}</p>}
      {children}
    </div>
  );
}
