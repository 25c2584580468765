import type { Category } from './line.ts';

export const babyPets: Category = {
  id: 'baby-pets',
  aisle: '12',
  lines: [
    [
      'Windeln Größe 4',
      'Nappies size 4',
      'Krabbelmut',
      '44 Stück',
      899,
      { reduced: { to: 749, lowest30d: 849, fromDay: -3, days: 10 } },
    ],
    ['Feuchttücher sensitiv', 'Sensitive wipes', 'Krabbelmut', '80 Stück', 149],
    ['Babybrei Karotte', 'Carrot baby food', 'Löffelzwerg', '190 g', 119],
    ['Babybrei Apfel-Banane', 'Apple banana baby food', 'Löffelzwerg', '190 g', 119],
    ['Folgemilch 2', 'Follow-on milk 2', 'Löffelzwerg', '600 g', 1199],
    ['Dinkelstangen für Kinder', 'Spelt sticks for children', 'Löffelzwerg', '100 g', 199],
    ['Pflegeöl', 'Baby oil', 'Krabbelmut', '250 ml', 299],
    ['Katzenfutter Huhn', 'Chicken cat food', 'Schnurrhold', '400 g', 99],
    ['Katzenfutter Lachs', 'Salmon cat food', 'Schnurrhold', '12 × 85 g', 499],
    ['Katzenstreu', 'Cat litter', 'Schnurrhold', '10 l', 549],
    ['Hundefutter Rind', 'Beef dog food', 'Bellando', '800 g', 179],
    ['Trockenfutter für Hunde', 'Dry dog food', 'Bellando', '3 kg', 899],
    ['Kauknochen', 'Chew bones', 'Bellando', '5 Stück', 249],
    ['Vogelfutter', 'Bird food', 'Piepwiese', '1 kg', 249],
    ['Meisenknödel', 'Fat balls', 'Piepwiese', '6 × 90 g', 199],
    ['Heu für Kleintiere', 'Small-animal hay', 'Piepwiese', '1 kg', 349, { soldOut: true }],
  ],
};
