import { useEffect, useRef } from 'preact/hooks';
import type { PageEvent } from '../../signage/wire/page-event.ts';
import { type SampleWish, sampleEvent } from './layout-sample.ts';
import { useLayoutsTexts } from './layouts-texts.ts';
import { useWidth } from './use-width.ts';

/** The page of a screen as it is, in a frame that connects to nothing: it plays a sample programme in this layout. */
export function LayoutPreview({ wish }: { wish: Omit<SampleWish, 'atMs' | 'scene'> }) {
  const texts = useLayoutsTexts();
  const [box, width] = useWidth<HTMLDivElement>();
  const frame = useRef<HTMLIFrameElement>(null);
  const newest = useRef<PageEvent | null>(null);
  const seq = useRef(0);
  const tell = () => frame.current?.contentWindow?.postMessage(newest.current, location.origin);
  useEffect(() => {
    seq.current += 1;
    newest.current = sampleEvent({ ...wish, atMs: Date.now(), scene: null }, seq.current);
    tell();
  }, [JSON.stringify(wish)]);
  useEffect(() => {
    // Said by a frame that has loaded: before, it hears nothing.
    const heard = ({ source, origin }: MessageEvent) => {
      if (source === frame.current?.contentWindow && origin === location.origin) tell();
    };
    addEventListener('message', heard);
    return () => removeEventListener('message', heard);
  }, []);
  const { widthPx, heightPx } = wish.panel;
  return (
    <div class="mirror" ref={box} style={{ '--w': widthPx, '--h': heightPx }}>
      <iframe
        ref={frame}
        src="/s/preview?mirror"
        title={texts.preview}
        tabIndex={-1}
        width={widthPx}
        height={heightPx}
        style={{ transform: `scale(${width / widthPx})` }}
      />
    </div>
  );
}
