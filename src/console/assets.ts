import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context } from 'hono';
import type { ConsoleApp } from './app.ts';
import { refuse } from './refusal.ts';

/** A file of the page, as it is served. */
export interface WebFile {
  /** Below the root, e.g. `assets/console-3F7A.js`; `index.html` is served for every page. */
  readonly path: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer>;
}

const web = new URL('./web/', import.meta.url);
const types: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  html: 'text/html; charset=utf-8',
};

/** Bundles the page from its sources, in memory; about 0.1 s. Names of script and style carry their hash. */
export async function bundleWeb(): Promise<WebFile[]> {
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: [fileURLToPath(new URL('console.tsx', web)), fileURLToPath(new URL('styles/console.css', web))],
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022', 'chrome110', 'firefox115', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    outdir: '/assets',
    entryNames: '[name]-[hash]',
    write: false,
    logLevel: 'silent',
  });
  const built = result.outputFiles.map(file => ({
    path: file.path.replace(/^.*\/(assets\/)/, '$1'),
    bytes: Uint8Array.from(file.contents),
  }));
  const pathOf = (ending: string) => `/${built.find(file => file.path.endsWith(ending))!.path}`;
  const html = (await readFile(new URL('index.html', web), 'utf8'))
    .replace('%SCRIPT%', pathOf('.js'))
    .replace('%STYLE%', pathOf('.css'));
  const asIs = async (name: string, from = name) => ({
    path: `assets/${name}`,
    bytes: Uint8Array.from(await readFile(new URL(from, web))),
  });
  const files = [
    ...built,
    { path: 'index.html', bytes: Uint8Array.from(Buffer.from(html)) },
    await asIs('icon.svg'),
    await asIs('login.css', 'styles/login.css'),
  ];
  return Promise.all(
    files.map(async file => ({
      ...file,
      type: types[file.path.split('.').at(-1)!]!,
      gzipped: Uint8Array.from(await promisify(gzip)(file.bytes)),
    })),
  );
}

/** Addresses of the console's pages; the same page answers all of them and looks at its address. */
const pages = [
  '/',
  '/bind',
  '/zones',
  '/nodes',
  '/queues',
  '/screens',
  '/rates',
  '/waves',
  '/mesh',
  '/quarantine',
  '/radios',
  '/templates',
  '/layouts',
  '/settings',
  '/audit',
  '/doctor',
];

/** Serves the page. `load` is called at the first request, and again after it failed. */
export function assetRoutes(
  app: ConsoleApp,
  load: () => Promise<readonly WebFile[]>,
  failed: (error: unknown) => void,
): void {
  const answer = answerFiles(load, failed);
  for (const page of pages) app.get(page, c => answer(c, 'index.html'));
  app.get('/assets/:name', c => answer(c, `assets/${c.req.param('name')}`));
}

/** Answers with a file by its path. What carries its hash in its name is kept by browsers for ever. */
export function answerFiles(
  load: () => Promise<readonly WebFile[]>,
  failed: (error: unknown) => void,
): (c: Context, path: string) => Promise<Response> {
  let loading: Promise<ReadonlyMap<string, WebFile>> | null = null;
  const files = () => {
    loading ??= load().then(list => new Map(list.map(file => [file.path, file])));
    return loading.catch(error => {
      loading = null;
      failed(error);
      return null;
    });
  };

  return async (c, path) => {
    const all = await files();
    if (all === null) return refuse(c, 500, 'console.page-broken');
    const file = all.get(path);
    if (file === undefined) return refuse(c, 404, 'console.not-found');
    const kept = /-[0-9A-Z]{8}\./.test(path) ? 'max-age=31536000, immutable' : 'no-cache';
    const headers = { 'content-type': file.type, 'cache-control': kept, vary: 'accept-encoding' };
    const zipped = (c.req.header('accept-encoding') ?? '').includes('gzip');
    return zipped
      ? c.body(file.gzipped, 200, { ...headers, 'content-encoding': 'gzip' })
      : c.body(file.bytes, 200, headers);
  };
}
