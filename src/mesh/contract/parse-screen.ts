import type { z } from 'zod';
import type { ScreenFact, ScreenShow } from '../../shelf/screen.ts';
import { daypartsOf } from './parse.ts';
import { type mediaSchema, screenItemSchema, type showSchema } from './screen.ts';

const instant = (text: string | undefined) => (text === undefined ? null : Date.parse(text));

/** A stored screen fact in the types the rules work on; null: a deletion, or none that can be shown. */
export function parseScreen(body: string): ScreenFact | null {
  if (body === '') return null;
  const read = screenItemSchema.safeParse(JSON.parse(body));
  // Kept by a version that did not know yet what a screen says.
  if (!read.success || read.data.deleted === true) return null;
  const item = read.data;
  if (item.kind === 'style') {
    const { screen, zone = null, skin = null, emergency } = item;
    return {
      kind: 'style',
      screen,
      zone,
      skin,
      emergency: emergency
        ? {
            text: emergency.text,
            fromMs: emergency.from === undefined ? 0 : Date.parse(emergency.from),
            untilMs: instant(emergency.until),
          }
        : null,
    };
  }
  const { screen, panel, viewingDistanceM, layout, playlist } = item;
  return {
    kind: 'screen',
    screen,
    gateway: item.gateway ?? null,
    zone: item.zone ?? null,
    panel: { widthPx: panel.widthPx, heightPx: panel.heightPx, diagonalInch: panel.diagonalInch },
    viewingDistanceM,
    layout,
    skin: item.skin ?? null,
    title: item.title ?? null,
    ticker: item.ticker ?? [],
    board: item.board ? { title: item.board.title ?? null, skus: item.board.skus } : null,
    qr: item.qr ?? null,
    playlist: playlist.map(entry => ({
      entry: entry.entry,
      region: entry.region ?? 'main',
      durationMs: (entry.seconds ?? 10) * 1000,
      priority: entry.priority ?? 0,
      fromMs: entry.from === undefined ? 0 : Date.parse(entry.from),
      toMs: instant(entry.to),
      dayparts: daypartsOf(entry.dayparts),
      show: showOf(entry.show),
    })),
  };
}

function showOf(show: z.infer<typeof showSchema>): ScreenShow {
  switch (show.kind) {
    case 'offer':
      return { kind: 'offer', offer: show.offer };
    case 'offers':
      return { kind: 'offers', most: show.most ?? 10 };
    case 'prices':
    case 'bitcoin':
      return { kind: show.kind, title: show.title ?? null, skus: show.skus };
    case 'image':
      return { kind: 'image', media: mediaOf(show.media), text: show.text ?? null };
    case 'video':
      return { kind: 'video', media: mediaOf(show.media) };
    case 'message':
      return { kind: 'message', title: show.title ?? null, text: show.text };
    case 'qr':
      return { kind: 'qr', qr: show.qr };
  }
}

const mediaOf = ({ ref, sha256 }: z.infer<typeof mediaSchema>) => ({ ref, sha256 });
