import type { Category } from './line.ts';

export const care: Category = {
  id: 'care',
  aisle: '11',
  lines: [
    ['Duschgel Meeresbrise', 'Sea breeze shower gel', 'Hautwohl', '250 ml', 149],
    ['Shampoo feines Haar', 'Shampoo for fine hair', 'Haarsegen', '300 ml', 229],
    ['Pflegespülung', 'Conditioner', 'Haarsegen', '200 ml', 249],
    ['Flüssigseife Mandel', 'Almond hand wash', 'Hautwohl', '500 ml', 179],
    ['Handcreme', 'Hand cream', 'Hautwohl', '75 ml', 199],
    [
      'Bodylotion',
      'Body lotion',
      'Hautwohl',
      '400 ml',
      349,
      { reduced: { to: 279, lowest30d: 319, fromDay: 0, days: 9 } },
    ],
    ['Gesichtscreme Tag', 'Day face cream', 'Hautwohl', '50 ml', 599],
    ['Sonnenmilch LSF 30', 'Sun lotion SPF 30', 'Sonnenfein', '200 ml', 699],
    ['Zahnpasta Kräuter', 'Herbal toothpaste', 'Frischzahn', '75 ml', 119],
    ['Zahnbürste mittel', 'Medium toothbrush', 'Frischzahn', '1 Stück', 199],
    ['Mundspülung', 'Mouthwash', 'Frischzahn', '500 ml', 299],
    ['Deoroller', 'Roll-on deodorant', 'Hautwohl', '50 ml', 179],
    ['Rasierschaum', 'Shaving foam', 'Glattkinn', '300 ml', 199],
    ['Einwegrasierer', 'Disposable razors', 'Glattkinn', '10 Stück', 349],
    ['Wattepads', 'Cotton pads', 'Sanftweiß', '120 Stück', 119],
    ['Pflaster-Sortiment', 'Assorted plasters', 'Heilbert', '40 Stück', 249, { soldOut: true }],
    ['Slipeinlagen', 'Panty liners', 'Sanftweiß', '50 Stück', 179],
  ],
};
