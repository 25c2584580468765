import type { Category } from './line.ts';

export const sweets: Category = {
  id: 'sweets',
  aisle: '6',
  lines: [
    ['Vollmilchschokolade', 'Milk chocolate', 'Kakaotatze', '100 g', 129],
    ['Zartbitterschokolade 70 %', 'Dark chocolate 70%', 'Kakaotatze', '100 g', 149],
    [
      'Nussschokolade',
      'Hazelnut chocolate',
      'Kakaotatze',
      '100 g',
      139,
      { reduced: { to: 99, lowest30d: 119, fromDay: -4, days: 8 } },
    ],
    ['Weiße Schokolade', 'White chocolate', 'Kakaotatze', '100 g', 129],
    ['Pralinenmischung', 'Assorted chocolates', 'Confiserie Lindenau', '200 g', 599],
    ['Marzipanbrot', 'Marzipan loaf', 'Confiserie Lindenau', '125 g', 249],
    ['Gummifrüchte', 'Fruit gums', 'Knautschels', '200 g', 119],
    ['Saure Stäbchen', 'Sour sticks', 'Knautschels', '175 g', 119],
    ['Lakritzschnecken', 'Liquorice wheels', 'Knautschels', '200 g', 129],
    ['Karamellbonbons', 'Caramels', 'Oma Herta', '150 g', 149],
    ['Hustenbonbons Salbei', 'Sage cough sweets', 'Kräuterlund', '75 g', 169],
    ['Kaugummi Minze', 'Mint chewing gum', 'Frischzahn', '10 Stück', 89],
    ['Butterkekse', 'Butter biscuits', 'Süßkorn', '200 g', 119],
    ['Doppelkekse Kakao', 'Cocoa sandwich biscuits', 'Süßkorn', '330 g', 179],
    ['Lebkuchen mit Oblaten', 'Gingerbread', 'Wintergasse', '200 g', 299],
    ['Waffelröllchen', 'Wafer rolls', 'Süßkorn', '150 g', 169, { soldOut: true }],
    ['Nuss-Nougat-Creme', 'Hazelnut cocoa spread', 'Kakaotatze', '400 g', 299],
  ],
};
