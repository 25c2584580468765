import type {
  LayoutListDocument,
  ScreenDocument,
  ScreenEntry,
  ScreenListDocument,
} from '../console/screen-documents.ts';
import { reasons } from '../shelf/reasons.ts';
import { formatBytes } from './bytes.ts';
import type { Context } from './command.ts';
import { formatAgo, shortAge } from './duration.ts';
import { type Cell, formatPairs, formatTable } from './table.ts';

const right = 'right' as const;

function stateCell({ state }: Pick<ScreenEntry, 'state'>, { terminal }: Context): Cell {
  const { colours } = terminal;
  const paint = {
    playing: colours.green,
    stale: colours.yellow,
    silent: colours.red,
    off: colours.dim,
    unpaired: colours.yellow,
    refused: colours.red,
  }[state];
  return { text: state, paint };
}

const sizeOf = ({ panel }: Pick<ScreenEntry, 'panel'>) => `${panel.widthPx}×${panel.heightPx}`;

function above({ overlay, emergency }: Pick<ScreenEntry, 'overlay' | 'emergency'>, { terminal }: Context): Cell {
  if (emergency !== null) return { text: emergency.join(' / '), paint: terminal.colours.red };
  return overlay ?? '';
}

/** The screens in a table, and the notice that was ordered by hand. */
export function formatScreens({ screens, override }: ScreenListDocument, context: Context): string {
  const { terminal, clock } = context;
  const { colours } = terminal;
  const rows = screens.map((one): Cell[] => [
    one.id,
    stateCell(one, context),
    one.zone ?? '',
    one.layout,
    sizeOf(one),
    shortAge(one.heardAt, clock.now()),
    one.pricesHidden === 0 ? '0' : { text: `${one.pricesHidden}`, paint: colours.yellow },
    one.playing.map(({ entry }) => entry).join(', '),
    above(one, context),
    one.reason === null ? '' : { text: one.reason, paint: colours.yellow },
  ]);
  const table = formatTable(
    [
      { title: 'SCREEN', shrinkTo: 8 },
      { title: 'STATE' },
      { title: 'ZONE', shrinkTo: 5 },
      { title: 'LAYOUT', shrinkTo: 6 },
      { title: 'PIXELS', shrinkTo: 4 },
      { title: 'HEARD', align: right },
      { title: 'HIDDEN', align: right },
      { title: 'PLAYS', shrinkTo: 8 },
      { title: 'ABOVE', shrinkTo: 5 },
      { title: 'REASON', shrinkTo: 10 },
    ],
    rows,
    terminal.width,
    colours.dim,
  );
  if (override === null) return table;
  const where = override.screen ?? (override.zone === null ? 'all screens' : `zone ${override.zone}`);
  const pairs: [string, Cell][] = [
    ['Notice', { text: Object.values(override.text).join(' / '), paint: colours.red }],
    ['On', `${where}, by ${override.by} ${formatAgo(override.since, clock.now())}, until ${override.until}`],
  ];
  return `${table}\n${formatPairs(pairs, terminal.width)}`;
}

/** All that is known of one screen. */
export function formatScreen(one: ScreenDocument, context: Context): string {
  const { terminal, clock } = context;
  const { colours, width } = terminal;
  const known = Object.entries(reasons).find(([code]) => code === one.reason)?.[1];
  const now = clock.now();
  const shot = one.screenshot;
  const hidden = one.cards.filter(({ price }) => price === null);
  const pairs: [string, Cell][] = [
    ['Screen', `${one.id}, version ${one.version}`],
    ['State', stateCell(one, context)],
    ...(one.reason === null ? [] : [['Reason', { text: one.reason, paint: colours.yellow }] as [string, Cell]]),
    ...(known
      ? ([
          ['Why', known.meaning],
          ['What helps', known.fix],
        ] as [string, Cell][])
      : []),
    ['Zone', one.zone ?? 'none'],
    ['Layout', `${one.layout}, skin ${one.skin ?? "the layout's first"}`],
    ['Panel', `${sizeOf(one)} pixels, ${one.panel.diagonalInch} inches`],
    ['Heard', `${formatAgo(one.heardAt, now)}${one.visible === false ? ', and cannot be seen' : ''}`],
    [
      'Plays',
      one.playing.map(({ region, entry }) => `${entry} (${region})`).join(', ') || 'nothing that its page told',
    ],
    ['Above', above(one, context) === '' ? 'nothing' : above(one, context)],
    [
      'Prices',
      `${one.cards.length - hidden.length} of ${one.cards.length} hold, ${one.pricesHidden} hidden by the page`,
    ],
    ['Paired', `${one.tokens.length} ${one.tokens.length === 1 ? 'page' : 'pages'}`],
    [
      'Screenshot',
      shot === null
        ? 'none yet'
        : shot.matches
          ? `${formatAgo(shot.at, now)}, as it should be`
          : { text: `${formatAgo(shot.at, now)}, differs: ${shot.differences.join('; ')}`, paint: colours.red },
    ],
  ];
  const parts = [formatPairs(pairs, width), playlist(one, context), pages(one, context)];
  if (hidden.length > 0) parts.push(withoutPrice(hidden, context));
  if (one.assets.length > 0) parts.push(assets(one, context));
  if (one.tokens.length > 0) parts.push(tokens(one, context));
  return parts.join('\n');
}

const odd = (reason: string | null, { terminal }: Context): Cell =>
  reason === null ? '' : { text: reason, paint: terminal.colours.yellow };

function playlist({ playlist }: ScreenDocument, context: Context): string {
  const { width, colours } = context.terminal;
  if (playlist.length === 0) return 'Its playlist is empty.\n';
  return formatTable(
    [
      { title: 'ENTRY', shrinkTo: 6 },
      { title: 'SHOWS' },
      { title: 'REGION', shrinkTo: 4 },
      { title: 'STATE' },
      { title: 'UNTIL (UTC)', shrinkTo: 5 },
      { title: 'REASON', shrinkTo: 8 },
    ],
    playlist.map((each): Cell[] => [
      each.entry,
      each.kind,
      each.region,
      each.state === 'playing' ? { text: each.state, paint: colours.green } : each.state,
      each.until === null ? '' : each.until.slice(0, 16).replace('T', ' '),
      odd(each.reason, context),
    ]),
    width,
    colours.dim,
  );
}

function pages({ pages }: ScreenDocument, { terminal, clock }: Context): string {
  const { width, colours } = terminal;
  if (pages.length === 0) return 'No page of it is connected.\n';
  return formatTable(
    [
      { title: 'PAGE', shrinkTo: 6 },
      { title: 'BY' },
      { title: 'FOR', align: right },
      { title: 'HEARD', align: right },
      { title: 'VISIBLE' },
      { title: 'CLOCK' },
      { title: 'MEMORY', align: right },
      { title: 'PIXELS', shrinkTo: 4 },
      { title: 'COMPLAINS OF', shrinkTo: 6 },
    ],
    pages.map((page): Cell[] => [
      page.page,
      page.door,
      shortAge(page.since, clock.now()),
      shortAge(page.heardAt, clock.now()),
      page.visible === null ? '' : page.visible ? 'yes' : { text: 'no', paint: colours.yellow },
      page.clock === null ? '' : page.clock === 'true' ? 'true' : { text: page.clock, paint: colours.yellow },
      page.heapBytes === null ? '' : formatBytes(page.heapBytes),
      page.widthPx === null ? '' : `${page.widthPx}×${page.heightPx}`,
      page.problems.join('; '),
    ]),
    width,
    colours.dim,
  );
}

function withoutPrice(cards: ScreenDocument['cards'], context: Context): string {
  const { width, colours } = context.terminal;
  return formatTable(
    [{ title: 'WITHOUT PRICE' }, { title: 'PRODUCT', shrinkTo: 8 }, { title: 'REASON', shrinkTo: 8 }],
    cards.map((card): Cell[] => [card.sku, card.name, odd(card.reason, context)]),
    width,
    colours.dim,
  );
}

function assets({ assets }: ScreenDocument, context: Context): string {
  const { width, colours } = context.terminal;
  return formatTable(
    [
      { title: 'FILE' },
      { title: 'KIND', shrinkTo: 5 },
      { title: 'SIZE', align: right },
      { title: 'STATE' },
      { title: 'REASON', shrinkTo: 8 },
    ],
    assets.map((asset): Cell[] => [
      asset.sha256.slice(0, 12),
      asset.type ?? '',
      asset.bytes === null ? '' : formatBytes(asset.bytes),
      asset.state,
      odd(asset.reason, context),
    ]),
    width,
    colours.dim,
  );
}

function tokens({ tokens }: ScreenDocument, { terminal, clock }: Context): string {
  return formatTable(
    [
      { title: 'TOKEN' },
      { title: 'NAME', shrinkTo: 6 },
      { title: 'PAIRED', shrinkTo: 6 },
      { title: 'BY', shrinkTo: 4 },
      { title: 'USED', shrinkTo: 6 },
    ],
    tokens.map(({ token, name, at, by, usedAt }): Cell[] => [
      token,
      name ?? '',
      formatAgo(at, clock.now()),
      by,
      formatAgo(usedAt, clock.now()),
    ]),
    terminal.width,
    terminal.colours.dim,
  );
}

/** The layouts, with what is wrong with those that cannot be played. */
export function formatLayouts({ layouts }: LayoutListDocument, { terminal }: Context): string {
  const { colours, width } = terminal;
  return formatTable(
    [
      { title: 'LAYOUT', shrinkTo: 8 },
      { title: 'FROM' },
      { title: 'REGIONS', shrinkTo: 8 },
      { title: 'SKINS', shrinkTo: 6 },
      { title: 'PROBLEMS', shrinkTo: 8 },
    ],
    layouts.map((one): Cell[] => [
      one.id,
      one.origin,
      one.layout?.regions.map(region => region.id).join(', ') ?? '',
      one.skins.map(skin => skin.id).join(', '),
      one.problems.length === 0 ? '' : { text: one.problems.join('; '), paint: colours.red },
    ]),
    width,
    colours.dim,
  );
}
