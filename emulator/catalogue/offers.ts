/** A multi-buy as it hangs in the shop, by the German names of the products it holds for. */
export interface OfferLine {
  readonly offer: string;
  readonly products: readonly string[];
  readonly badge: { readonly de: string; readonly en: string };
  readonly text: { readonly de: string; readonly en: string };
  /** First day and length, in days from the opening day. */
  readonly fromDay: number;
  readonly days: number;
}

const threeForTwo = {
  badge: { de: '3 für 2', en: '3 for 2' },
  text: { de: 'Drei nehmen, zwei zahlen', en: 'Take three, pay for two' },
};

const secondHalf = {
  badge: { de: '2. −50 %', en: '2nd −50%' },
  text: { de: 'Das zweite zum halben Preis', en: 'The second at half price' },
};

export const offerLines: readonly OfferLine[] = [
  {
    offer: 'yoghurt-3-for-2',
    products: ['Erdbeerjoghurt', 'Pfirsich-Maracuja-Joghurt'],
    ...threeForTwo,
    fromDay: -3,
    days: 14,
  },
  {
    offer: 'crisps-3-for-2',
    products: ['Kartoffelchips Paprika', 'Kartoffelchips gesalzen'],
    ...threeForTwo,
    fromDay: -1,
    days: 7,
  },
  { offer: 'pasta-3-for-2', products: ['Spaghetti Nr. 5', 'Penne Rigate'], ...threeForTwo, fromDay: -2, days: 10 },
  {
    offer: 'gums-3-for-2',
    products: ['Gummifrüchte', 'Saure Stäbchen', 'Lakritzschnecken'],
    ...threeForTwo,
    fromDay: -5,
    days: 12,
  },
  {
    offer: 'baby-food-3-for-2',
    products: ['Babybrei Karotte', 'Babybrei Apfel-Banane'],
    ...threeForTwo,
    fromDay: 1,
    days: 7,
  },
  {
    offer: 'riesling-second-half',
    products: ['Riesling trocken', 'Grauburgunder'],
    ...secondHalf,
    fromDay: -1,
    days: 9,
  },
  {
    offer: 'shower-second-half',
    products: ['Duschgel Meeresbrise', 'Flüssigseife Mandel'],
    ...secondHalf,
    fromDay: -4,
    days: 8,
  },
  { offer: 'cat-food-3-for-2', products: ['Katzenfutter Huhn'], ...threeForTwo, fromDay: -2, days: 21 },
];

/** An offer of one zone, by the German name of its product. It lasts the whole opening week. */
export interface ZoneOfferLine {
  readonly offer: string;
  readonly zone: string;
  readonly audience: 'public' | 'member' | 'session';
  readonly product: string;
  readonly badge: { readonly de: string; readonly en: string };
  readonly text: { readonly de: string; readonly en: string };
  /** Off the price on the shelf, per cent; absent: the price stays. */
  readonly percentLess?: number;
  /** Path below the shop's short host: an Eddystone-URL holds 17 bytes. */
  readonly path: string;
  readonly coupon?: string;
}

export const zoneOfferLines: readonly ZoneOfferLine[] = [
  {
    offer: 'apples-today',
    zone: 'fresh',
    audience: 'public',
    product: 'Äpfel Elstar',
    badge: { de: 'Heute frisch', en: 'Fresh today' },
    text: { de: 'Heute geerntet, hier im Regal', en: 'Picked today, here on the shelf' },
    path: 'apple',
  },
  {
    offer: 'milk-for-members',
    zone: 'fresh',
    audience: 'member',
    product: 'Frische Vollmilch 3,5 %',
    badge: { de: 'Mitglieder', en: 'Members' },
    text: { de: 'Mitgliederpreis', en: 'Price for members' },
    percentLess: 12,
    path: 'milk',
  },
  {
    offer: 'crisps-for-you',
    zone: 'snacks',
    audience: 'session',
    product: 'Kesselchips Meersalz',
    badge: { de: 'Für Sie', en: 'For you' },
    text: { de: 'Nur bei diesem Besuch', en: 'For this visit only' },
    percentLess: 20,
    path: 'you',
    coupon: '9810000000017',
  },
];
