import { useEffect, useState } from 'preact/hooks';
import { type LabelState, labelStates } from './label-state.ts';

const pages = {
  '/': 'aisle',
  '/bind': 'bind',
  '/zones': 'zones',
  '/nodes': 'nodes',
  '/queues': 'queues',
  '/screens': 'screens',
  '/rates': 'rates',
  '/waves': 'waves',
  '/mesh': 'mesh',
  '/quarantine': 'quarantine',
  '/radios': 'radios',
  '/templates': 'templates',
  '/layouts': 'layouts',
  '/settings': 'settings',
  '/audit': 'audit',
  '/doctor': 'doctor',
} as const;
export type PageName = (typeof pages)[keyof typeof pages];

/** Pages that are reached at once, and others by what they have in common: in the order of the navigation. */
export const navigation: readonly (PageName | { readonly group: GroupName; readonly pages: readonly PageName[] })[] = [
  'aisle',
  'bind',
  { group: 'floor', pages: ['zones', 'nodes', 'queues', 'screens', 'rates'] },
  { group: 'delivery', pages: ['waves', 'mesh', 'quarantine', 'radios'] },
  { group: 'upkeep', pages: ['templates', 'layouts', 'settings', 'audit', 'doctor'] },
];
export type GroupName = 'floor' | 'delivery' | 'upkeep';

/** The address of a page. */
export function pathOf(page: PageName): string {
  return Object.entries(pages).find(([, each]) => each === page)![0];
}

/** What the address says: which page, what is looked for, which label is open. A link shows what its sender saw. */
export interface UrlState {
  readonly page: PageName;
  readonly view: 'shelf' | 'list';
  readonly filter: LabelState | null;
  readonly search: string;
  readonly label: string | null;
  /** The screen that is looked at. */
  readonly screen: string | null;
  /** How large pictures are drawn; null: what suits the screen. */
  readonly size: 's' | 'm' | 'l' | null;
}

/** Reads an address; what it does not know is left out. */
export function readUrl(url: URL): UrlState {
  const filter = url.searchParams.get('filter');
  const size = url.searchParams.get('size');
  return {
    page: Object.hasOwn(pages, url.pathname) ? pages[url.pathname as keyof typeof pages] : 'aisle',
    view: url.searchParams.get('view') === 'list' ? 'list' : 'shelf',
    filter: labelStates.find(state => state === filter) ?? null,
    search: url.searchParams.get('q') ?? '',
    label: url.searchParams.get('label'),
    screen: url.searchParams.get('screen'),
    size: size === 's' || size === 'm' || size === 'l' ? size : null,
  };
}

/** The address of a state, path and query; what is as usual is not written. */
export function writeUrl(state: UrlState): string {
  const path = pathOf(state.page);
  const query = new URLSearchParams();
  if (state.view === 'list') query.set('view', 'list');
  if (state.filter !== null) query.set('filter', state.filter);
  if (state.search !== '') query.set('q', state.search);
  if (state.size !== null) query.set('size', state.size);
  if (state.label !== null) query.set('label', state.label);
  if (state.screen !== null) query.set('screen', state.screen);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Changes the address. `replace`: no step back, for typing. */
export type Go = (change: Partial<UrlState>, how?: 'push' | 'replace') => void;

/** The address as state, back and forward included. */
export function useUrlState(): readonly [UrlState, Go] {
  const [state, setState] = useState(() => readUrl(new URL(location.href)));
  useEffect(() => {
    const moved = () => setState(readUrl(new URL(location.href)));
    addEventListener('popstate', moved);
    return () => removeEventListener('popstate', moved);
  }, []);
  const go: Go = (change, how = 'push') => {
    const next = { ...readUrl(new URL(location.href)), ...change };
    history[how === 'push' ? 'pushState' : 'replaceState'](null, '', writeUrl(next));
    setState(next);
  };
  return [state, go];
}
