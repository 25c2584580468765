import type { Category } from './line.ts';

export const pantry: Category = {
  id: 'pantry',
  aisle: '5',
  lines: [
    ['Spaghetti Nr. 5', 'Spaghetti no. 5', 'Bella Prata', '500 g', 119],
    ['Penne Rigate', 'Penne rigate', 'Bella Prata', '500 g', 119],
    ['Spätzle', 'Spaetzle', 'Schwabenteig', '500 g', 229],
    ['Langkornreis', 'Long-grain rice', 'Reisfeld', '1 kg', 229],
    ['Basmatireis', 'Basmati rice', 'Reisfeld', '1 kg', 349],
    ['Couscous', 'Couscous', 'Olivenhag', '500 g', 179],
    ['Rote Linsen', 'Red lentils', 'Ackerglück', '500 g', 199],
    ['Weizenmehl Type 405', 'Plain wheat flour', 'Mühle Tiefental', '1 kg', 89],
    ['Dinkelmehl Type 630', 'Spelt flour', 'Mühle Tiefental', '1 kg', 179],
    ['Feinzucker', 'Caster sugar', 'Rübenhof', '1 kg', 129],
    ['Puderzucker', 'Icing sugar', 'Rübenhof', '250 g', 89],
    ['Jodsalz', 'Iodised salt', 'Salinengold', '500 g', 49],
    [
      'Natives Olivenöl extra',
      'Extra virgin olive oil',
      'Olivenhag',
      '0,5 l',
      799,
      { reduced: { to: 649, lowest30d: 749, fromDay: -1, days: 13 } },
    ],
    ['Rapsöl', 'Rapeseed oil', 'Sonnenfein', '1 l', 199],
    ['Sonnenblumenöl', 'Sunflower oil', 'Sonnenfein', '1 l', 189],
    ['Aceto Balsamico', 'Balsamic vinegar', 'Bella Prata', '0,5 l', 249],
    ['Backpulver', 'Baking powder', 'Mühle Tiefental', '10 × 15 g', 69],
    ['Vanillezucker', 'Vanilla sugar', 'Rübenhof', '5 × 8 g', 59, { soldOut: true }],
    ['Safranfäden', 'Saffron threads', 'Gewürzlager', '0,1 g', 499],
  ],
};
