import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStage, picture, type Stage, want } from './asset-server.ts';

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'endcap-test', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!canMount())('a full disk (needs root, to mount a small tmpfs)', () => {
  let stage: Stage;
  let dir: string;
  beforeEach(async () => {
    stage = await openStage();
    dir = join(stage.dir, 'small');
    mkdirSync(dir);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'endcap-test', dir]);
  });
  afterEach(async () => {
    execFileSync('umount', ['-l', dir]);
    await stage.close();
  });

  it('refuses what does not fit, leaves nothing of it, and takes it once there is room', async () => {
    const film = picture('film', 600_000);
    stage.put('/shop/film', film);
    const ballast = join(dir, 'f'.repeat(64));
    writeFileSync(ballast, new Uint8Array(700_000));
    const cache = stage.cache({
      dir,
      budgetBytes: 10_000_000,
      maxFileBytes: 1_000_000,
      limits: { firstRetryMs: 20, longestRetryMs: 20 },
    });
    cache.wanted([want('film', film)]);
    expect((await cache.settled())[0]).toMatchObject({
      state: 'refused',
      reason: 'screen.assets-full',
      detail: 'the disk is full',
    });
    rmSync(ballast);
    await cache.settled(([one]) => one!.state === 'here');
    expect(readdirSync(dir)).toEqual([want('film', film).sha256]);
  });
});
