import { useContext } from 'preact/hooks';
import { LanguageContext } from './preferences.ts';
import type { Language } from './texts.ts';

const en = {
  intro:
    'The arrangement of the screens: where what stands, in which colours and sizes. Change it and see it at once; nothing here reaches a screen until the mesh publishes it as a template.',
  choice: 'Layout',
  builtIn: 'built in',
  fromMesh: 'from the mesh',
  source: 'Source of the layout',
  problems: 'What is wrong',
  noProblems: 'It fits, and everything can be read.',
  line: (line: string) => `Line ${line}`,
  whole: 'As a whole',
  panel: 'Panel',
  distance: 'Readers stand at',
  metres: 'm',
  skin: 'Skin',
  preview: 'Live preview with a sample programme',
  stale: 'The picture shows the last version that could be drawn.',
  nothing: 'There is nothing to draw yet.',
  readable: (mm: string, metres: string) => `Small text: capitals of ${mm} mm, readable from ${metres} m.`,
  panels: {
    landscape: '1080p landscape, 43 inch',
    portrait: '1080p portrait, 32 inch',
    'landscape-4k': '4K landscape, 55 inch',
    'portrait-4k': '4K portrait, 50 inch',
    bar: 'Shelf edge 1920 × 360, 28 inch',
  },
};
export type LayoutsTexts = typeof en;

const de: LayoutsTexts = {
  intro:
    'Die Aufteilung der Bildschirme: was wo steht, in welchen Farben und Größen. Ändern und gleich sehen; nichts davon erreicht einen Bildschirm, bevor das Mesh es als Vorlage veröffentlicht.',
  choice: 'Layout',
  builtIn: 'eingebaut',
  fromMesh: 'aus dem Mesh',
  source: 'Quelltext des Layouts',
  problems: 'Was nicht stimmt',
  noProblems: 'Es passt, und alles ist lesbar.',
  line: line => `Zeile ${line}`,
  whole: 'Im Ganzen',
  panel: 'Bildschirm',
  distance: 'Gelesen wird aus',
  metres: 'm',
  skin: 'Farbkleid',
  preview: 'Lebende Vorschau mit einem Beispielprogramm',
  stale: 'Das Bild zeigt die letzte Fassung, die sich zeichnen ließ.',
  nothing: 'Noch gibt es nichts zu zeichnen.',
  readable: (mm, metres) => `Kleine Schrift: Großbuchstaben von ${mm} mm, lesbar aus ${metres} m.`,
  panels: {
    landscape: '1080p quer, 43 Zoll',
    portrait: '1080p hochkant, 32 Zoll',
    'landscape-4k': '4K quer, 55 Zoll',
    'portrait-4k': '4K hochkant, 50 Zoll',
    bar: 'Regalkante 1920 × 360, 28 Zoll',
  },
};

export const layoutsTexts: Record<Language, LayoutsTexts> = { de, en };

/** The texts of the editor of layouts in the language in use. */
export function useLayoutsTexts(): LayoutsTexts {
  return layoutsTexts[useContext(LanguageContext)];
}
