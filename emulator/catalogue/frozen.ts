import type { Category } from './line.ts';

export const frozen: Category = {
  id: 'frozen',
  aisle: '9',
  lines: [
    ['Steinofenpizza Margherita', 'Stone-baked margherita', 'Bella Prata', '350 g', 279],
    [
      'Steinofenpizza Salami',
      'Stone-baked salami pizza',
      'Bella Prata',
      '360 g',
      299,
      { reduced: { to: 199, lowest30d: 249, fromDay: -1, days: 6 } },
    ],
    ['Flammkuchen Elsässer Art', 'Alsatian tarte flambée', 'Clairmonde', '260 g', 279],
    ['Fischstäbchen', 'Fish fingers', 'Fjordlicht', '450 g', 399],
    ['Seelachsfilet', 'Pollock fillet', 'Fjordlicht', '400 g', 499],
    ['Garnelen, geschält', 'Peeled prawns', 'Fjordlicht', '225 g', 599],
    ['Blattspinat', 'Leaf spinach', 'Gärtnerlob', '450 g', 179],
    ['Rahmspinat', 'Creamed spinach', 'Gärtnerlob', '450 g', 199],
    ['Erbsen fein', 'Petits pois', 'Gärtnerlob', '450 g', 199],
    ['Kaisergemüse', 'Mixed vegetables', 'Gärtnerlob', '1 kg', 299],
    ['Pommes frites', 'Oven chips', 'Ackerglück', '750 g', 249],
    ['Kroketten', 'Potato croquettes', 'Ackerglück', '600 g', 229],
    ['Kartoffelpuffer', 'Potato pancakes', 'Ackerglück', '600 g', 259],
    ['Beerenmischung', 'Mixed berries', 'Waldkörbchen', '300 g', 299],
    ['Vanilleeis', 'Vanilla ice cream', 'Eiszapf', '900 ml', 349],
    ['Schokoladeneis', 'Chocolate ice cream', 'Eiszapf', '900 ml', 349, { soldOut: true }],
    ['Eis am Stiel Mandel', 'Almond ice lollies', 'Eiszapf', '4 × 110 ml', 299],
    ['Kräuter-Mix', 'Mixed herbs', 'Gärtnerlob', '50 g', 129],
  ],
};
