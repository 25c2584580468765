import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { giciskyModels } from '../../emulator/labels/gicisky/models.ts';
import { openDisplayModels } from '../../emulator/labels/opendisplay/models.ts';
import { onAir, waitUntil } from './aisle-on-air.ts';

const every = [...giciskyModels, ...openDisplayModels].map(({ id }) => id);
const socat = ['/usr/bin/socat', '/usr/local/bin/socat'].find(existsSync);

describe('pictures over real noble', () => {
  it.each(every)('%s: heard, known, drawn pixel by pixel, and told so by the label itself', model =>
    onAir({ labels: 2, models: [model] }, async ({ aisle, upload, shows }) => {
      for (const { label } of aisle.labels) {
        const outcome = await upload(label);
        expect(outcome).toMatchObject({ ok: true, type: 'shown', proof: label.key ? 'authenticated' : 'acknowledged' });
        await waitUntil(() => shows(label), 'the picture on the panel');
      }
    }),
  );

  it('several at once on one radio', () =>
    onAir({ labels: 8 }, async ({ aisle, upload, shows, radios }) => {
      const labels = aisle.labels.map(({ label }) => label);
      const queue = [...labels];
      const worker = async (): Promise<void> => {
        for (let label = queue.shift(); label; label = queue.shift())
          expect(await upload(label)).toMatchObject({ ok: true });
      };
      await Promise.all(Array.from({ length: radios[0]!.links }, worker));
      await waitUntil(() => labels.every(label => shows(label)), 'all pictures');
      expect(radios[0]!.busyMs()).toBeGreaterThan(0);
    }));

  it('refuses more links than it has, and a second one to the same label', () =>
    onAir({ labels: 2 }, async ({ aisle, heard, radios }) => {
      const [{ label }] = aisle.labels as [(typeof aisle.labels)[number]];
      const { gatt } = heard.get(label.id)!.family;
      const first = await radios[0]!.connect(label.id, gatt, 5_000);
      expect(first.ok).toBe(true);
      expect(await radios[0]!.connect(label.id, gatt, 5_000)).toMatchObject({ ok: false, reason: 'radio.down' });
      if (first.ok) await first.link.close();
    }));

  it('two radios in one process, each with its own labels', () =>
    onAir({ labels: 6, adapters: 2 }, async ({ aisle, upload, shows, radios }) => {
      const labels = aisle.labels.map(({ label }) => label);
      const outcomes = await Promise.all(
        labels.slice(0, 4).map((label, index) => upload(label, { radio: radios[index % 2]! })),
      );
      expect(outcomes.every(outcome => outcome.ok)).toBe(true);
      await waitUntil(() => labels.slice(0, 4).every(label => shows(label)), 'their pictures');
    }));
});

describe('what goes wrong', () => {
  const secured = openDisplayModels.map(({ id }) => id);

  it('a wrong key: the label says so, nothing changes on it', () =>
    onAir({ labels: 10, models: secured }, async ({ aisle, upload }) => {
      const label = aisle.labels.map(one => one.label).find(one => one.key !== null)!;
      const before = label.screen().crc;
      expect(await upload(label, { key: new Uint8Array(16) })).toMatchObject({
        ok: false,
        reason: 'device.wrong-key',
        retry: 'never',
      });
      expect(await upload(label, { key: null })).toMatchObject({ ok: false, reason: 'device.auth-required' });
      expect(label.screen().crc).toBe(before);
    }));

  it('a transfer that is broken off is never called shown, and the next one succeeds', () =>
    onAir({ labels: 3, models: ['gicisky-290-bwr'] }, async ({ aisle, upload, shows }) => {
      const [{ label }] = aisle.labels as [(typeof aisle.labels)[number]];
      const abort = new AbortController();
      const uploading = upload(label, { signal: abort.signal });
      setTimeout(() => abort.abort(), 12);
      const outcome = await uploading;
      if (!outcome.ok) expect(shows(label)).toBe(false);
      expect(await upload(label, { seed: 2 })).toMatchObject({ ok: true });
      await waitUntil(() => shows(label, 2), 'the second picture');
    }));

  it('a label that restarts in the middle is tried again', () =>
    onAir({ labels: 2, models: ['opendisplay-750-bwr'] }, async ({ aisle, upload, shows }) => {
      const [{ label }] = aisle.labels as [(typeof aisle.labels)[number]];
      const uploading = upload(label);
      setTimeout(() => label.reboot(), 80);
      const first = await uploading;
      if (!first.ok) expect(first.retry).toBe('later');
      await waitUntil(() => label.activity() === 'idle', 'the restart');
      let outcome = await upload(label, { seed: 2 });
      for (let tries = 0; !outcome.ok && tries < 5; tries++) outcome = await upload(label, { seed: 2 });
      expect(outcome).toMatchObject({ ok: true });
      await waitUntil(() => shows(label, 2), 'the second picture');
    }));

  it(
    'a fifth of the packets lost: each picture arrives after some tries, and is never wrong',
    () =>
      onAir({ labels: 6 }, async ({ aisle, upload, shows, fault }) => {
        const mend = fault('lost-packets').start({ rate: 0.2 });
        for (const { label } of aisle.labels) {
          let tries = 0;
          while (!(await upload(label)).ok && tries < 15) tries++;
          await waitUntil(() => shows(label), 'the picture');
        }
        mend();
      }),
    60_000,
  );

  it('an adapter that is pulled is down, and ready again when it is back', () =>
    onAir({ labels: 2 }, async ({ aisle, upload, states, fault, heard, radios }) => {
      const replug = fault('radio-gone').start();
      await waitUntil(() => states.at(-1)?.state === 'down', 'noticing it');
      const [{ label }] = aisle.labels as [(typeof aisle.labels)[number]];
      const { gatt } = heard.get(label.id)!.family;
      expect(await radios[0]!.connect(label.id, gatt, 1_000)).toMatchObject({ ok: false, reason: 'radio.down' });
      replug();
      await waitUntil(() => states.at(-1)?.state === 'ready', 'coming back');
      expect(await upload(label)).toMatchObject({ ok: true });
    }));

  it(
    'noise and damaged frames never throw',
    () =>
      onAir({ labels: 4 }, async ({ aisle, upload, fault, states }) => {
        const mend = [fault('corrupt-frames').start({ rate: 0.3 }), fault('line-noise').start()];
        for (const { label } of aisle.labels) await upload(label);
        for (const heal of mend) heal();
        await waitUntil(() => states.at(-1)?.state === 'ready', 'the radio', 20_000);
        for (const { label } of aisle.labels) {
          let outcome = await upload(label, { seed: 3 });
          for (let tries = 0; !outcome.ok && tries < 5; tries++) outcome = await upload(label, { seed: 3 });
          expect(outcome).toMatchObject({ ok: true });
        }
      }),
    60_000,
  );
});

it('stops without leaving sockets or timers behind', async () => {
  const before = process.getActiveResourcesInfo().length;
  await onAir({ labels: 2 }, async ({ aisle, upload }) => {
    expect(await upload(aisle.labels[0]!.label)).toMatchObject({ ok: true });
  });
  await waitUntil(() => process.getActiveResourcesInfo().length <= before, 'letting go of everything');
});

describe.skipIf(!socat)('over a serial line (apt: socat)', () => {
  it('draws a picture through a pseudo-terminal', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'endcap-radio-pty-'));
    const [host, board] = [join(dir, 'host'), join(dir, 'board')];
    const line = spawn(socat!, [`pty,raw,echo=0,link=${host}`, `pty,raw,echo=0,link=${board}`], { stdio: 'ignore' });
    let bridge: ReturnType<typeof spawn> | null = null;
    try {
      await waitUntil(() => existsSync(host) && existsSync(board), 'the pseudo-terminal');
      await onAir(
        {
          labels: 2,
          async urls(server) {
            const port = new URL(server.urls[0]!).port;
            bridge = spawn(socat!, [`${board},raw,echo=0`, `tcp:127.0.0.1:${port}`], { stdio: 'ignore' });
            return [`serial://${host}?baud=1000000`];
          },
        },
        async ({ aisle, upload, shows }) => {
          const { label } = aisle.labels[0]!;
          expect(await upload(label)).toMatchObject({ ok: true });
          await waitUntil(() => shows(label), 'the picture');
        },
      );
    } finally {
      for (const child of [bridge, line]) {
        if (!child || child.exitCode !== null) continue;
        const gone = once(child, 'exit');
        child.kill();
        await gone;
      }
      rmSync(dir, { recursive: true, force: true });
    }
  });
});
