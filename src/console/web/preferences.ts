import { createContext } from 'preact';
import { useContext, useLayoutEffect, useState } from 'preact/hooks';
import { type Language, type Texts, texts } from './texts.ts';

export type Theme = 'light' | 'dark';

/** What this browser prefers: the system's choice until somebody chooses otherwise here. */
export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
}

/** Remembers choices in the browser, and writes them where style sheets and screen readers see them. */
export function usePreferences(): Preferences {
  const [language, setLanguage] = useState<Language>(() => {
    const chosen = localStorage.getItem('language') ?? navigator.language;
    return chosen.toLowerCase().startsWith('de') ? 'de' : 'en';
  });
  const [theme, setTheme] = useState<Theme>(() => {
    const chosen = localStorage.getItem('theme');
    if (chosen === 'light' || chosen === 'dark') return chosen;
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  });
  useLayoutEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset.theme = theme;
  }, [language, theme]);
  return {
    language,
    theme,
    setLanguage(next) {
      localStorage.setItem('language', next);
      setLanguage(next);
    },
    setTheme(next) {
      localStorage.setItem('theme', next);
      setTheme(next);
    },
  };
}

export const LanguageContext = createContext<Language>('en');

/** The texts of the language in use. */
export function useTexts(): Texts {
  return texts[useContext(LanguageContext)];
}
