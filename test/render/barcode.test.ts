import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeGtin, smallestModulePx } from '../../src/render/barcode.ts';
import { encodeQr, longestTextBytes } from '../../src/render/qr.ts';
import { createRenderer } from '../../src/render/render.ts';
import { isGtin } from '../../src/shelf/gtin.ts';
import { contentOf, milk, panelOf } from './samples.ts';
import { codesIn, hasZbar } from './zbar.ts';

const bitsOf = (gtin: string) => encodeGtin(gtin)?.modules.map(Number).join('');

function withCheckDigit(digits: string): string {
  for (let check = 0; check < 10; check++) if (isGtin(`${digits}${check}`)) return `${digits}${check}`;
  throw new Error(`no check digit for ${digits}`);
}

const onlyCode = createRenderer({
  templates: [
    `{ template: code, variants: [{ name: a, width: 250, height: 96,
       elements: [{ type: barcode, x: 12, y: 10, height: 60 }],
       staff: [{ type: qrcode, data: '{name}', x: 20, y: 0, max_size: 96 }] }] }`,
  ],
});

describe('barcodes', () => {
  it('follow the number sets of the standard', () => {
    // GS1 General Specifications 5.2.1.2, written out by hand: a leading 4 has the sets A B A A B B.
    const left = '0001101 0100111 0111101 0001011 0010111 0011101';
    const right = '1100110 1001110 1001110 1011100 1001000 1010000';
    const whole = `101 ${left} 01010 ${right} 101`;
    expect(bitsOf('4003994155486')).toBe(whole.replaceAll(' ', ''));
    const short = '101 0110001 0110001 0011001 0010011 01010 1000010 1011100 1001110 1000100 101';
    expect(bitsOf('55123457')).toBe(short.replaceAll(' ', ''));
  });

  it('take UPC-A as an EAN-13 that starts with 0, and no symbol for a trade unit', () => {
    expect(bitsOf('036000291452')).toBe(bitsOf('0036000291452'));
    expect(bitsOf('04006381333931')).toBe(bitsOf('4006381333931'));
    expect(encodeGtin('14006381333938')).toBeNull();
  });

  it('get more pixels per module on finer panels', () => {
    expect([smallestModulePx(72), smallestModulePx(112), smallestModulePx(190), smallestModulePx(220)]).toEqual([
      2, 2, 2, 3,
    ]);
  });

  it.skipIf(!hasZbar)('are read back by zbarimg (apt zbar-tools), whatever the digits', () => {
    const digits = (length: number) => fc.stringMatching(new RegExp(`^[1-9]\\d{${length - 1}}$`)).map(withCheckDigit);
    fc.assert(
      fc.property(fc.oneof(digits(12), digits(7)), gtin => {
        const drawn = onlyCode.render(contentOf([{ ...milk, gtin }], { template: 'code' }), panelOf(250, 96, 'bw'));
        if (!drawn.ok) throw new Error(drawn.detail);
        expect(codesIn(drawn.bitmap)).toEqual([`EAN-${gtin.length}:${gtin}`]);
      }),
      { seed: 3, numRuns: 25 },
    );
  });

  it('of a wrong GTIN are refused', () => {
    const content = contentOf([{ ...milk, gtin: '4006381333932' }], { template: 'code' });
    expect(onlyCode.render(content, panelOf(250, 96, 'bw'))).toMatchObject({
      ok: false,
      reason: 'render.code-invalid',
    });
  });
});

describe('QR codes', () => {
  const draw = (name: string) => {
    const content = contentOf([{ ...milk, name }], { template: 'code', page: 'staff' });
    return onlyCode.render(content, panelOf(250, 96, 'bw'));
  };

  it.skipIf(!hasZbar)('are read back by zbarimg (apt zbar-tools)', () => {
    for (const text of ['40123', 'https://id.gs1.org/01/04006381333931', 'A & B: 2.99 ~']) {
      const drawn = draw(text);
      if (!drawn.ok) throw new Error(drawn.detail);
      expect(codesIn(drawn.bitmap)).toEqual([`QR-Code:${text}`]);
    }
  });

  it('are refused when they have no room, no text, too much, or letters that readers disagree about', () => {
    expect(draw('x'.repeat(120))).toMatchObject({ ok: false, reason: 'render.code-does-not-fit' });
    expect(draw('x'.repeat(longestTextBytes + 1))).toMatchObject({ ok: false, reason: 'render.code-invalid' });
    expect(draw('Käse')).toMatchObject({ ok: false, reason: 'render.code-invalid' });
    expect(encodeQr('', 'M')).toBeNull();
  });
});
