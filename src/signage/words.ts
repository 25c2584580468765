import type { LocalText } from '../shelf/fact.ts';
import { textIn } from '../shelf/local-text.ts';

/** What screens say themselves. A language that is not here takes the English words. */
const phrases = {
  priceAtShelf: { de: 'Preis am Regal', en: 'Price at the shelf' },
  soldOut: { de: 'Ausverkauft', en: 'Sold out' },
  members: { de: 'Für Mitglieder', en: 'For members' },
} as const satisfies Record<string, LocalText>;

export type Phrase = keyof typeof phrases;

/** A text in the screen's languages, the first one first; one that says the same twice says it once. */
export function wordsIn(text: LocalText, locales: readonly string[]): string[] {
  return [...new Set(locales.map(locale => textIn(text, locale)))].slice(0, 2);
}

/** Words of our own, in the screen's languages. */
export function phrase(name: Phrase, locales: readonly string[]): string[] {
  return wordsIn(phrases[name], locales);
}

/** The lowest price of the 30 days before a reduction, as a sentence (Directive 98/6/EC, Article 6a). */
export function lowestWords(price: string, locales: readonly string[]): string[] {
  return wordsIn(
    { de: `Niedrigster Preis der letzten 30 Tage: ${price}`, en: `Lowest price in 30 days: ${price}` },
    locales,
  );
}

/** When a rate held. */
export function rateWords(time: string, locales: readonly string[]): string[] {
  return wordsIn({ de: `Kurs ${time}`, en: `Rate ${time}` }, locales);
}
