import './jitless.ts';
import { runLive } from './live.ts';
import { runMirror } from './mirror.ts';

const [, screen = ''] = /^\/s\/([^/]+)/.exec(location.pathname) ?? [];
const root = document.getElementById('screen')!;
const shell = document.querySelector<HTMLMetaElement>('meta[name=shell]')!.content.split(' ');

if (new URLSearchParams(location.search).has('mirror')) runMirror(screen, root);
else runLive(screen, root, shell);
