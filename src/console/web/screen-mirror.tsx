import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { PageEvent } from '../../signage/wire/page-event.ts';
import type { ScreenEntry } from '../screen-documents.ts';
import { ask } from './api-client.ts';
import { useScreensTexts } from './screens-texts.ts';
import { useWidth } from './use-width.ts';

export type ProgrammeEvent = Extract<PageEvent, { type: 'programme' }>;

/** Between two looks at what a screen should show. */
const lookMs = 3_000;

/**
 * What a screen should show now: its own page in a frame, made small, which connects to nothing and is told everything
 * from here.
 * @param alive it may run; else it rests
 * @param signal asked anew at once when this changes
 */
export function ScreenMirror({
  id,
  panel,
  alive,
  signal,
  heard = () => {},
}: {
  id: string;
  panel: ScreenEntry['panel'];
  alive: boolean;
  signal: string;
  heard?: (event: ProgrammeEvent) => void;
}) {
  const texts = useScreensTexts();
  const [box, width] = useWidth<HTMLDivElement>();
  const { widthPx, heightPx } = panel;
  return (
    <div class="mirror" ref={box} style={{ '--w': widthPx, '--h': heightPx }}>
      {alive && width > 0 ? (
        <Frame id={id} panel={panel} scale={width / widthPx} signal={signal} heard={heard} />
      ) : (
        <p class="mirror-rest">{texts.resting}</p>
      )}
    </div>
  );
}

function Frame({
  id,
  panel,
  scale,
  signal,
  heard,
}: {
  id: string;
  panel: ScreenEntry['panel'];
  scale: number;
  signal: string;
  heard: (event: ProgrammeEvent) => void;
}) {
  const texts = useScreensTexts();
  const frame = useRef<HTMLIFrameElement>(null);
  /** What there is to tell, and which of it the frame knows; before it says that it is ready it hears nothing. */
  const newest = useRef<ProgrammeEvent | null>(null);
  const known = useRef<string | null>(null);
  const ready = useRef(false);
  const tell = () => {
    const event = newest.current;
    if (event === null || !ready.current) return;
    const what = JSON.stringify([event.seq, event.programme]);
    const pulse: PageEvent = { type: 'pulse', seq: event.seq, atMs: event.atMs };
    // A page that knows all of it already only wants to hear that it still holds.
    frame.current?.contentWindow?.postMessage(what === known.current ? pulse : event, location.origin);
    known.current = what;
  };
  // Before the frame can say anything.
  useLayoutEffect(() => {
    const said = ({ source, origin, data }: MessageEvent<{ endcap?: unknown } | null>) => {
      if (origin !== location.origin || source !== frame.current?.contentWindow) return;
      if (data?.endcap !== 'mirror-ready') return;
      ready.current = true;
      known.current = null;
      tell();
    };
    addEventListener('message', said);
    return () => removeEventListener('message', said);
  }, []);
  useEffect(() => {
    let gone = false;
    const look = async () => {
      const answer = await ask<ProgrammeEvent>(`/api/screens/${encodeURIComponent(id)}/programme`);
      if (gone || !answer.ok) return;
      newest.current = answer.document;
      heard(answer.document);
      tell();
    };
    void look();
    const timer = setInterval(() => void look(), lookMs);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [id, signal]);
  return (
    <iframe
      ref={frame}
      src={`/s/${encodeURIComponent(id)}?mirror`}
      title={texts.mirror(id)}
      tabIndex={-1}
      width={panel.widthPx}
      height={panel.heightPx}
      style={{ transform: `scale(${scale})` }}
    />
  );
}
