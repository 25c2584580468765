import type { Category } from './line.ts';

export const tins: Category = {
  id: 'tins',
  aisle: '5',
  lines: [
    ['Geschälte Tomaten', 'Peeled plum tomatoes', 'Bella Prata', '400 g', 99],
    ['Passierte Tomaten', 'Passata', 'Bella Prata', '500 g', 119],
    ['Tomatenmark', 'Tomato purée', 'Bella Prata', '200 g', 109],
    ['Gemüsemais', 'Sweetcorn', 'Gärtnerlob', '285 g', 99],
    ['Kidneybohnen', 'Kidney beans', 'Gärtnerlob', '400 g', 89],
    ['Kichererbsen', 'Chickpeas', 'Olivenhag', '400 g', 99],
    ['Erbsen und Möhren', 'Peas and carrots', 'Gärtnerlob', '400 g', 119],
    ['Sauerkraut', 'Sauerkraut', 'Krautfässle', '810 g', 159],
    ['Rotkohl', 'Red cabbage', 'Krautfässle', '680 g', 169],
    [
      'Gewürzgurken',
      'Pickled gherkins',
      'Krautfässle',
      '670 g',
      229,
      { reduced: { to: 179, lowest30d: 199, fromDay: -2, days: 6 } },
    ],
    ['Thunfisch in Olivenöl', 'Tuna in olive oil', 'Fjordlicht', '150 g', 249],
    ['Sardinen', 'Sardines', 'Fjordlicht', '125 g', 179],
    ['Linseneintopf', 'Lentil stew', 'Oma Herta', '800 g', 249],
    ['Ravioli in Tomatensauce', 'Ravioli in tomato sauce', 'Oma Herta', '800 g', 219],
    ['Pfirsichhälften', 'Peach halves', 'Sonnengut', '825 g', 229],
    ['Ananasscheiben', 'Pineapple slices', 'Sonnengut', '565 g', 199, { soldOut: true }],
    ['Tomatenketchup', 'Tomato ketchup', 'Rotbart', '500 ml', 229],
    ['Mittelscharfer Senf', 'Medium-hot mustard', 'Rotbart', '250 ml', 99],
    ['Delikatess-Mayonnaise', 'Mayonnaise', 'Rotbart', '250 ml', 159],
  ],
};
