import { useContext, useEffect } from 'preact/hooks';
import type { ScreenEntry } from '../screen-documents.ts';
import { formats } from './format.ts';
import { LanguageContext } from './preferences.ts';
import { ReasonNote } from './reason-note.tsx';
import { ScreenMirror } from './screen-mirror.tsx';
import { ScreenState } from './screen-state.tsx';
import { useScreensTexts } from './screens-texts.ts';
import { useInView } from './use-in-view.ts';

type Look = Pick<ScreenEntry, 'version' | 'skin' | 'overlay' | 'emergency' | 'layout'>;

/** What makes a mirror look again at once. */
export const signalOf = ({ version, skin, overlay, emergency, layout }: Look) =>
  JSON.stringify([version, layout, skin, overlay, emergency]);

/** One screen: how it looks, how it stands and what is wrong with it. */
export function ScreenCard({
  screen,
  zoneName,
  alive,
  seen,
  open,
}: {
  screen: ScreenEntry;
  zoneName: (id: string) => string;
  /** Its picture may run. */
  alive: boolean;
  /** Called when it comes into view and when it leaves. */
  seen: (id: string, inView: boolean) => void;
  open: (id: string) => void;
}) {
  const texts = useScreensTexts();
  const format = formats[useContext(LanguageContext)];
  const [box, inView] = useInView<HTMLElement>();
  const { id, panel, heardAt, pricesHidden } = screen;
  useEffect(() => seen(id, inView), [id, inView]);
  return (
    <section class={`card screen-card is-${screen.state}`} aria-label={id} ref={box}>
      <div class="screen-stage">
        <ScreenMirror id={id} panel={panel} alive={alive} signal={signalOf(screen)} />
      </div>
      <header class="screen-head">
        <h2>
          <a
            href={`/screens?screen=${encodeURIComponent(id)}`}
            aria-label={texts.open(id)}
            data-screen={id}
            onClick={event => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              open(id);
            }}
          >
            {id}
          </a>
        </h2>
        <ScreenState state={screen.state} />
        <p class="muted">
          {screen.zone === null ? texts.noZone : zoneName(screen.zone)} · {screen.layout} · {panel.widthPx} ×{' '}
          {panel.heightPx} · {heardAt === null ? texts.neverHeard : texts.heard(format.time(heardAt))}
        </p>
      </header>
      <ScreenWarnings screen={screen} />
      {screen.reason === null ? null : <ReasonNote code={screen.reason} />}
      <Playing playing={screen.playing} />
      {pricesHidden > 0 ? <p class="odd">{texts.pricesHidden(pricesHidden, format.count(pricesHidden))}</p> : null}
    </section>
  );
}

/** What stands above the programme, and whether anybody could see it. */
export function ScreenWarnings({ screen }: { screen: Pick<ScreenEntry, 'emergency' | 'overlay' | 'visible'> }) {
  const texts = useScreensTexts();
  return (
    <>
      {screen.emergency === null ? null : (
        <p class="screen-emergency">
          <strong>{texts.emergency}</strong> {screen.emergency.join(' · ')}
        </p>
      )}
      {screen.overlay === null ? null : (
        <p class="screen-overlay">
          <strong>{texts.overlay}</strong> {screen.overlay}
        </p>
      )}
      {screen.visible === false ? <p class="odd">{texts.unseen}</p> : null}
    </>
  );
}

/** What the page says that can be seen, region by region. */
export function Playing({ playing }: Pick<ScreenEntry, 'playing'>) {
  const texts = useScreensTexts();
  if (playing.length === 0) return <p class="muted screen-plays">{texts.noRegions}</p>;
  return (
    <dl class="screen-plays">
      {playing.map(({ region, entry, offer }) => (
        <div key={region}>
          <dt>{region}</dt>
          <dd>
            {entry}
            {offer === null ? null : <span class="tag">{`${offer.offer}@${offer.version}`}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
