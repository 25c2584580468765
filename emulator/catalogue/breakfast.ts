import type { Category } from './line.ts';

export const breakfast: Category = {
  id: 'breakfast',
  aisle: '4',
  lines: [
    ['Früchtemüsli', 'Fruit muesli', 'Morgentau', '750 g', 299],
    ['Schokomüsli', 'Chocolate muesli', 'Morgentau', '750 g', 349],
    [
      'Knuspermüsli Nuss',
      'Crunchy nut granola',
      'Morgentau',
      '600 g',
      329,
      { reduced: { to: 249, lowest30d: 299, fromDay: 1, days: 6 } },
    ],
    ['Haferflocken zart', 'Fine oat flakes', 'Haferfroh', '500 g', 89],
    ['Haferflocken kernig', 'Jumbo oat flakes', 'Haferfroh', '500 g', 89],
    ['Cornflakes', 'Corn flakes', 'Morgentau', '500 g', 199],
    ['Honigbällchen', 'Honey puffs', 'Morgentau', '375 g', 229],
    ['Erdbeerkonfitüre extra', 'Strawberry jam', 'Oma Herta', '340 g', 229],
    ['Aprikosenkonfitüre extra', 'Apricot jam', 'Oma Herta', '340 g', 229],
    ['Pflaumenmus', 'Plum butter', 'Oma Herta', '450 g', 199],
    ['Blütenhonig', 'Blossom honey', 'Bienenfleiß', '500 g', 499],
    ['Waldhonig', 'Forest honey', 'Bienenfleiß', '500 g', 599],
    ['Erdnussmus', 'Peanut butter', 'Nusskammer', '350 g', 349],
    ['Zuckerrübensirup', 'Sugar beet syrup', 'Rübenhof', '450 g', 199],
    ['Chiasamen', 'Chia seeds', 'Leichtmut', '300 g', 299],
    ['Leinsamen geschrotet', 'Crushed linseed', 'Leichtmut', '500 g', 229],
    ['Zwieback', 'Rusks', 'Knuspertal', '225 g', 149],
  ],
};
