import type { Category } from './line.ts';

export const bakery: Category = {
  id: 'bakery',
  aisle: '1',
  lines: [
    ['Weizenbrötchen', 'Wheat roll', 'Backstube Ofenwarm', '1 Stück', 25],
    ['Körnerbrötchen', 'Seeded roll', 'Backstube Ofenwarm', '1 Stück', 49],
    ['Laugenbrezel', 'Pretzel', 'Backstube Ofenwarm', '1 Stück', 69],
    ['Buttercroissant', 'Butter croissant', 'Backstube Ofenwarm', '1 Stück', 89],
    ['Roggenmischbrot', 'Mixed rye bread', 'Kornfried', '1 kg', 329],
    ['Bauernbrot', 'Farmhouse bread', 'Kornfried', '750 g', 289],
    ['Vollkornbrot', 'Wholegrain bread', 'Kornfried', '500 g', 199],
    ['Dinkel-Saatenbrot', 'Spelt seed bread', 'Kornfried', '500 g', 279],
    ['Toastbrot Butter', 'Butter toast', 'Goldscheibe', '500 g', 149],
    ['Toastbrot Vollkorn', 'Wholegrain toast', 'Goldscheibe', '500 g', 159],
    ['Knäckebrot Sesam', 'Sesame crispbread', 'Knuspertal', '250 g', 189],
    ['Baguette zum Aufbacken', 'Part-baked baguettes', 'Goldscheibe', '2 Stück', 119],
    ['Aufbackbrötchen', 'Part-baked rolls', 'Goldscheibe', '6 Stück', 139],
    [
      'Hefezopf',
      'Plaited yeast loaf',
      'Backstube Ofenwarm',
      '500 g',
      349,
      { reduced: { to: 299, lowest30d: 329, fromDay: 2, days: 3 } },
    ],
    ['Marmorkuchen', 'Marble cake', 'Süßkorn', '400 g', 269],
    ['Berliner mit Konfitüre', 'Jam doughnuts', 'Süßkorn', '4 Stück', 249],
    ['Apfelstrudel', 'Apple strudel', 'Süßkorn', '600 g', 379],
  ],
};
