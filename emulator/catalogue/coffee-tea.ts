import type { Category } from './line.ts';

export const coffeeTea: Category = {
  id: 'coffee-tea',
  aisle: '4',
  lines: [
    [
      'Röstkaffee gemahlen',
      'Ground roast coffee',
      'Röstmeisterei Nord',
      '500 g',
      799,
      { reduced: { to: 599, lowest30d: 699, fromDay: 0, days: 7 } },
    ],
    ['Röstkaffee entkoffeiniert', 'Decaf ground coffee', 'Röstmeisterei Nord', '500 g', 849],
    ['Caffè Crema, ganze Bohne', 'Caffè crema beans', 'Röstmeisterei Nord', '1 kg', 1699],
    ['Espresso, ganze Bohne', 'Espresso beans', 'Nerovia', '1 kg', 1899],
    ['Kaffeepads kräftig', 'Strong coffee pads', 'Röstmeisterei Nord', '252 g', 429],
    ['Kaffeekapseln Lungo', 'Lungo coffee capsules', 'Nerovia', '52 g', 329],
    ['Löslicher Kaffee', 'Instant coffee', 'Nerovia', '200 g', 899],
    ['Malzkaffee', 'Malt coffee', 'Kornfried', '500 g', 349],
    ['Kakaopulver', 'Drinking chocolate', 'Kakaotatze', '500 g', 399],
    ['Schwarztee Ostfriesen-Art', 'East Frisian style tea', 'Deichhof', '250 g', 449],
    ['Grüner Tee', 'Green tea', 'Teeflut', '35 g', 219],
    ['Kamillentee', 'Camomile tea', 'Kräuterlund', '38 g', 149],
    ['Pfefferminztee', 'Peppermint tea', 'Kräuterlund', '45 g', 149],
    ['Früchtetee Waldbeere', 'Forest fruit tea', 'Kräuterlund', '60 g', 179],
    ['Rooibos Vanille', 'Vanilla rooibos', 'Teeflut', '40 g', 199],
    ['Kaffeefilter Größe 4', 'Coffee filters size 4', 'Filtrina', '100 Stück', 149],
    ['Kondensmilch 10 %', 'Evaporated milk 10%', 'Talwiese', '340 g', 139],
  ],
};
