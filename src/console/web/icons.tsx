import type { LabelState } from './label-state.ts';

/** One shape per state, so that colour is never the only sign. 12×12. */
const shapes: Record<LabelState, string> = {
  confirmed: 'M2 6.4 4.8 9 10 3.2',
  sent: 'M6 10V2.5M3 5.2 6 2.2l3 3',
  pending: 'M6 1.6a4.4 4.4 0 1 0 4.4 4.4',
  failed: 'M2.6 2.6l6.8 6.8M9.4 2.6 2.6 9.4',
  refused: 'M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M2.9 9.1l6.2-6.2',
  stale: 'M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M6 3.6V6l1.8 1.3',
  unknown: 'M4 4.2C4 2.6 5 2 6 2s2.1.6 2.1 1.9C8.1 5.4 6 5.4 6 7.2M6 9.8v.1',
};

export function StateIcon({ state }: { state: LabelState }) {
  return (
    <svg class={`state-icon is-${state}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d={shapes[state]} />
    </svg>
  );
}

const drawings = {
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.4 10.4 14 14',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M13 3l-1.1 1.1M4.1 11.9 3 13',
  moon: 'M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1',
  keys: 'M1.5 4h13v8h-13zM4 6.5h.1M6.6 6.5h.1M9.3 6.5h.1M12 6.5h.1M5 9.5h6',
  shelves: 'M2 2.5v11M14 2.5v11M2 5h12M2 9h12M2 13h12',
  list: 'M2 4h12M2 8h12M2 12h12',
  arrow: 'M2.5 8h11M9.5 4l4 4-4 4',
  alarm: 'M8 2 1.5 13.5h13zM8 6.5v3.2M8 11.7v.1',
} as const;

export function Icon({ name }: { name: keyof typeof drawings }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={drawings[name]} />
    </svg>
  );
}

/** The mark: two uprights, boards, and one label at the end of the aisle. */
export function Wordmark() {
  return (
    <span class="wordmark">
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
        <rect width="32" height="32" rx="7" class="mark-ground" />
        <path d="M8 7v18M24 7v18" class="mark-line" />
        <path d="M8 9.5h16M8 16h16" class="mark-line faint" />
        <rect x="11" y="18.5" width="10" height="6.5" rx="1.4" class="mark-label" />
      </svg>
      endcap
    </span>
  );
}
