import { useContext } from 'preact/hooks';
import { LanguageContext } from './preferences.ts';
import type { Language } from './texts.ts';

const en = {
  intro: 'What one bitcoin is counted at, and what the labels say of it. The legal price never depends on it.',
  use: 'in use',
  usable: 'May be used',
  unusable: 'May not be used',
  none: 'none yet',
  age: (age: string) => `${age} old`,
  madeFrom: (sources: string, apart: string) => `${sources} sources, ${apart} basis points apart`,
  labelsShow: (shown: string, total: string) => `${shown} of ${total} labels show a price in bitcoin`,
  onTheirWay: (count: string) => `${count} on their way`,
  outdated: (count: string) => `${count} past their promise`,
  absent: (count: string) => `${count} without`,
  promise: 'Promise',
  promised: (promise: string, band: string) => `within ${promise} %, made anew at ${band} %`,
  latency: 'Way to the label',
  seconds: (seconds: string) => `${seconds} s (95 of 100)`,
  tokens: 'Refreshes left',
  tokensAre: (mean: string, least: string) => `${mean} in the mean, ${least} at least`,
  low: (count: string) => `${count} labels are low`,
  shop: 'Shop',
  phases: { open: 'open', opening: 'about to open', closed: 'closed' },
  gauge: 'How far each label lies from the rate',
  gaugeHint: (band: string, promise: string) =>
    `One dot a label. Shaded: the band of ${band} %; the lines: ${promise} %.`,
  pairs: 'Pairs',
  pair: 'Pair',
  state: 'State',
  rate: 'Rate',
  accepted: 'Accepted',
  refused: 'Refused',
  refusals: 'Last refusals',
  noRefusals: 'Nothing was refused.',
  when: 'When',
  why: 'Why',
  labels: 'Labels',
  label: 'Label',
  shows: 'Shows',
  ofRate: 'Rate of',
  moved: 'Moved since',
  band: 'Band',
  states: { shown: 'Proven', sent: 'On its way', outdated: 'Past its promise', absent: 'None' },
  more: (shown: string, total: string) => `The first ${shown} of ${total}, those that need a look first.`,
};
export type RatesTexts = typeof en;

const de: RatesTexts = {
  intro:
    'Womit ein Bitcoin gerechnet wird, und was die Etiketten davon sagen. Der gesetzliche Preis hängt nie davon ab.',
  use: 'in Gebrauch',
  usable: 'Brauchbar',
  unusable: 'Nicht brauchbar',
  none: 'noch keiner',
  age: age => `${age} alt`,
  madeFrom: (sources, apart) => `${sources} Quellen, ${apart} Basispunkte auseinander`,
  labelsShow: (shown, total) => `${shown} von ${total} Etiketten zeigen einen Bitcoin-Preis`,
  onTheirWay: count => `${count} unterwegs`,
  outdated: count => `${count} nicht mehr gültig`,
  absent: count => `${count} ohne`,
  promise: 'Versprochen',
  promised: (promise, band) => `auf ${promise} % genau, erneuert bei ${band} %`,
  latency: 'Weg zum Etikett',
  seconds: seconds => `${seconds} s (95 von 100)`,
  tokens: 'Auffrischungen übrig',
  tokensAre: (mean, least) => `${mean} im Mittel, mindestens ${least}`,
  low: count => `${count} Etiketten haben nur noch wenige`,
  shop: 'Markt',
  phases: { open: 'geöffnet', opening: 'öffnet gleich', closed: 'geschlossen' },
  gauge: 'Wie weit jedes Etikett vom Kurs abliegt',
  gaugeHint: (band, promise) => `Ein Punkt je Etikett. Getönt: das Band von ${band} %; die Linien: ${promise} %.`,
  pairs: 'Paare',
  pair: 'Paar',
  state: 'Zustand',
  rate: 'Kurs',
  accepted: 'Angenommen',
  refused: 'Abgelehnt',
  refusals: 'Zuletzt abgelehnt',
  noRefusals: 'Nichts wurde abgelehnt.',
  when: 'Wann',
  why: 'Warum',
  labels: 'Etiketten',
  label: 'Etikett',
  shows: 'Zeigt',
  ofRate: 'Kurs von',
  moved: 'Seither bewegt',
  band: 'Band',
  states: { shown: 'Bewiesen', sent: 'Unterwegs', outdated: 'Nicht mehr gültig', absent: 'Keiner' },
  more: (shown, total) => `Die ersten ${shown} von ${total}; zuerst, was einen Blick braucht.`,
};

const texts: Record<Language, RatesTexts> = { de, en };

/** The texts of the page of rates in the language in use. */
export function useRatesTexts(): RatesTexts {
  return texts[useContext(LanguageContext)];
}
