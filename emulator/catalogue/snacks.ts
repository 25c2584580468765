import type { Category } from './line.ts';

export const snacks: Category = {
  id: 'snacks',
  aisle: '6',
  lines: [
    ['Kartoffelchips Paprika', 'Paprika crisps', 'Knuspertal', '150 g', 169],
    ['Kartoffelchips gesalzen', 'Salted crisps', 'Knuspertal', '150 g', 169],
    ['Kesselchips Meersalz', 'Sea salt kettle chips', 'Ackerglück', '130 g', 219],
    ['Tortilla-Chips Natur', 'Plain tortilla chips', 'Maisando', '300 g', 199],
    ['Salsa-Dip mild', 'Mild salsa dip', 'Maisando', '315 g', 229],
    [
      'Erdnussflips',
      'Peanut puffs',
      'Knuspertal',
      '200 g',
      129,
      { reduced: { to: 99, lowest30d: 119, fromDay: 1, days: 6 } },
    ],
    ['Salzstangen', 'Pretzel sticks', 'Knuspertal', '250 g', 99],
    ['Erdnüsse geröstet', 'Roasted peanuts', 'Nusskammer', '200 g', 179],
    ['Cashewkerne', 'Cashew nuts', 'Nusskammer', '150 g', 279],
    ['Studentenfutter', 'Nut and raisin mix', 'Nusskammer', '200 g', 249],
    ['Mandeln natur', 'Whole almonds', 'Nusskammer', '200 g', 299],
    ['Walnusskerne', 'Walnut kernels', 'Nusskammer', '150 g', 329],
    ['Pistazien, geröstet', 'Roasted pistachios', 'Nusskammer', '150 g', 399],
    ['Popcorn süß', 'Sweet popcorn', 'Maisando', '150 g', 149],
    ['Reiswaffeln', 'Rice cakes', 'Leichtmut', '100 g', 79],
    ['Müsliriegel Nuss', 'Nut cereal bars', 'Morgentau', '6 × 25 g', 189],
    ['Käsecracker', 'Cheese crackers', 'Knuspertal', '125 g', 159],
  ],
};
