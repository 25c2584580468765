/** Words in both languages of the shop. */
export interface Words {
  readonly de: string;
  readonly en: string;
}

export type Picture = 'bread' | 'fruit' | 'coffee' | 'office' | 'summer' | 'winter';

/** What an entry shows; products by their German names. `season`: the poster of this time of the year. */
export type ShowLine =
  | { readonly kind: 'offers'; readonly most?: number }
  | { readonly kind: 'prices' | 'bitcoin'; readonly title: Words; readonly products: readonly string[] }
  | { readonly kind: 'image'; readonly picture: Picture | 'season'; readonly text?: Words }
  | { readonly kind: 'video' }
  | { readonly kind: 'message'; readonly title?: Words; readonly text: Words }
  | { readonly kind: 'qr'; readonly qr: QrLine };

export interface QrLine {
  readonly kind: 'link' | 'coupon' | 'entry';
  readonly text: string;
  readonly caption: Words;
}

export interface EntryLine {
  readonly entry: string;
  readonly seconds: number;
  readonly priority?: number;
  /** Wall clock of every day; absent: always. */
  readonly hours?: readonly [from: string, until: string];
  readonly show: ShowLine;
}

/** A screen as it hangs in the emulated shop. */
export interface ScreenLine {
  readonly screen: string;
  /** Left out where the shop has no such zone. */
  readonly zone?: string;
  readonly panel: { readonly widthPx: number; readonly heightPx: number; readonly diagonalInch: number };
  readonly viewingDistanceM: number;
  readonly layout: 'landscape' | 'portrait' | 'board' | 'board-portrait' | 'door' | 'bar';
  readonly skin?: 'day' | 'night' | 'sale' | 'season';
  readonly title: Words;
  readonly ticker?: readonly Words[];
  readonly board?: { readonly title: Words; readonly products: readonly string[] };
  readonly qr?: QrLine;
  readonly playlist: readonly EntryLine[];
}

const fullHd = (diagonalInch: number) => ({ widthPx: 1920, heightPx: 1080, diagonalInch });
const words = (de: string, en: string): Words => ({ de, en });

const app: QrLine = { kind: 'link', text: 'https://ec.example/app', caption: words('Unsere App', 'Our app') };
const offers = (seconds: number, most?: number): EntryLine => ({
  entry: 'offers',
  seconds,
  show: { kind: 'offers', ...(most === undefined ? {} : { most }) },
});
const film: EntryLine = { entry: 'coffee-film', seconds: 5, show: { kind: 'video' } };

/** One of them holds at any hour. */
const greetings: readonly EntryLine[] = [
  {
    entry: 'morning',
    seconds: 8,
    hours: ['00:00', '11:00'],
    show: {
      kind: 'message',
      title: words('Guten Morgen', 'Good morning'),
      text: words('Frische Brötchen aus dem Ofen', 'Fresh rolls from the oven'),
    },
  },
  {
    entry: 'noon',
    seconds: 8,
    hours: ['11:00', '16:00'],
    show: {
      kind: 'message',
      title: words('Mahlzeit', 'Lunch time'),
      text: words('Salate und Suppen an der Theke', 'Salads and soups at the counter'),
    },
  },
  {
    entry: 'evening',
    seconds: 8,
    hours: ['16:00', '24:00'],
    show: {
      kind: 'message',
      title: words('Schönen Feierabend', 'Good evening'),
      text: words('Bis 22 Uhr für Sie da', 'Here for you until 10 pm'),
    },
  },
];

const coffees = ['Röstkaffee gemahlen', 'Caffè Crema, ganze Bohne', 'Espresso, ganze Bohne'];
const fruits = ['Bananen', 'Äpfel Elstar', 'Orangen', 'Birnen Conference'];
const breads = ['Roggenmischbrot', 'Bauernbrot', 'Vollkornbrot', 'Dinkel-Saatenbrot'];

/** Eight screens, from the street to the till. */
export const screenLines: readonly ScreenLine[] = [
  {
    screen: 'office-window',
    panel: { widthPx: 2160, heightPx: 3840, diagonalInch: 55 },
    viewingDistanceM: 4,
    layout: 'portrait',
    skin: 'season',
    title: words('Ihr Markt im Viertel', 'Your shop round the corner'),
    ticker: [words('Mo–Sa 7 bis 22 Uhr', 'Mon–Sat 7 am to 10 pm'), words('Wir stellen ein', 'We are hiring')],
    board: { title: words('Heute', 'Today'), products: fruits },
    qr: app,
    playlist: [
      {
        entry: 'house',
        seconds: 10,
        show: { kind: 'image', picture: 'office', text: words('Kommen Sie herein', 'Come in') },
      },
      { entry: 'season', seconds: 10, show: { kind: 'image', picture: 'season' } },
      offers(10, 4),
      {
        entry: 'closed',
        seconds: 20,
        priority: 10,
        hours: ['00:00', '05:00'],
        show: { kind: 'message', text: words('Wir öffnen um 7 Uhr', 'We open at 7 am') },
      },
    ],
  },
  {
    screen: 'door',
    panel: { widthPx: 1080, heightPx: 1920, diagonalInch: 43 },
    viewingDistanceM: 3,
    layout: 'door',
    title: words('Willkommen', 'Welcome'),
    qr: { kind: 'entry', text: 'https://ec.example/in', caption: words('Einlass mit der App', 'Enter with the app') },
    playlist: [
      { entry: 'season', seconds: 10, show: { kind: 'image', picture: 'season' } },
      ...greetings,
      offers(10, 3),
    ],
  },
  {
    screen: 'entrance',
    panel: fullHd(55),
    viewingDistanceM: 5,
    layout: 'landscape',
    title: words('Willkommen', 'Welcome'),
    ticker: [
      words('Heute bis 22 Uhr geöffnet', 'Open until 10 pm today'),
      words('Äpfel aus der Region', 'Apples from the region'),
      words('Pfandautomat neben dem Eingang', 'Bottle return beside the entrance'),
    ],
    board: { title: words('Obst', 'Fruit'), products: fruits },
    qr: app,
    playlist: [
      {
        entry: 'fruit',
        seconds: 10,
        show: { kind: 'image', picture: 'fruit', text: words('Frisch vom Feld', 'Fresh from the field') },
      },
      offers(12, 6),
      film,
      ...greetings,
    ],
  },
  {
    screen: 'aisle-fresh',
    zone: 'fresh',
    panel: { widthPx: 1920, heightPx: 360, diagonalInch: 28.6 },
    viewingDistanceM: 1.2,
    layout: 'bar',
    title: words('Obst und Gemüse', 'Fruit and vegetables'),
    qr: { kind: 'link', text: 'https://ec.example/fresh', caption: words('Rezepte', 'Recipes') },
    playlist: [
      offers(10, 4),
      {
        entry: 'fruit',
        seconds: 12,
        show: { kind: 'prices', title: words('Obst', 'Fruit'), products: fruits.slice(0, 3) },
      },
      {
        entry: 'vegetables',
        seconds: 12,
        show: {
          kind: 'prices',
          title: words('Gemüse', 'Vegetables'),
          products: ['Möhren', 'Rispentomaten', 'Zwiebeln'],
        },
      },
    ],
  },
  {
    screen: 'aisle-snacks',
    zone: 'snacks',
    panel: fullHd(43),
    viewingDistanceM: 2.5,
    layout: 'landscape',
    title: words('Snacks und Getränke', 'Snacks and drinks'),
    ticker: [words('Pfand: bitte Flaschen zurückbringen', 'Deposit: please bring bottles back')],
    board: {
      title: words('Knabbern', 'Nibbles'),
      products: ['Kartoffelchips Paprika', 'Kartoffelchips gesalzen', 'Kesselchips Meersalz'],
    },
    qr: { kind: 'link', text: 'https://ec.example/snacks', caption: words('Mehr davon', 'More of it') },
    playlist: [
      offers(10, 6),
      {
        entry: 'sweets',
        seconds: 12,
        show: {
          kind: 'prices',
          title: words('Süßes', 'Sweets'),
          products: ['Gummifrüchte', 'Saure Stäbchen', 'Lakritzschnecken'],
        },
      },
      film,
    ],
  },
  {
    screen: 'bakery',
    zone: 'fresh',
    panel: fullHd(43),
    viewingDistanceM: 3,
    layout: 'board',
    title: words('Backstube', 'Bakery'),
    ticker: [words('Allergene: fragen Sie uns gern', 'Allergens: please ask us')],
    board: {
      title: words('Aus dem Ofen', 'From the oven'),
      products: ['Weizenbrötchen', 'Körnerbrötchen', 'Laugenbrezel', 'Buttercroissant', 'Hefezopf', ...breads],
    },
    qr: { kind: 'link', text: 'https://ec.example/bread', caption: words('Zutaten', 'Ingredients') },
    playlist: [
      { entry: 'bread', seconds: 12, show: { kind: 'image', picture: 'bread' } },
      {
        entry: 'coffee',
        seconds: 10,
        show: { kind: 'image', picture: 'coffee', text: words('Dazu ein Kaffee?', 'Coffee with it?') },
      },
      ...greetings,
    ],
  },
  {
    screen: 'bitcoin',
    zone: 'tills',
    panel: { widthPx: 1080, heightPx: 1920, diagonalInch: 32 },
    viewingDistanceM: 2,
    layout: 'board-portrait',
    skin: 'night',
    title: words('Preise in Bitcoin', 'Prices in bitcoin'),
    ticker: [words('Es gilt der Preis in Euro', 'The price in euros is the one that counts')],
    board: { title: words('Kaffee', 'Coffee'), products: coffees },
    playlist: [
      {
        entry: 'coffee-sats',
        seconds: 15,
        show: { kind: 'bitcoin', title: words('Kaffee', 'Coffee'), products: coffees.slice(0, 2) },
      },
      {
        entry: 'fruit-sats',
        seconds: 15,
        show: { kind: 'bitcoin', title: words('Obst', 'Fruit'), products: fruits.slice(0, 2) },
      },
      {
        entry: 'pay',
        seconds: 10,
        show: {
          kind: 'qr',
          qr: {
            kind: 'link',
            text: 'https://pay.example/how',
            caption: words('Mit Bitcoin zahlen', 'Pay with bitcoin'),
          },
        },
      },
    ],
  },
  {
    screen: 'checkout',
    zone: 'tills',
    panel: fullHd(43),
    viewingDistanceM: 3,
    layout: 'landscape',
    title: words('Kasse', 'Till'),
    ticker: [words('Bitte halten Sie Ihre Karte bereit', 'Please have your card ready')],
    board: { title: words('Noch schnell', 'One more thing'), products: ['Laugenbrezel', 'Bananen', 'Gummifrüchte'] },
    qr: { kind: 'coupon', text: 'https://ec.example/c/9810000000017', caption: words('Gutschein', 'Coupon') },
    playlist: [
      offers(10, 4),
      {
        entry: 'thanks',
        seconds: 8,
        show: { kind: 'message', text: words('Danke für Ihren Einkauf', 'Thank you for shopping here') },
      },
      { entry: 'coffee', seconds: 8, show: { kind: 'image', picture: 'coffee' } },
      film,
    ],
  },
];

/** Offers that screens show with a picture. */
export const offerPictures: Readonly<Record<string, Picture>> = { 'apples-today': 'fruit' };
