import { type Stamp, stampOf } from './bitmap-canvas.ts';
import { type Face, type FaceName, type FontSource, installedFonts, loadFace } from './font.ts';

/** A glyph ready to be stamped; `advance` in whole pixels. */
export interface GlyphStamp extends Stamp {
  readonly advance: number;
}

/** One face at one size: everything in whole pixels. */
export interface Strike {
  readonly face: FaceName;
  /** Pixels per em. */
  readonly size: number;
  readonly capHeight: number;
  readonly descent: number;
  /** Null when the face has no such glyph, or its script needs shaping, which is not done here. */
  glyph(codePoint: number): GlyphStamp | null;
}

/** Glyph bitmaps of all faces and sizes in use. */
export interface Atlas {
  strike(face: FaceName, size: number): Strike;
}

/** Sizes a template may ask for, in pixels per em. */
export const smallestSize = 6;
export const largestSize = 400;

/** Scripts written from the right, or with marks that must be placed: glyph by glyph they would come out wrong. */
const needsShaping =
  /[\p{M}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Devanagari}\p{Script=Thai}]/u;

/** Glyphs that one strike keeps; beyond, the strike forgets them all and starts again. */
const glyphsPerStrike = 1024;
/** Strikes that an atlas keeps; a template names a few dozen. */
const strikesPerAtlas = 512;

/**
 * Draws glyphs on first use (about 0.3 ms each, hinted) and keeps them with their eight shifts. A 20 px glyph takes about
 * 60 bytes per shift, so 40 strikes of 80 glyphs stay below 2 MB.
 */
export function createAtlas(source: FontSource = installedFonts): Atlas {
  const faces = new Map<FaceName, Face>();
  const strikes = new Map<string, Strike>();
  const faceOf = (name: FaceName) => {
    const known = faces.get(name);
    if (known !== undefined) return known;
    const face = loadFace(name, source);
    faces.set(name, face);
    return face;
  };
  return {
    strike(name, size) {
      const key = `${name}/${size}`;
      const known = strikes.get(key);
      if (known !== undefined) return known;
      if (size < smallestSize || size > largestSize || !Number.isInteger(size)) {
        throw new RangeError(`a font size of ${size} px is outside ${smallestSize}–${largestSize}`);
      }
      if (strikes.size >= strikesPerAtlas) strikes.clear();
      const strike = createStrike(faceOf(name), size);
      strikes.set(key, strike);
      return strike;
    },
  };
}

function createStrike(face: Face, size: number): Strike {
  const glyphs = new Map<number, GlyphStamp | null>();
  return {
    face: face.name,
    size,
    capHeight: Math.round(face.capHeight * size),
    descent: Math.ceil(face.descent * size),
    glyph(codePoint) {
      const known = glyphs.get(codePoint);
      if (known !== undefined) return known;
      if (glyphs.size >= glyphsPerStrike) glyphs.clear();
      // All spaces look alike; not every face has the no-break and the narrow ones.
      const drawn = codePoint === 0xa0 || codePoint === 0x202f || codePoint === 0x2009 ? 0x20 : codePoint;
      const glyph =
        face.has(drawn) && !needsShaping.test(String.fromCodePoint(drawn))
          ? { ...stampOf(face.rasterise(drawn, size)), advance: Math.round(face.advance(drawn) * size) }
          : null;
      glyphs.set(codePoint, glyph);
      return glyph;
    },
  };
}
