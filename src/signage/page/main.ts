import './jitless.ts';
import { runLive } from './live.ts';
import { runMirror } from './mirror.ts';

const [, screen = ''] = /^\/s\/([^/]+)/.exec(location.pathname) ?? [];
const root = document.getElementById('screen')!;
const shell = document.querySelector<HTMLMetaElement>('meta[name=shell]')!.content.split(' ');

// What has room is measured: with another font in place of ours it would be measured wrongly.
await Promise.allSettled([...document.fonts].map(face => face.load()));
if (new URLSearchParams(location.search).has('mirror')) runMirror(screen, root);
else runLive(screen, root, shell);
