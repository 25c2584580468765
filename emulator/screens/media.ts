import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { drawPoster, posterNames } from './posters.ts';

/** What screens may be told to show, by the name that people have for it. */
export type MediaName = (typeof posterNames)[number] | 'film';

/** A picture or film, known by its content. */
export interface MediaFile {
  /** Path below the asset address. */
  readonly ref: string;
  readonly sha256: string;
  readonly type: 'image/png' | 'video/webm';
  readonly bytes: Uint8Array;
}

/** Everything that lies at the asset address: posters drawn now, and a film of five seconds. */
export async function shopMedia(): Promise<Readonly<Record<MediaName, MediaFile>>> {
  const film = readFile(new URL('coffee.webm', import.meta.url));
  const posters = await Promise.all(
    posterNames.map(async name => [name, fileOf(await drawPoster(name), 'image/png')] as const),
  );
  const all = [...posters, ['film', fileOf(await film, 'video/webm')] as const];
  return Object.fromEntries(all) as Record<MediaName, MediaFile>;
}

function fileOf(bytes: Uint8Array, type: MediaFile['type']): MediaFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { ref: `${sha256}.${type.slice(type.indexOf('/') + 1)}`, sha256, type, bytes };
}
