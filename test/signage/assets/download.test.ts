import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mediaTypeOf } from '../../../src/signage/assets/media-type.ts';
import { assetUrl } from '../../../src/signage/assets/origin.ts';
import { openStage, picture, type Stage, sha256Of, want } from './asset-server.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => await stage.close());

const tea = picture('tea');
const impatient = { limits: { firstRetryMs: 3_600_000, pieceLimitMs: 300 } };

/** How one file ends that is wanted from an address of the stage; nothing may be left of what fails. */
async function endOf(ref: string, over: Parameters<Stage['cache']>[0] = {}, sha256 = sha256Of(tea)) {
  const cache = stage.cache({ limits: { firstRetryMs: 3_600_000 }, ...over });
  cache.wanted([{ ref, sha256 }]);
  const [one] = await cache.settled();
  const { state, reason, detail } = one!;
  expect(readdirSync(stage.dir)).toEqual(state === 'here' ? [sha256] : []);
  return { state, reason, detail };
}

describe('a file is refused', () => {
  it('that has another hash', async () => {
    stage.put('/shop/tea', picture('coffee'));
    expect(await endOf('tea')).toEqual({
      state: 'refused',
      reason: 'screen.asset-refused',
      detail: `its SHA-256 is ${sha256Of(picture('coffee'))} (1000 bytes)`,
    });
  });

  it('that has no end', async () => {
    stage.put('/shop/endless', (_, response) => {
      const more = () => {
        while (response.write(tea));
      };
      response.on('drain', more);
      more();
    });
    expect(await endOf('endless')).toMatchObject({
      reason: 'screen.asset-refused',
      detail: 'it is larger than 10000 bytes',
    });
  });

  it('that is of no kind screens play, whatever the server calls it', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'.padEnd(200));
    stage.put('/shop/tea.png', (_, response) => {
      response.writeHead(200, { 'content-type': 'image/png' }).end(svg);
    });
    const refused = { reason: 'screen.asset-refused', detail: 'no kind that screens play' };
    expect(await endOf('tea.png', {}, sha256Of(svg))).toMatchObject(refused);
    const short = Buffer.from('<svg/>');
    stage.put('/shop/short.png', short);
    expect(await endOf('short.png', {}, sha256Of(short))).toMatchObject(refused);
  });

  it('that lies elsewhere, or is sent there', async () => {
    expect(await endOf('http://127.0.0.1:1/tea')).toMatchObject({ reason: 'screen.asset-refused' });
    expect(await endOf('../secret')).toMatchObject({ reason: 'screen.asset-refused' });
    expect(stage.asked).toEqual([]);
    stage.put('/shop/moved', (_, response) => response.writeHead(302, { location: 'http://localhost:1/tea' }).end());
    expect(await endOf('moved')).toMatchObject({
      reason: 'screen.asset-refused',
      detail: 'it is sent on to http://localhost:1',
    });
  });

  it('when the disk or the budget has no room', async () => {
    stage.put('/shop/tea', tea);
    expect(await endOf('tea', { freeBytes: () => 1_000 })).toMatchObject({
      state: 'refused',
      reason: 'screen.assets-full',
      detail: 'the disk has less than 134217728 bytes left',
    });
    const two = stage.cache({ budgetBytes: 1_500, dir: join(stage.dir, 'small') });
    stage.put('/shop/milk', picture('milk'));
    two.wanted([want('tea', tea), want('milk', picture('milk'))]);
    const all = await two.settled();
    expect(all.map(({ state }) => state).sort()).toEqual(['here', 'refused']);
    expect(all.find(({ state }) => state === 'refused')!.reason).toBe('screen.assets-full');
  });
});

describe('a file is missing', () => {
  it('that is cut off, or stops coming', async () => {
    stage.put('/shop/cut', (_, response) => {
      response.writeHead(200, { 'content-length': String(tea.length) });
      response.write(tea.subarray(0, 500), () => response.destroy());
    });
    expect(await endOf('cut')).toMatchObject({ state: 'missing', reason: 'screen.asset-missing' });
    stage.put('/shop/slow', (_, response) => {
      response.write(tea.subarray(0, 500));
    });
    expect(await endOf('slow', impatient)).toMatchObject({ state: 'missing', detail: 'the server takes too long' });
    stage.put('/shop/mute', () => {});
    expect(await endOf('mute', impatient)).toMatchObject({ state: 'missing', detail: 'the server takes too long' });
  });

  it('that is sent round in circles, or has no address', async () => {
    stage.put('/shop/round', (_, response) => response.writeHead(302, { location: '/shop/round' }).end());
    expect(await endOf('round')).toMatchObject({ state: 'missing', detail: 'it is sent on and on' });
    expect(await endOf('tea', { url: null })).toMatchObject({ detail: 'no asset address is configured' });
    expect(await endOf('tea', { url: 'http://127.0.0.1:1' })).toMatchObject({ state: 'missing' });
  });
});

it('a file that is sent on within the same origin comes', async () => {
  stage.put('/shop/moved', (_, response) => response.writeHead(301, { location: '/cdn/tea' }).end());
  stage.put('/cdn/tea', tea);
  expect(await endOf('moved')).toMatchObject({ state: 'here' });
});

it('a reference stays below the asset address', () => {
  const base = new URL('https://assets.example/shop/');
  expect(assetUrl(base, 'offers/tea 1.png#x')?.href).toBe('https://assets.example/shop/offers/tea%201.png');
  for (const ref of [
    '/etc',
    '../x',
    'a/../../x',
    '//evil.example/x',
    'https://evil.example/x',
    'file:///x',
    '',
    '%2e%2e/x',
    'https://:80:80',
  ])
    expect([ref, assetUrl(base, ref)]).toEqual([ref, null]);
});

it('a kind is known by the first bytes', () => {
  const kind = (text: string) => mediaTypeOf(Buffer.from(text, 'latin1'));
  expect(kind('\x89PNG\r\n\x1a\nxx')).toBe('image/png');
  expect(kind('\xff\xd8\xff\xe0')).toBe('image/jpeg');
  expect(kind('RIFF\x00\x00\x00\x00WEBPVP8 ')).toBe('image/webp');
  expect(kind('\x00\x00\x00\x20ftypisom\x00\x00\x02\x00')).toBe('video/mp4');
  expect(kind('\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm')).toBe('video/webm');
  for (const text of [
    '',
    'GIF89a',
    '\x00\x00\x00\x18ftypheic',
    '\x1a\x45\xdf\xa3\x42\x82\x88matroska',
    '<svg',
    'RIFF\x00\x00\x00\x00WAVE',
  ])
    expect(kind(text)).toBeNull();
});
