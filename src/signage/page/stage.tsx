import type { ComponentChildren, CSSProperties } from 'preact';
import { useMemo } from 'preact/hooks';
import { shiftAt } from '../burn-in.ts';
import { capitalPx } from '../sign-height.ts';
import type { Region } from '../wire/layout.ts';
import { Above } from './above.tsx';
import { useFit } from './fit.ts';
import type { Layer } from './player.ts';
import { Products, pagesOf } from './product.tsx';
import { QrCode } from './qr.tsx';
import { Said } from './said.tsx';
import { SceneOf } from './scenes.tsx';
import { Ticker } from './ticker.tsx';
import type { View } from './view.ts';

/** So long a page of the board stands. */
const boardPageMs = 12_000;

/** What is drawn, in pixels of the panel: a window of another size shows all of it smaller or larger. */
export function Stage({ view, scale, trouble }: { view: View; scale: number; trouble: (problem: string) => void }) {
  const { panel, layout, skin, viewingDistanceM, shift, dark } = view.programme;
  const { widthPx, heightPx } = panel;
  const { x, y } = shiftAt(shift, view.atMs);
  const style: Record<string, string> = {
    width: `${widthPx}px`,
    height: `${heightPx}px`,
    transform: `scale(${scale})`,
    '--unit': `${capitalPx(1, panel, viewingDistanceM)}px`,
    '--bleed': `${shift.px}px`,
  };
  for (const [name, colour] of Object.entries(skin)) style[`--${name}`] = colour;
  for (const [name, units] of Object.entries(layout.text)) style[`--${name}-units`] = String(units);
  return (
    <main class={`stage ${view.still ? 'still-motion' : ''}`} style={style}>
      {!dark && (
        <div class="programme" style={{ transform: `translate(${x}px, ${y}px)` }}>
          {layout.regions.map(region => (
            <Place key={region.id} region={region}>
              <Content view={view} region={region} trouble={trouble} />
            </Place>
          ))}
        </div>
      )}
      <Above view={view} />
    </main>
  );
}

/** Where a region is. At the edges of the screen it goes on beyond it, as everything is moved from time to time. */
function Place({ region, children }: { region: Region; children: ComponentChildren }) {
  const { x, y, width, height, tone, kind, id } = region;
  const edges = { left: x === 0, top: y === 0, right: x + width >= 100, bottom: y + height >= 100 };
  const beyond = (edge: keyof typeof edges, at: number) => (edges[edge] ? 'calc(-1 * var(--bleed))' : `${at}%`);
  const style: CSSProperties = {
    left: beyond('left', x),
    top: beyond('top', y),
    right: beyond('right', 100 - x - width),
    bottom: beyond('bottom', 100 - y - height),
    borderWidth: (['top', 'right', 'bottom', 'left'] as const)
      .map(edge => (edges[edge] ? 'var(--bleed)' : '0'))
      .join(' '),
  };
  return (
    <section class={`region ${kind} tone-${tone}`} style={style} data-region={id}>
      {children}
    </section>
  );
}

interface ContentProps {
  readonly view: View;
  readonly region: Region;
  readonly trouble: (problem: string) => void;
}

function Content({ view, region, trouble }: ContentProps) {
  const { title, qr, board, locales, timezone } = view.programme;
  switch (region.kind) {
    case 'title':
      return (
        title && (
          <Fitted of={JSON.stringify(title)} {...{ view, trouble }}>
            <Said words={title} locales={locales} size="title" />
          </Fitted>
        )
      );
    case 'clock':
      return view.clock === 'true' && <ClockFace locale={locales[0]!} timezone={timezone} atMs={view.atMs} />;
    case 'ticker':
      return <Ticker view={view} />;
    case 'qr':
      return qr && <QrCode qr={qr} locales={locales} />;
    case 'board': {
      if (board === null) return null;
      const { columns, rows } = region;
      const pages = pagesOf(board.skus, columns * rows);
      const page = Math.floor(view.atMs / boardPageMs) % pages;
      return (
        <Fitted of={`${page} ${pricesKey(view, board.skus)}`} {...{ view, trouble }}>
          {board.title && <Said words={board.title} locales={locales} size="title" />}
          <Products view={view} skus={board.skus} columns={columns} rows={rows} page={page} />
        </Fitted>
      );
    }
    case 'playlist':
      return view
        .layers(region.id)
        .map(layer => <LayerOf key={layer.key} layer={layer} view={view} region={region} trouble={trouble} />);
  }
}

function LayerOf({ layer, ...props }: ContentProps & { readonly layer: Layer }) {
  const { scene, id } = layer.entry;
  const of = JSON.stringify([scene, 'skus' in scene ? pricesKey(props.view, scene.skus) : '']);
  return (
    <div class={`layer ${layer.phase}`} data-entry={id} data-phase={layer.phase}>
      <Fitted of={of} {...props}>
        <SceneOf view={props.view} layer={layer} region={props.region} />
      </Fitted>
    </div>
  );
}

/** Everything that decides how much room these prices take. */
function pricesKey(view: View, skus: readonly string[]): string {
  return JSON.stringify(
    skus.map(sku => {
      const card = view.card(sku);
      const now = view.price(card);
      return [card?.name, now.shown ? [now.step, now.sats?.text] : now.reason];
    }),
  );
}

function Fitted(props: {
  readonly view: View;
  readonly trouble: (problem: string) => void;
  readonly of: string;
  readonly children: ComponentChildren;
}) {
  const { panel, layout, viewingDistanceM } = props.view.programme;
  const ref = useFit<HTMLDivElement>(`${props.of} ${JSON.stringify([panel, layout, viewingDistanceM])}`, props.trouble);
  return (
    <div class="fitted" ref={ref}>
      {props.children}
    </div>
  );
}

/** Nothing where the browser does not know the time zone: rather no time than another one. */
function ClockFace({ locale, timezone, atMs }: { locale: string; timezone: string; atMs: number }) {
  const face = useMemo(() => {
    try {
      return new Intl.DateTimeFormat(locale, { timeZone: timezone, hour: '2-digit', minute: '2-digit' });
    } catch {
      return null;
    }
  }, [locale, timezone]);
  return face && <time class="text-title">{face.format(atMs)}</time>;
}
