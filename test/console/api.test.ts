import { stat } from 'node:fs/promises';
import { decode } from 'fast-png';
import { afterEach, describe, expect, test } from 'vitest';
import {
  ConfigDocument,
  ErrorDocument,
  HealthDocument,
  LabelDocument,
  LabelListDocument,
  LagDocument,
  PreviewDocument,
  QuarantineDocument,
  StatusDocument,
  TemplateListDocument,
} from '../../src/console/documents.ts';
import { type FixtureConsole, rawRequest, startFixtureConsole } from './fixture-console.ts';
import { labelId } from './fixture-labels.ts';

let shop: FixtureConsole;
afterEach(() => shop.stop());

const get = (path: string, init?: RequestInit) => fetch(new URL(path, shop.url), init);
const post = (path: string, body?: string) =>
  get(
    path,
    body === undefined ? { method: 'POST' } : { method: 'POST', body, headers: { 'content-type': 'application/json' } },
  );
const codeOf = async (response: Response) => ErrorDocument.parse(await response.json()).error.code;

describe('documents', () => {
  test('every address answers with its document', async () => {
    shop = await startFixtureConsole(60);
    const read = async (path: string) => (await get(path)).json();
    expect(StatusDocument.parse(await read('/api/status')).labels.total).toBe(60);
    expect(LabelListDocument.parse(await read('/api/labels')).labels).toHaveLength(60);
    expect(LabelDocument.parse(await read(`/api/labels/${labelId(3)}`)).id).toBe(labelId(3));
    expect(QuarantineDocument.parse(await read('/api/mesh/quarantine')).items).toHaveLength(2);
    expect(LagDocument.parse(await read('/api/mesh/lag')).streams[0]!.appliedSeq).toBe(4708);
    expect(ConfigDocument.parse(await read('/api/config')).values[0]!.path).toBe('gateway.store');
    expect(TemplateListDocument.parse(await read('/api/templates')).templates.map(({ id }) => id)).toEqual([
      'shelf',
      'staff',
    ]);
  });

  test('what is not there is an error document with a code', async () => {
    shop = await startFixtureConsole(1);
    for (const path of ['/api/labels/nobody', '/api/labels/nobody/shown.png', '/nowhere', '/assets/..%2fserver.ts']) {
      const response = await get(path);
      expect([path, response.status, await codeOf(response)]).toEqual([path, 404, 'console.not-found']);
    }
  });

  test('the same app answers on the socket, which only its owner may open', async () => {
    shop = await startFixtureConsole(2, { doors: { tokens: { admin: 'a-token-of-24-characters' }, certificates: {} } });
    const answer = await rawRequest({ socketPath: shop.socketPath }, '/api/labels');
    expect(LabelListDocument.parse(JSON.parse(answer.body)).labels).toHaveLength(2);
    expect((await stat(shop.socketPath)).mode & 0o777).toBe(0o600);
  });
});

describe('pictures', () => {
  test("are the panel's pixels, enlarged by whole numbers only", async () => {
    shop = await startFixtureConsole(3);
    const png = async (query: string) => {
      const response = await get(`/api/labels/${labelId(0)}/shown.png${query}`);
      return decode(new Uint8Array(await response.arrayBuffer()));
    };
    expect(await png('')).toMatchObject({ width: 296, height: 128 });
    expect(await png('?scale=3')).toMatchObject({ width: 888, height: 384 });
    for (const scale of ['0', '1.5', '9', 'x']) {
      expect((await get(`/api/labels/${labelId(0)}/shown.png?scale=${scale}`)).status).toBe(400);
    }
  });

  test('carry their hash as ETag, and are lasting only under an address that names it', async () => {
    shop = await startFixtureConsole(3);
    const path = `/api/labels/${labelId(1)}/shown.png`;
    const hash = shop.view.labelSummary(labelId(1))!.shown!.hash;
    const first = await get(path);
    expect(first.headers.get('cache-control')).toContain('no-cache');
    const again = await get(path, { headers: { 'if-none-match': first.headers.get('etag')! } });
    expect(again.status).toBe(304);
    expect((await get(`${path}?v=${hash}`)).headers.get('cache-control')).toContain('immutable');
    expect((await get(`${path}?v=older`)).headers.get('cache-control')).not.toContain('immutable');
  });
});

describe('changes', () => {
  test('a held message is released, or refused with the reason of its rule; a dropped one is gone', async () => {
    shop = await startFixtureConsole(1);
    const refused = await post('/api/mesh/quarantine/q1/release');
    expect([refused.status, await codeOf(refused)]).toEqual([409, 'mesh.signature-invalid']);
    expect((await post('/api/mesh/quarantine/q2/release')).status).toBe(200);
    expect((await post('/api/mesh/quarantine/q1/drop')).status).toBe(200);
    expect((await post('/api/mesh/quarantine/q1/drop')).status).toBe(404);
    expect(shop.view.quarantine().items).toEqual([]);
  });

  test('a template source is drawn on every panel, or its problems are listed', async () => {
    shop = await startFixtureConsole(1);
    const preview = async (source: string) =>
      PreviewDocument.parse(await (await post('/api/templates/preview', JSON.stringify({ source }))).json()).panels;
    const drawn = await preview('id: shelf');
    expect(drawn.map(({ width }) => width)).toEqual([296, 250, 296, 400]);
    expect(decode(Buffer.from(drawn[0]!.png!, 'base64')).width).toBe(296);
    expect((await preview('broken'))[0]).toMatchObject({
      png: null,
      problems: ['line 3: there is no element `broken`'],
    });
  });

  test('bodies that are too large or not understood are refused', async () => {
    shop = await startFixtureConsole(1);
    for (const body of ['{', '[]', '{"source":7}', JSON.stringify({ source: 'x'.repeat(530_000) })]) {
      const response = await post('/api/templates/preview', body);
      expect([response.status, await codeOf(response)]).toEqual([400, 'console.request-invalid']);
    }
    const large = await post('/api/templates/preview', JSON.stringify({ source: 'x'.repeat(1_100_000) }));
    expect([large.status, await codeOf(large)]).toEqual([413, 'console.body-too-large']);
  });
});

describe('health and metrics', () => {
  test('healthz names what fails', async () => {
    shop = await startFixtureConsole(1);
    expect((await get('/healthz')).status).toBe(200);
    shop.view.setHealth([
      { name: 'store', ok: false, detail: 'disk full' },
      { name: 'mesh', ok: true, detail: '' },
    ]);
    const sick = await get('/healthz');
    expect(sick.status).toBe(503);
    expect(HealthDocument.parse(await sick.json())).toMatchObject({
      ok: false,
      failing: [{ name: 'store', detail: 'disk full' }],
    });
  });

  test('metrics tell the state of this moment, and leave out what is not known', async () => {
    shop = await startFixtureConsole(40);
    const scrape = async () => (await (await get('/metrics')).text()).split('\n');
    const before = await scrape();
    expect(before).toContain('endcap_labels{confidence="failed"} 1');
    expect(before).toContain('endcap_mesh_quarantined_messages{reason="mesh.signature-invalid"} 3');
    expect(before).toContain('endcap_mesh_stream_sequence{stream="price",epoch="1"} 4711');
    expect(before).toContain('endcap_radio_busy_ratio{radio="tcp://127.0.0.1:9700"} 0.41');
    expect(before.some(line => line.startsWith('endcap_radio_busy_ratio{radio="hci:0"}'))).toBe(false);
    expect(before).toContain('endcap_wave_remaining_seconds 95');

    shop.view.change(labelId(12), { confidence: 'confirmed', reason: null });
    shop.view.drop('q1', 'me');
    shop.view.setStatus({ wave: null });
    const after = await scrape();
    expect(after).toContain('endcap_labels{confidence="failed"} 0');
    expect(after.some(line => line.includes('mesh.signature-invalid'))).toBe(false);
    expect(after.some(line => line.startsWith('endcap_wave_remaining_seconds '))).toBe(false);
  });
});
