import type { LocalText } from './fact.ts';

/** The primary language of a locale: `de` of `de-AT`. */
export function language(locale: string): string {
  return locale.split('-')[0] ?? locale;
}

/** A text in the locale's language, else in English, else in what there is. */
export function textIn(text: LocalText, locale: string): string {
  return text[language(locale)] ?? text.en ?? Object.values(text)[0] ?? '';
}
