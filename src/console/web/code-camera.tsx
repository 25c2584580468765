import { useEffect, useRef, useState } from 'preact/hooks';
import { usePageTexts } from './page-texts.ts';

/** The part of the browser's BarcodeDetector that is used; not every browser has it. */
interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
declare global {
  interface Window {
    BarcodeDetector?: new () => Detector;
  }
}

const lookEveryMs = 150;
/** The same code again within this time is still the same look at it. */
const sameWithinMs = 2_000;

/** Reads codes with the camera where the browser can; where not, the button says so. */
export function CodeCamera({ scanned }: { scanned: (code: string) => void }) {
  const texts = usePageTexts();
  const [on, setOn] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const video = useRef<HTMLVideoElement>(null);
  const tell = useRef(scanned);
  tell.current = scanned;
  const { BarcodeDetector } = window;

  useEffect(() => {
    if (!on || BarcodeDetector === undefined) return;
    const detector = new BarcodeDetector();
    let stream: MediaStream | null = null;
    let last = { code: '', atMs: 0 };
    const look = setInterval(async () => {
      if (video.current === null || video.current.readyState < 2) return;
      const [found] = await detector.detect(video.current);
      if (!found || (found.rawValue === last.code && performance.now() - last.atMs < sameWithinMs)) return;
      last = { code: found.rawValue, atMs: performance.now() };
      tell.current(found.rawValue);
    }, lookEveryMs);
    void navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).then(
      opened => {
        stream = opened;
        if (video.current !== null) {
          video.current.srcObject = opened;
          void video.current.play();
        }
      },
      (error: Error) => {
        setFailure(error.message);
        setOn(false);
      },
    );
    return () => {
      clearInterval(look);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
  }, [on]);

  const missing = BarcodeDetector === undefined ? texts.cameraMissing : null;
  return (
    <>
      <button
        type="button"
        class="button quiet"
        disabled={missing !== null}
        title={missing ?? undefined}
        onClick={() => setOn(!on)}
      >
        {on ? texts.cameraStop : texts.camera}
        {missing === null ? null : <span class="visually-hidden"> ({missing})</span>}
      </button>
      {failure === null ? null : <span class="refusal">{failure}</span>}
      {on ? <video ref={video} class="camera" playsInline muted /> : null}
    </>
  );
}
