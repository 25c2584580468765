import { useLayoutEffect, useRef } from 'preact/hooks';
import QRCode from 'qrcode';
import type { Programme } from '../wire/programme.ts';
import { Said } from './said.tsx';

type Qr = NonNullable<Programme['qr']>;

/** Modules of white that ISO/IEC 18004 wants around the symbol. */
const quietModules = 4;

/** A code with its caption: black on white whatever the skin, its modules whole pixels of the panel. */
export function QrCode({ qr, locales }: { qr: Qr; locales: readonly string[] }) {
  const ref = useRef<HTMLDivElement>(null);
  const { modules } = QRCode.create(qr.text, { errorCorrectionLevel: 'M' });
  const side = modules.size + 2 * quietModules;
  useLayoutEffect(() => {
    const box = ref.current;
    if (box === null) return;
    const [code, caption] = [...box.children] as [SVGElement, HTMLElement];
    const { clientWidth, clientHeight } = box;
    // In a wide place the caption stands beside the code, so that the code has the height for itself.
    const beside = clientWidth > 1.6 * clientHeight;
    box.classList.toggle('beside', beside);
    const height = beside ? clientHeight : clientHeight - caption.offsetHeight * 1.2;
    const modulePx = Math.max(1, Math.floor(Math.min(clientWidth, height) / side));
    for (const length of ['width', 'height']) code.setAttribute(length, String(modulePx * side));
  });
  return (
    <div class="code" data-qr={qr.kind} ref={ref}>
      <svg
        width="1"
        height="1"
        viewBox={`0 0 ${side} ${side}`}
        shape-rendering="crispEdges"
        role="img"
        aria-label={qr.caption[0]}
      >
        <rect width={side} height={side} fill="#ffffff" />
        <path d={darkModules(modules)} fill="#000000" />
      </svg>
      <Said words={qr.caption} locales={locales} size="small" />
    </div>
  );
}

/** Each run of dark modules in a row as one rectangle. */
function darkModules({ size, data }: { readonly size: number; readonly data: Uint8Array }): string {
  let path = '';
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (data[y * size + x] === 0) continue;
      const from = x;
      while (x + 1 < size && data[y * size + x + 1] !== 0) x += 1;
      path += `M${from + quietModules} ${y + quietModules}h${x - from + 1}v1H${from + quietModules}z`;
    }
  }
  return path;
}
