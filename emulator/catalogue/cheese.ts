import type { Category } from './line.ts';

export const cheese: Category = {
  id: 'cheese',
  aisle: '2',
  lines: [
    ['Bergkäse, 9 Monate', 'Mountain cheese, 9 months', 'Sennfels', '100 g', 249, { counter: true }],
    ['Gouda jung', 'Young Gouda', 'Deichhof', '400 g', 329],
    ['Gouda mittelalt in Scheiben', 'Sliced medium Gouda', 'Deichhof', '250 g', 249],
    ['Emmentaler am Stück', 'Emmental, piece', 'Sennfels', '300 g', 349],
    ['Butterkäse in Scheiben', 'Sliced butter cheese', 'Deichhof', '200 g', 199],
    ['Mozzarella', 'Mozzarella', 'Bella Prata', '125 g', 109],
    ['Büffelmozzarella', 'Buffalo mozzarella', 'Bella Prata', '125 g', 229],
    ['Hirtenkäse', 'Shepherd’s cheese', 'Olivenhag', '200 g', 189],
    ['Feta mit Kräutern', 'Feta with herbs', 'Olivenhag', '150 g', 219],
    ['Camembert 45 %', 'Camembert 45%', 'Hüttenrain', '250 g', 199],
    ['Brie', 'Brie', 'Clairmonde', '200 g', 249, { reduced: { to: 189, lowest30d: 229, fromDay: 0, days: 5 } }],
    ['Frischkäse Natur', 'Plain cream cheese', 'Hüttenrain', '200 g', 149],
    ['Frischkäse Schnittlauch', 'Chive cream cheese', 'Hüttenrain', '200 g', 149],
    ['Parmesan-Art, gerieben', 'Grated hard cheese', 'Bella Prata', '100 g', 199],
    ['Blauschimmelkäse', 'Blue cheese', 'Clairmonde', '125 g', 229],
    ['Harzer Roller', 'Harz sour milk cheese', 'Brockenhof', '200 g', 159],
    ['Obatzter', 'Bavarian cheese spread', 'Biergartl', '150 g', 199],
  ],
};
