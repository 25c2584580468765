import type { Category } from './line.ts';

export const drinks: Category = {
  id: 'drinks',
  aisle: '7',
  lines: [
    ['Mineralwasser Classic', 'Sparkling mineral water', 'Felsbrunn', '12 × 0,7 l', 599, { deposit: 15 }],
    ['Mineralwasser still', 'Still mineral water', 'Felsbrunn', '6 × 1,5 l', 299, { deposit: 25 }],
    ['Mineralwasser Medium', 'Lightly sparkling water', 'Felsbrunn', '1 l', 69, { deposit: 15 }],
    ['Apfelsaft naturtrüb', 'Cloudy apple juice', 'Obsthain', '1 l', 179],
    [
      'Orangensaft',
      'Orange juice',
      'Sonnengut',
      '1 l',
      299,
      { reduced: { to: 229, lowest30d: 279, fromDay: -1, days: 8 } },
    ],
    ['Multivitaminsaft', 'Multivitamin juice', 'Sonnengut', '1 l', 199],
    ['Traubensaft rot', 'Red grape juice', 'Obsthain', '1 l', 229],
    ['Apfelschorle', 'Apple spritzer', 'Obsthain', '6 × 0,5 l', 449, { deposit: 25 }],
    ['Cola', 'Cola', 'Kolabri', '1,5 l', 129, { deposit: 25 }],
    ['Cola ohne Zucker', 'Sugar-free cola', 'Kolabri', '1,5 l', 129, { deposit: 25 }],
    ['Orangenlimonade', 'Orangeade', 'Spritzel', '1,5 l', 109, { deposit: 25 }],
    ['Zitronenlimonade', 'Lemonade', 'Spritzel', '1,5 l', 109, { deposit: 25 }],
    ['Eistee Pfirsich', 'Peach iced tea', 'Teeflut', '1,5 l', 119, { deposit: 25 }],
    ['Energydrink', 'Energy drink', 'Blitzhase', '0,25 l', 99, { deposit: 25, soldOut: true }],
    ['Tonic Water', 'Tonic water', 'Bitterquell', '1 l', 149, { deposit: 15 }],
    ['Rhabarberschorle', 'Rhubarb spritzer', 'Obsthain', '0,5 l', 119, { deposit: 15 }],
    ['Ingwer-Shot', 'Ginger shot', 'Wurzelkraft', '60 ml', 149],
  ],
};
