import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SessionDocument } from '../session-document.ts';
import { Activity } from './activity.tsx';
import { AislePage } from './aisle-page.tsx';
import { Announcer } from './announcer.tsx';
import { AttentionList } from './attention-list.tsx';
import { BindPage } from './bind-page.tsx';
import { formats } from './format.ts';
import { Header } from './header.tsx';
import { LabelSheet } from './label-sheet.tsx';
import { countStates } from './label-state.ts';
import { LayoutsPage } from './layout-editor.tsx';
import { MeshPage } from './mesh-page.tsx';
import { NodesPage } from './nodes-page.tsx';
import { Overview } from './overview.tsx';
import { LanguageContext, usePreferences } from './preferences.ts';
import { QuarantinePage } from './quarantine-page.tsx';
import { QueuesPage } from './queues-page.tsx';
import { RatesPage } from './rates-page.tsx';
import { ScreenSheet } from './screen-sheet.tsx';
import { ScreensPage } from './screens-page.tsx';
import { SessionContext } from './session-context.ts';
import { ShortcutsDialog } from './shortcuts.tsx';
import { TemplatesPage } from './templates-page.tsx';
import { texts as allTexts } from './texts.ts';
import { Toolbar } from './toolbar.tsx';
import { AuditPage, DoctorPage, RadiosPage, SettingsPage, WavesPage } from './upkeep-pages.tsx';
import { useUrlState } from './url-state.ts';
import { useAsked } from './use-asked.ts';
import { useLive } from './use-live.ts';
import { ZonesPage } from './zones-page.tsx';
import { zonesTexts } from './zones-texts.ts';

/** The console: a frame that stays, and the page that the address names. */
export function App() {
  const preferences = usePreferences();
  const texts = allTexts[preferences.language];
  const { state, connection, asOf } = useLive();
  const [url, go] = useUrlState();
  const [help, setHelp] = useState(false);
  const { document: session } = useAsked<SessionDocument>('/api/session', { everyMs: 0 });
  const searchField = useRef<HTMLInputElement>(null);
  const { status, labels } = state;
  const counts = useMemo(() => countStates(labels.values()), [labels]);

  const screen = url.page === 'screens' ? url.screen : null;
  const open = useCallback((id: string) => go({ label: id }), []);
  const close = useCallback(() => go({ label: null }), []);
  // What lies above the page, as the page below marks it.
  const above =
    url.label !== null
      ? `[data-label="${CSS.escape(url.label)}"]`
      : screen !== null
        ? `[data-screen="${CSS.escape(screen)}"]`
        : null;
  const opened = useRef(above);
  useLayoutEffect(() => {
    const last = opened.current;
    opened.current = above;
    // Back to where the eye was, now that the page under the sheet takes focus again.
    if (above === null && last !== null) document.querySelector<HTMLElement>(last)?.focus();
  }, [above]);

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      const typing = (event.target as HTMLElement).matches('input, textarea, select');
      if (event.key === 'Escape') {
        if (url.label !== null) close();
        else if (url.screen !== null) go({ screen: null });
        else if (url.search !== '' || url.filter !== null) go({ search: '', filter: null });
        return;
      }
      if (typing) return;
      if (event.key === '?') setHelp(true);
      if (event.key === 'v' && url.page === 'aisle') go({ view: url.view === 'shelf' ? 'list' : 'shelf' });
      if (event.key === '/') {
        event.preventDefault();
        // At once where the field is there, so that not a key of a quick hand is lost.
        if (searchField.current !== null) searchField.current.focus();
        else {
          go({ page: 'aisle' });
          requestAnimationFrame(() => searchField.current?.focus());
        }
      }
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [url]);

  const alarmed = status !== null && (status.alarms.length > 0 || counts.failed > 0);
  useEffect(() => {
    document.title = `${alarmed ? '● ' : ''}${status === null ? '' : `${texts.store(status.gateway.store)} – `}endcap`;
  }, [alarmed, status?.gateway.store, texts]);

  return (
    <SessionContext.Provider value={session}>
      <LanguageContext.Provider value={preferences.language}>
        <Header status={status} page={url.page} go={go} preferences={preferences} help={() => setHelp(true)} />
        {connection === 'lost' ? (
          <p class="banner lost" role="alert">
            <strong>{asOf === null ? texts.lostHint : texts.lost(formats[preferences.language].time(asOf))}</strong>{' '}
            {asOf === null ? null : texts.lostHint}
          </p>
        ) : null}
        {status?.mesh.unsignedAllowed ? <p class="banner lab">{texts.lab}</p> : null}
        {status?.capture ? (
          <p class="banner capture" role="status">
            {zonesTexts[preferences.language].captureShort(formats[preferences.language].time(status.capture.until))}
          </p>
        ) : null}
        <main class={connection === 'lost' ? 'is-lost' : undefined} inert={url.label !== null || screen !== null}>
          {status === null ? (
            <p class="muted pad">{texts.loading}</p>
          ) : url.page === 'quarantine' ? (
            <QuarantinePage held={status.mesh.quarantined} />
          ) : url.page === 'templates' ? (
            <TemplatesPage />
          ) : url.page === 'layouts' ? (
            <LayoutsPage />
          ) : url.page === 'bind' ? (
            <BindPage />
          ) : url.page === 'zones' ? (
            <ZonesPage />
          ) : url.page === 'nodes' ? (
            <NodesPage labels={labels} />
          ) : url.page === 'queues' ? (
            <QueuesPage />
          ) : url.page === 'screens' ? (
            <ScreensPage go={go} opened={screen !== null} />
          ) : url.page === 'rates' ? (
            <RatesPage go={go} />
          ) : url.page === 'waves' ? (
            <WavesPage />
          ) : url.page === 'mesh' ? (
            <MeshPage status={status} />
          ) : url.page === 'radios' ? (
            <RadiosPage status={status} />
          ) : url.page === 'settings' ? (
            <SettingsPage />
          ) : url.page === 'audit' ? (
            <AuditPage />
          ) : url.page === 'doctor' ? (
            <DoctorPage />
          ) : (
            <>
              <Overview status={status} counts={counts} total={labels.size} />
              <AttentionList
                signal={`${status.alarms.length} ${counts.failed} ${counts.stale} ${counts.refused} ${counts.unknown}`}
                go={go}
              />
              <Activity events={state.activity} />
              <Toolbar url={url} go={go} counts={counts} total={labels.size} searchField={searchField} />
              <AislePage labels={labels} url={url} go={go} open={open} />
            </>
          )}
        </main>
        {url.label === null || status === null ? null : (
          <LabelSheet key={url.label} id={url.label} summary={labels.get(url.label)} close={close} />
        )}
        {screen === null || status === null ? null : (
          <ScreenSheet key={screen} id={screen} close={() => go({ screen: null })} />
        )}
        <ShortcutsDialog open={help} close={() => setHelp(false)} />
        <Announcer counts={counts} total={labels.size} />
      </LanguageContext.Provider>
    </SessionContext.Provider>
  );
}
