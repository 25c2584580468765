import { useContext } from 'preact/hooks';
import type { StatusDocument } from '../documents.ts';
import { Icon, Wordmark } from './icons.tsx';
import { Navigation } from './navigation.tsx';
import { usePageTexts } from './page-texts.ts';
import { type Preferences, useTexts } from './preferences.ts';
import { SessionContext } from './session-context.ts';
import type { Go, UrlState } from './url-state.ts';

interface HeaderProps {
  readonly status: StatusDocument | null;
  readonly page: UrlState['page'];
  readonly go: Go;
  readonly preferences: Preferences;
  readonly help: () => void;
}

export function Header({ status, page, go, preferences, help }: HeaderProps) {
  const texts = useTexts();
  const pages = usePageTexts();
  const session = useContext(SessionContext);
  const { language, theme } = preferences;
  return (
    <header class="header">
      <Wordmark />
      {status === null ? null : (
        <span class="store">
          {texts.store(status.gateway.store)} <span class="muted">{status.gateway.organisation}</span>
        </span>
      )}
      <Navigation page={page} go={go} held={status?.mesh.quarantined ?? 0} />
      <div class="header-tools">
        {session?.signedIn ? (
          <form method="post" action="/logout">
            <button type="submit" class="text-button">
              {pages.signOut}
            </button>
          </form>
        ) : null}
        <button
          type="button"
          class="text-button"
          lang={language === 'de' ? 'en' : 'de'}
          aria-label={`${language === 'de' ? 'EN' : 'DE'}: ${texts.language}`}
          title={texts.language}
          onClick={() => preferences.setLanguage(language === 'de' ? 'en' : 'de')}
        >
          {language === 'de' ? 'EN' : 'DE'}
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={theme === 'dark' ? texts.toLight : texts.toDark}
          title={theme === 'dark' ? texts.toLight : texts.toDark}
          onClick={() => preferences.setTheme(theme === 'dark' ? 'light' : 'dark')}
        >
          <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
        </button>
        <button
          type="button"
          class="icon-button only-wide"
          aria-label={texts.help}
          title={`${texts.help} (?)`}
          onClick={help}
        >
          <Icon name="keys" />
        </button>
      </div>
    </header>
  );
}
