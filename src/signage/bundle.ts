import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** A file of the page, as it is served below `/s/`. It holds nothing of any screen. */
export interface PageFile {
  /** `index.html` for every screen, `sw.js`, or `assets/{name}-{HASH}.{ext}`, which never changes. */
  readonly path: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer>;
}

const page = new URL('./page/', import.meta.url);
const types: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  ttf: 'font/ttf',
  html: 'text/html; charset=utf-8',
};

/** Bundles the page of the screens from its sources, in memory: shell, script, style, fonts and service worker. */
export async function bundlePage(): Promise<PageFile[]> {
  const { build } = await import('esbuild');
  const shared = {
    bundle: true,
    minify: true,
    target: 'chrome111',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    write: false,
    logLevel: 'silent',
  } as const;
  const [main, worker] = await Promise.all([
    build({
      ...shared,
      entryPoints: [fileURLToPath(new URL('main.ts', page)), fileURLToPath(new URL('styles/screen.css', page))],
      format: 'esm',
      loader: { '.ttf': 'file' },
      outbase: fileURLToPath(page),
      outdir: '/assets',
      entryNames: '[name]-[hash]',
      assetNames: '[name]-[hash]',
    }),
    build({ ...shared, entryPoints: [fileURLToPath(new URL('sw.ts', page))], format: 'iife', outdir: '/' }),
  ]);
  const built = main.outputFiles.map(file => ({
    path: file.path.replace(/^.*\/(assets\/)/, '$1'),
    bytes: Uint8Array.from(file.contents),
  }));
  const addressOf = (ending: string) => `/s/${built.find(file => file.path.endsWith(ending))!.path}`;
  const html = (await readFile(new URL('index.html', page), 'utf8'))
    .replace('%SHELL%', built.map(({ path }) => `/s/${path}`).join(' '))
    .replace('%SCRIPT%', addressOf('.js'))
    .replace('%STYLE%', addressOf('.css'));
  const files = [
    ...built,
    { path: 'index.html', bytes: Uint8Array.from(Buffer.from(html)) },
    { path: 'sw.js', bytes: Uint8Array.from(worker.outputFiles[0]!.contents) },
  ];
  return Promise.all(
    files.map(async file => ({
      ...file,
      type: types[file.path.split('.').at(-1)!]!,
      gzipped: Uint8Array.from(await promisify(gzip)(file.bytes)),
    })),
  );
}
