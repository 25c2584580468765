import type { Category } from './line.ts';

export const meat: Category = {
  id: 'meat',
  aisle: '3',
  lines: [
    ['Rinderhackfleisch', 'Minced beef', 'Weidegrund', '500 g', 599],
    [
      'Hackfleisch gemischt',
      'Mixed mince',
      'Weidegrund',
      '500 g',
      449,
      { reduced: { to: 379, lowest30d: 429, fromDay: -3, days: 6 } },
    ],
    ['Schweineschnitzel', 'Pork escalopes', 'Weidegrund', '400 g', 429],
    ['Schweinenackensteak, mariniert', 'Marinated pork neck steak', 'Grillrast', '600 g', 549],
    ['Hähnchenbrustfilet', 'Chicken breast fillet', 'Nestgut', '600 g', 699],
    ['Hähnchenschenkel', 'Chicken legs', 'Nestgut', '1 kg', 499],
    ['Putengeschnetzeltes', 'Turkey strips', 'Nestgut', '400 g', 549],
    ['Rinderrouladen', 'Beef roulades', null, '100 g', 219, { counter: true }],
    ['Nürnberger Rostbratwürste', 'Nuremberg sausages', 'Kaiserrost', '300 g', 349],
    ['Wiener Würstchen', 'Vienna sausages', 'Kaiserrost', '400 g', 399],
    ['Kochschinken', 'Cooked ham', 'Schinkenstube', '150 g', 229],
    ['Schwarzwälder Schinken', 'Black Forest ham', 'Tannrauch', '100 g', 249],
    ['Salami, luftgetrocknet', 'Air-dried salami', 'Bella Prata', '80 g', 219],
    ['Leberwurst fein', 'Fine liver sausage', 'Schinkenstube', '125 g', 149],
    ['Fleischsalat', 'German meat salad', 'Schinkenstube', '200 g', 189],
    ['Räucherlachs', 'Smoked salmon', 'Fjordlicht', '100 g', 399],
    ['Lachsfilet', 'Salmon fillet', null, '100 g', 299, { counter: true, soldOut: true }],
    ['Matjesfilets', 'Soused herring fillets', 'Deichhof', '250 g', 329],
  ],
};
