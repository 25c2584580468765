import type { Category } from './line.ts';

export const beerWine: Category = {
  id: 'beer-wine',
  aisle: '8',
  lines: [
    [
      'Pils',
      'Pilsner',
      'Moorbräu',
      '20 × 0,5 l',
      1599,
      { deposit: 8, reduced: { to: 1199, lowest30d: 1499, fromDay: -2, days: 9 } },
    ],
    ['Helles', 'Bavarian lager', 'Biergartl', '0,5 l', 119, { deposit: 8 }],
    ['Hefeweizen', 'Wheat beer', 'Biergartl', '0,5 l', 125, { deposit: 8 }],
    ['Hefeweizen alkoholfrei', 'Alcohol-free wheat beer', 'Biergartl', '0,5 l', 119, { deposit: 8 }],
    ['Kölsch-Art obergärig', 'Top-fermented ale', 'Rheinschaum', '6 × 0,33 l', 599, { deposit: 8 }],
    ['Schwarzbier', 'Black lager', 'Moorbräu', '0,5 l', 115, { deposit: 8 }],
    ['Radler Zitrone', 'Lemon shandy', 'Moorbräu', '6 × 0,33 l', 549, { deposit: 8 }],
    ['Riesling trocken', 'Dry Riesling', 'Schieferhang', '0,75 l', 699],
    ['Grauburgunder', 'Pinot gris', 'Schieferhang', '0,75 l', 749],
    ['Müller-Thurgau lieblich', 'Medium-sweet Müller-Thurgau', 'Mainschleife', '1 l', 499],
    ['Spätburgunder', 'Pinot noir', 'Rebwinkel', '0,75 l', 849],
    ['Dornfelder halbtrocken', 'Medium-dry Dornfelder', 'Rebwinkel', '0,75 l', 599],
    ['Rosé Cuvée', 'Rosé cuvée', 'Clairmonde', '0,75 l', 649, { soldOut: true }],
    ['Primitivo', 'Primitivo', 'Bella Prata', '0,75 l', 799],
    ['Sekt trocken', 'Dry sparkling wine', 'Perlenstern', '0,75 l', 499],
    ['Glühwein', 'Mulled wine', 'Wintergasse', '1 l', 349],
    ['Kräuterlikör', 'Herbal liqueur', 'Tannrauch', '0,7 l', 1299],
  ],
};
