import type { Reason } from '../../shelf/reasons.ts';

/** Reasons in German, for those a technician meets at a shelf; the others appear as declared. */
export const germanReasons: Partial<Record<Reason, { readonly meaning: string; readonly fix: string }>> = {
  'mesh.not-json': {
    meaning: 'Die Nachricht ist kein JSON.',
    fix: 'CloudEvents 1.0 als strukturiertes JSON in UTF-8 veröffentlichen.',
  },
  'mesh.signature-missing': {
    meaning: 'Die Nachricht trägt keine Signatur.',
    fix: 'Mit einem Schlüssel signieren, den das Gateway kennt.',
  },
  'mesh.signature-invalid': {
    meaning: 'Die Signatur passt nicht zur Nachricht.',
    fix: 'Die RFC-8785-Form des Umschlags ohne `sig` signieren.',
  },
  'price.unit-price-missing': {
    meaning: 'Das Produkt braucht einen Grundpreis, und der Preis hat keinen.',
    fix: 'Den Preis mit unitPriceMinor und unit veröffentlichen.',
  },
  'radio.label-silent': {
    meaning: 'Das Etikett hat nicht geantwortet.',
    fix: 'Seine Batterie und den Abstand zum Gateway prüfen.',
  },
};
