import type { Bitmap } from '../../shelf/panel.ts';
import { fillBox } from '../bitmap-canvas.ts';
import { encodeQr, type QrSymbol, quietModules } from '../qr.ts';
import type { LeafElement } from '../template-schema.ts';
import {
  identityOf,
  inside,
  type Part,
  paintOf,
  type Refusal,
  type Setting,
  scaled,
  strikeOf,
  valueTextOf,
  xOf,
  yOf,
} from './part.ts';

type Of<T extends LeafElement['type']> = Extract<LeafElement, { type: T }>;

/** Fewer pixels per module do not survive e-paper and a phone's camera. */
const fewestModulePx = 2;
/** Schemes and prefixes by which wallets know what to pay; only the shop's own configuration says whom. */
const payment = /^(lightning:|lnurlp?:|lnurl1|bitcoin:|keyauth:)/i;

/** A square of `room` pixels that hangs from one of its corners. */
function placeOf({ anchor, max_size, x: atX, y: atY }: Of<'qrcode' | 'paycode'>, setting: Setting) {
  const room = scaled(max_size, setting);
  const [side = 'l', level = 't'] = anchor;
  const x = xOf(atX, setting.frame);
  const y = yOf(atY, setting.frame);
  const box = inside(
    { x: side === 'l' ? x : x - room, y: level === 't' ? y : y - room, width: room, height: room },
    setting,
  );

  function draw(bitmap: Bitmap, code: QrSymbol, module: number): Refusal | null {
    const outer = (code.size + 2 * quietModules) * module;
    if (outer > room) {
      return { reason: 'render.code-does-not-fit', detail: `a QR code of ${outer} px in ${room} px` };
    }
    const left = side === 'l' ? box.x : box.x + room - outer;
    const top = level === 't' ? box.y : box.y + room - outer;
    fillBox(bitmap, { x: left, y: top, width: outer, height: outer }, 'white');
    for (let row = 0; row < code.size; row++) {
      for (let column = 0; column < code.size; column++) {
        if (code.modules[row * code.size + column] === 0) continue;
        const at = { x: left + (quietModules + column) * module, y: top + (quietModules + row) * module };
        fillBox(bitmap, { ...at, width: module, height: module }, 'black');
      }
    }
    return null;
  }
  return { box, room, draw };
}

/** `qrcode`: in whole pixels per module, with its quiet zone of four modules. Never something to pay: see `paycode`. */
export function compileQrcode(element: Of<'qrcode'>, setting: Setting): Part {
  const { complain } = setting;
  if (paintOf(element.color, setting) !== 'black') complain('template.bars-coloured', 'modules must be black');
  if (element.boxsize < fewestModulePx) complain('template.module-too-small', `${element.boxsize} px per module`);
  const module = Math.max(fewestModulePx, scaled(element.boxsize, setting));
  const value = valueTextOf(element.data, strikeOf('regular', 10, setting), setting);
  const { box, draw } = placeOf(element, setting);

  return {
    box,
    writing: null,
    identity: identityOf(value),
    paint(bitmap, content) {
      const text = value.fill(content);
      if (text === null) return null;
      if (payment.test(text)) return { reason: 'render.payment-foreign', detail: JSON.stringify(text) };
      const code = encodeQr(text, element.level);
      if (code === null) return { reason: 'render.code-invalid', detail: `a QR code of ${JSON.stringify(text)}` };
      return draw(bitmap, code, module);
    },
  };
}

/** `paycode`: level M, as large as its place allows. Without a code its place stays empty. */
export function compilePaycode(element: Of<'paycode'>, setting: Setting): Part {
  const { box, room, draw } = placeOf(element, setting);
  const codeOf: Part['identity'] = ({ items }) => items[setting.itemIndex]?.payCode ?? '';

  return {
    box,
    writing: null,
    identity: codeOf,
    paint(bitmap, content) {
      const text = codeOf(content);
      if (text === '') return null;
      const code = encodeQr(text, 'M');
      if (code === null) return { reason: 'render.code-invalid', detail: `a QR code of ${JSON.stringify(text)}` };
      const module = Math.floor(room / (code.size + 2 * quietModules));
      return draw(bitmap, code, Math.max(fewestModulePx, module));
    },
  };
}
