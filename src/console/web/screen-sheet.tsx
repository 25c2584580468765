import type { ComponentChildren } from 'preact';
import { useContext, useState } from 'preact/hooks';
import type { Programme } from '../../signage/wire/programme.ts';
import type { ScreenDocument, ScreenPlaysDocument } from '../screen-documents.ts';
import type { ZoneListDocument } from '../zone-documents.ts';
import { formats } from './format.ts';
import { Table } from './page.tsx';
import { LanguageContext, useTexts } from './preferences.ts';
import { explain, ReasonNote } from './reason-note.tsx';
import { Playing, ScreenWarnings, signalOf } from './screen-card.tsx';
import { ScreenEmergency } from './screen-emergency.tsx';
import { type ProgrammeEvent, ScreenMirror } from './screen-mirror.tsx';
import { ScreenPages, ScreenTokens } from './screen-pages.tsx';
import { ScreenPlaylist } from './screen-playlist.tsx';
import { ScreenProof } from './screen-proof.tsx';
import { ScreenState } from './screen-state.tsx';
import { ScreenWork } from './screen-work.tsx';
import { useScreensTexts } from './screens-texts.ts';
import { Sheet } from './sheet.tsx';
import { useAsked } from './use-asked.ts';

/** One screen, looked at closely: what it should show beside what it showed, why, and what can be done with it. */
export function ScreenSheet({ id, close }: { id: string; close: () => void }) {
  const usual = useTexts();
  const texts = useScreensTexts();
  const path = `/api/screens/${encodeURIComponent(id)}`;
  const asked = useAsked<ScreenDocument>(path, { everyMs: 2_000 });
  const plays = useAsked<ScreenPlaysDocument>(`${path}/plays?hours=24`, { everyMs: 10_000 });
  const zones = useAsked<ZoneListDocument>('/api/zones', { everyMs: 30_000 });
  const zoneName = (zone: string) => zones.document?.zones.find(each => each.id === zone)?.name ?? zone;
  const [programme, setProgramme] = useState<Programme | null>(null);
  const screen = asked.document?.id === id ? asked.document : null;
  const changed = async () => {
    await asked.again();
  };
  return (
    <Sheet
      id={id}
      kind={texts.screen}
      title={programme?.title?.join(' · ') ?? id}
      place={screen === null ? null : screen.zone === null ? texts.noZone : zoneName(screen.zone)}
      close={close}
    >
      {screen === null ? (
        <p class="muted pad">{asked.failure ?? usual.loading}</p>
      ) : (
        <div class="sheet-body screen-sheet">
          <div class="verdict">
            <ScreenState state={screen.state} />
            <Heard screen={screen} />
          </div>
          {screen.reason === null ? null : <ReasonNote code={screen.reason} />}
          <ScreenWarnings screen={screen} />
          <Pictures screen={screen} heard={event => setProgramme(event.programme)} />
          <section>
            <h3>{texts.playing}</h3>
            <Playing playing={screen.playing} />
          </section>
          <ScreenWork screen={screen} changed={changed} />
          <section>
            <h3>{texts.playlist}</h3>
            <ScreenPlaylist playlist={screen.playlist} entries={programme?.entries ?? null} />
          </section>
          <section>
            <h3>{texts.proof}</h3>
            {plays.document === null ? (
              <p class="muted">{plays.failure ?? usual.loading}</p>
            ) : (
              <ScreenProof plays={plays.document} />
            )}
          </section>
          <WithoutPrice cards={screen.cards} />
          <ScreenPages screen={screen} />
          <Assets assets={screen.assets} />
          <ScreenTokens tokens={screen.tokens} />
          <Facts screen={screen} />
          <ScreenEmergency screens={[screen]} zoneName={zoneName} only={id} changed={changed} />
        </div>
      )}
    </Sheet>
  );
}

function Heard({ screen: { heardAt, pricesHidden } }: { screen: ScreenDocument }) {
  const texts = useScreensTexts();
  const format = formats[useContext(LanguageContext)];
  return (
    <span class="muted">
      {heardAt === null ? texts.neverHeard : texts.heard(format.instant(heardAt))}
      {pricesHidden === 0 ? null : ` · ${texts.pricesHidden(pricesHidden, format.count(pricesHidden))}`}
    </span>
  );
}

/** What it should show, and the last picture of what it showed with the differences in words. */
function Pictures({ screen, heard }: { screen: ScreenDocument; heard: (event: ProgrammeEvent) => void }) {
  const texts = useScreensTexts();
  const format = formats[useContext(LanguageContext)];
  const { id, panel, screenshot } = screen;
  const portrait = panel.heightPx > panel.widthPx;
  const at = screenshot === null ? '' : format.instant(screenshot.at);
  return (
    <div class={portrait ? 'screen-pictures is-portrait' : 'screen-pictures'}>
      <figure>
        <figcaption>{texts.shotShould}</figcaption>
        <ScreenMirror id={id} panel={panel} alive signal={signalOf(screen)} heard={heard} />
      </figure>
      <figure>
        <figcaption>{screenshot === null ? texts.screenshot : texts.shotOf(at)}</figcaption>
        {screenshot === null ? (
          <div class="mirror" style={{ '--w': panel.widthPx, '--h': panel.heightPx }}>
            <p class="mirror-rest">{texts.noScreenshot}</p>
          </div>
        ) : (
          <img
            class="mirror"
            style={{ '--w': panel.widthPx, '--h': panel.heightPx }}
            src={`/api/screens/${encodeURIComponent(id)}/screenshot.png?v=${encodeURIComponent(screenshot.at)}`}
            alt={texts.shotOf(at)}
          />
        )}
      </figure>
      {screenshot === null ? null : screenshot.matches ? (
        <p class="shot-verdict is-same">{texts.same}</p>
      ) : (
        <div class="shot-verdict is-other">
          <p>{texts.differs}</p>
          <ul>
            {screenshot.differences.map(difference => (
              <li key={difference}>{difference}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function WithoutPrice({ cards }: Pick<ScreenDocument, 'cards'>) {
  const texts = useScreensTexts();
  const language = useContext(LanguageContext);
  const without = cards.filter(({ price }) => price === null);
  if (without.length === 0) return null;
  return (
    <section>
      <h3>{texts.withoutPrice}</h3>
      <Table
        name={texts.withoutPrice}
        head={[texts.product, texts.why]}
        rows={without.map(({ sku, name, reason }) => [
          <span key="name">
            {name} <span class="mono muted">{sku}</span>
          </span>,
          reason === null ? '' : (explain(reason, language)?.meaning ?? reason),
        ])}
      />
    </section>
  );
}

function Assets({ assets }: Pick<ScreenDocument, 'assets'>) {
  const texts = useScreensTexts();
  const language = useContext(LanguageContext);
  const format = formats[language];
  return (
    <section>
      <h3>{texts.assets}</h3>
      {assets.length === 0 ? (
        <p class="muted">{texts.noAssets}</p>
      ) : (
        <Table
          name={texts.assets}
          head={[texts.asset, texts.assetType, texts.size, texts.state]}
          rows={assets.map(({ sha256, type, bytes, state, reason }) => [
            <code key="hash">{sha256.slice(0, 12)}</code>,
            type ?? '',
            bytes === null ? '' : `${format.count(Math.ceil(bytes / 1000))} kB`,
            <span key="state" class={state === 'ready' ? undefined : 'odd'}>
              {texts.assetStates[state]}
              {reason === null ? null : `: ${explain(reason, language)?.meaning ?? reason}`}
            </span>,
          ])}
        />
      )}
    </section>
  );
}

function Facts({ screen }: { screen: ScreenDocument }) {
  const texts = useScreensTexts();
  const format = formats[useContext(LanguageContext)];
  const { panel } = screen;
  const turned = panel.heightPx > panel.widthPx ? texts.portrait : texts.landscape;
  return (
    <dl class="facts">
      <Fact name={texts.layout}>{screen.layout}</Fact>
      <Fact name={texts.skin}>{screen.skin ?? '–'}</Fact>
      <Fact name={texts.panel}>
        {panel.widthPx} × {panel.heightPx}, {turned}, {texts.inches(format.count(panel.diagonalInch))}
      </Fact>
      <Fact name={texts.version}>{format.count(screen.version)}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
