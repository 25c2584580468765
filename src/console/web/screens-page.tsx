import { useCallback, useState } from 'preact/hooks';
import type { ScreenListDocument } from '../screen-documents.ts';
import type { ZoneListDocument } from '../zone-documents.ts';
import { Page } from './page.tsx';
import { usePageTexts } from './page-texts.ts';
import { ScreenCard } from './screen-card.tsx';
import { ScreenEmergency, StandingNotice } from './screen-emergency.tsx';
import { useScreensTexts } from './screens-texts.ts';
import type { Go } from './url-state.ts';
import { useAsked } from './use-asked.ts';

/** Pictures that run at once: each is a whole page. */
const mostAlive = 8;

/** All screens with what they show, alive. `opened`: one of them is looked at closely, above this page. */
export function ScreensPage({ go, opened }: { go: Go; opened: boolean }) {
  const page = usePageTexts();
  const texts = useScreensTexts();
  const asked = useAsked<ScreenListDocument>('/api/screens', { everyMs: 2_000 });
  const zones = useAsked<ZoneListDocument>('/api/zones', { everyMs: 30_000 });
  const zoneName = (id: string) => zones.document?.zones.find(zone => zone.id === id)?.name ?? id;
  const [inView, setInView] = useState<ReadonlySet<string>>(new Set());
  const seen = useCallback((id: string, now: boolean) => {
    setInView(before => {
      if (before.has(id) === now) return before;
      const after = new Set(before);
      if (now) after.add(id);
      else after.delete(id);
      return after;
    });
  }, []);
  const open = useCallback((id: string) => go({ screen: id }), []);
  return (
    <Page title={page.screens} intro={texts.intro} asked={asked} wide>
      {({ screens, override }) => {
        // The one above has a picture of its own.
        const most = opened ? mostAlive - 1 : mostAlive;
        const alive = new Set(screens.filter(({ id }) => inView.has(id)).slice(0, most).map(({ id }) => id)); // biome-ignore format: one chain
        return (
          <>
            {override === null ? null : (
              <StandingNotice override={override} zoneName={zoneName} changed={asked.again} />
            )}
            {screens.length === 0 ? <p class="muted">{texts.none}</p> : null}
            <div class="screens">
              {screens.map(screen => (
                <ScreenCard
                  key={screen.id}
                  screen={screen}
                  zoneName={zoneName}
                  alive={alive.has(screen.id)}
                  seen={seen}
                  open={open}
                />
              ))}
            </div>
            <div class="screens-foot">
              <a
                class="button quiet"
                href="/layouts"
                onClick={event => {
                  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                  event.preventDefault();
                  go({ page: 'layouts' });
                }}
              >
                {texts.layouts}
              </a>
            </div>
            {screens.length === 0 ? null : (
              <ScreenEmergency screens={screens} zoneName={zoneName} only={null} changed={asked.again} />
            )}
          </>
        );
      }}
    </Page>
  );
}
