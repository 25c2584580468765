import type { Category } from './line.ts';

export const fruit: Category = {
  id: 'fruit',
  aisle: '1',
  lines: [
    ['Äpfel Elstar', 'Elstar apples', null, '1 kg', 279],
    ['Äpfel Boskoop', 'Boskoop apples', 'Obsthain', '2 kg', 399],
    ['Birnen Conference', 'Conference pears', null, '1 kg', 299],
    ['Bananen', 'Bananas', null, '1 kg', 179],
    ['Orangen', 'Oranges', 'Sonnengut', '2 kg', 349, { reduced: { to: 279, lowest30d: 339, fromDay: -2, days: 7 } }],
    ['Zitronen', 'Lemons', 'Sonnengut', '500 g', 149],
    ['Weintrauben hell, kernlos', 'White seedless grapes', null, '500 g', 249],
    ['Heidelbeeren', 'Blueberries', 'Waldkörbchen', '125 g', 199],
    ['Himbeeren', 'Raspberries', 'Waldkörbchen', '125 g', 229, { soldOut: true }],
    ['Mango, essreif', 'Ready-to-eat mango', null, '1 Stück', 149],
    ['Rispentomaten', 'Tomatoes on the vine', null, '1 kg', 349],
    ['Cherrytomaten', 'Cherry tomatoes', 'Gärtnerlob', '250 g', 159],
    ['Salatgurke', 'Cucumber', null, '1 Stück', 89],
    ['Paprika rot', 'Red peppers', null, '500 g', 249],
    ['Möhren', 'Carrots', 'Gärtnerlob', '1 kg', 119],
    ['Speisekartoffeln festkochend', 'Waxy potatoes', 'Ackerglück', '2,5 kg', 349],
    ['Zwiebeln', 'Onions', 'Ackerglück', '1 kg', 129],
    ['Champignons weiß', 'White mushrooms', null, '400 g', 229],
    ['Feldsalat', "Lamb's lettuce", 'Gärtnerlob', '150 g', 169],
  ],
};
