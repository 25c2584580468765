import type { TagEntry } from '../zone-documents.ts';

/** One shape per kind of tag, 16×16. */
const shapes: Record<TagEntry['kind'], string> = {
  staff: 'M8 2.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M2.8 14c.3-3 2.3-4.6 5.2-4.6s4.9 1.6 5.2 4.6',
  trolley: 'M1.5 2.5h2l1.8 7.5h6.7l1.8-5.5H4.2M6.2 12.6v.1M11.2 12.6v.1',
  sensor: 'M6.3 9V3.6a1.7 1.7 0 0 1 3.4 0V9a3 3 0 1 1-3.4 0M8 11.5V6',
  asset: 'M2.5 5.2 8 2.2l5.5 3v5.6L8 13.8l-5.5-3zM2.5 5.2 8 8.2l5.5-3M8 8.2v5.6',
  session: 'M4.5 1.8h7v12.4h-7zM7.2 12h1.6M6 4.6h4M6 7h4',
};

/** The sign of a kind of tag, as a picture of its own or as a part of the plan. */
export function TagShape({ kind }: { kind: TagEntry['kind'] }) {
  return <path class={`tag-shape is-${kind}`} d={shapes[kind]} />;
}

export function TagIcon({ kind }: { kind: TagEntry['kind'] }) {
  return (
    <svg class="tag-icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <TagShape kind={kind} />
    </svg>
  );
}

/** Four bars that rise: how busy a zone is, for those to whom its colour says nothing. */
export function HeatBars({ step, x = 0, y = 0 }: { step: number; x?: number; y?: number }) {
  return (
    <g class="heat-bars" transform={`translate(${x} ${y})`}>
      {[0, 1, 2, 3].map(at => (
        <rect
          key={at}
          class={at < step ? 'is-full' : undefined}
          x={at * 5}
          y={9 - at * 3}
          width={3.4}
          height={3 + at * 3}
          rx={0.8}
        />
      ))}
    </g>
  );
}
