import type { Clock } from '../clock.ts';
import type { Fault, FaultOptions } from '../faults.ts';
import { seededRandom } from '../random.ts';
import { type AssetServer, openAssetServer } from './asset-server.ts';
import { type MediaFile, type MediaName, shopMedia } from './media.ts';
import { createScreen, type EmulatedScreen } from './screen.ts';

export interface ScreenWallOptions {
  /** Their ids. */
  readonly screens: readonly string[];
  readonly clock: Clock;
  /** Milliseconds that nobody can set. */
  readonly steadyMs: () => number;
  readonly seed: number;
}

/** The shop's screens, and the address from which pictures and films come. */
export interface ScreenWall {
  readonly screens: readonly EmulatedScreen[];
  readonly assets: AssetServer;
  readonly media: Readonly<Record<MediaName, MediaFile>>;
  readonly faults: readonly Fault[];
  /** Has every screen load its page from this console. */
  attach(console: string): void;
  stop(): Promise<void>;
}

const wallSeed = 0x5c4e;

export async function openScreenWall({ screens: ids, clock, steadyMs, seed }: ScreenWallOptions): Promise<ScreenWall> {
  const media = await shopMedia();
  const assets = await openAssetServer({ files: Object.values(media), clock });
  const screens = ids.map((id, at) =>
    createScreen({ id, clock, steadyMs, random: seededRandom((seed ^ wallSeed) + at) }),
  );
  const chosen = ({ screen }: FaultOptions) =>
    screen === undefined ? screens : screens.filter(({ id }) => id === screen);

  return {
    screens,
    assets,
    media,
    faults: [
      {
        name: 'screen-unplugged',
        description: 'A screen (screen, default all) has no power',
        start(options = {}) {
          const cut = chosen(options);
          for (const screen of cut) screen.unplug();
          return () => {
            for (const screen of cut) screen.plug();
          };
        },
      },
      {
        name: 'screen-frozen',
        description:
          'A screen (screen, default all) reports as ever, but its prices stay as they are, whatever changes',
        start(options = {}) {
          const stuck = chosen(options);
          for (const screen of stuck) screen.freeze(true);
          return () => {
            for (const screen of stuck) screen.freeze(false);
          };
        },
      },
      {
        name: 'screen-hidden',
        description: 'Another window lies over the page of a screen (screen, default all)',
        start(options = {}) {
          const covered = chosen(options);
          for (const screen of covered) screen.hide(true);
          return () => {
            for (const screen of covered) screen.hide(false);
          };
        },
      },
      ...assets.faults,
    ],
    attach(console) {
      for (const screen of screens) screen.load(console);
    },
    async stop() {
      await Promise.all([assets.stop(), ...screens.map(screen => screen.stop())]);
    },
  };
}
