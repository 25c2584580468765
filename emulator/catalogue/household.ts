import type { Category } from './line.ts';

export const household: Category = {
  id: 'household',
  aisle: '10',
  lines: [
    [
      'Vollwaschmittel Pulver',
      'Washing powder',
      'Wolkenweiß',
      '40 WL',
      899,
      { reduced: { to: 699, lowest30d: 799, fromDay: -2, days: 10 } },
    ],
    ['Colorwaschmittel flüssig', 'Liquid colour detergent', 'Wolkenweiß', '22 WL', 549],
    ['Feinwaschmittel', 'Delicates detergent', 'Wolkenweiß', '20 WL', 449],
    ['Weichspüler Frühling', 'Spring fabric softener', 'Wolkenweiß', '40 WL', 249],
    ['Geschirrspültabs', 'Dishwasher tabs', 'Spülfix', '44 Stück', 599],
    ['Spülmittel Zitrone', 'Lemon washing-up liquid', 'Spülfix', '500 ml', 129],
    ['Allzweckreiniger', 'All-purpose cleaner', 'Blankhaus', '1 l', 149],
    ['Glasreiniger', 'Glass cleaner', 'Blankhaus', '500 ml', 179],
    ['WC-Reiniger', 'Toilet cleaner', 'Blankhaus', '750 ml', 159],
    ['Toilettenpapier 3-lagig', '3-ply toilet paper', 'Sanftweiß', '10 Stück', 449],
    ['Küchenrolle', 'Kitchen roll', 'Sanftweiß', '4 Stück', 329],
    ['Taschentücher', 'Tissues', 'Sanftweiß', '30 × 10 Stück', 299],
    ['Müllbeutel 35 l', 'Bin bags 35 l', 'Blankhaus', '25 Stück', 169],
    ['Alufolie', 'Aluminium foil', 'Küchenglanz', '20 m', 279],
    ['Frischhaltefolie', 'Cling film', 'Küchenglanz', '40 m', 199],
    ['Backpapier', 'Baking paper', 'Küchenglanz', '16 m', 189],
    ['Schrankpapier', 'Drawer liner', 'Küchenglanz', '3 m²', 399],
    ['Batterien AA', 'AA batteries', 'Dauerfunke', '8 Stück', 499, { soldOut: true }],
    ['Teelichte', 'Tea lights', 'Dauerfunke', '50 Stück', 299],
  ],
};
