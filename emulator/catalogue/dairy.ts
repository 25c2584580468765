import type { Category } from './line.ts';

export const dairy: Category = {
  id: 'dairy',
  aisle: '2',
  lines: [
    ['Frische Vollmilch 3,5 %', 'Fresh whole milk 3.5%', 'Talwiese', '1 l', 125],
    ['Fettarme Milch 1,5 %', 'Semi-skimmed milk 1.5%', 'Talwiese', '1 l', 115],
    ['H-Milch 3,5 %', 'UHT milk 3.5%', 'Talwiese', '1 l', 109],
    ['Laktosefreie Milch', 'Lactose-free milk', 'Leichtmut', '1 l', 149],
    ['Haferdrink Natur', 'Oat drink', 'Haferfroh', '1 l', 179],
    [
      'Süßrahmbutter',
      'Sweet cream butter',
      'Talwiese',
      '250 g',
      239,
      { reduced: { to: 179, lowest30d: 199, fromDay: -1, days: 6 } },
    ],
    ['Sauerrahmbutter', 'Soured cream butter', 'Hüttenrain', '250 g', 249],
    ['Margarine', 'Margarine', 'Sonnenfein', '500 g', 189],
    ['Schlagsahne 32 %', 'Whipping cream 32%', 'Talwiese', '200 g', 99],
    ['Saure Sahne 10 %', 'Soured cream 10%', 'Talwiese', '200 g', 79],
    ['Crème fraîche', 'Crème fraîche', 'Hüttenrain', '150 g', 119],
    ['Speisequark Magerstufe', 'Low-fat quark', 'Talwiese', '500 g', 139],
    ['Naturjoghurt 3,8 %', 'Natural yoghurt 3.8%', 'Hüttenrain', '500 g', 129],
    ['Erdbeerjoghurt', 'Strawberry yoghurt', 'Fruchtlöffel', '150 g', 69],
    ['Pfirsich-Maracuja-Joghurt', 'Peach passion fruit yoghurt', 'Fruchtlöffel', '150 g', 69],
    ['Kefir', 'Kefir', 'Hüttenrain', '500 g', 119],
    ['Milchreis Zimt', 'Cinnamon rice pudding', 'Fruchtlöffel', '200 g', 89],
    ['Eier Bodenhaltung Gr. M', 'Barn eggs, medium', 'Nestgut', '10 Stück', 229],
    ['Eier Freiland Gr. L', 'Free-range eggs, large', 'Nestgut', '6 Stück', 219, { soldOut: true }],
  ],
};
