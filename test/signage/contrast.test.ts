import { describe, expect, it } from 'vitest';
import { contrast, luminance, tooClose } from '../../src/signage/contrast.ts';

describe('contrast', () => {
  it('has the ends that WCAG gives it', () => {
    expect(luminance('#000000')).toBe(0);
    expect(luminance('#ffffff')).toBeCloseTo(1, 10);
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
    expect(contrast('#123456', '#123456')).toBe(1);
  });

  // Luminances of the primaries are the coefficients of WCAG 2; the greys are the ones that its techniques and every
  // contrast checker give: #767676 is the lightest that may carry text on white, #949494 the lightest shape.
  it.each([
    ['#ff0000', '#ffffff', 4],
    ['#00ff00', '#ffffff', 1.37],
    ['#0000ff', '#ffffff', 8.59],
    ['#767676', '#ffffff', 4.54],
    ['#777777', '#ffffff', 4.48],
    ['#949494', '#ffffff', 3.03],
    ['#959595', '#ffffff', 2.995],
    ['#ffff00', '#000000', 19.56],
  ])('of %s on %s is %d : 1', (one, other, expected) => expect(contrast(one, other)).toBeCloseTo(expected, 2));

  it('knows the luminance of the primaries', () => {
    expect(luminance('#ff0000')).toBeCloseTo(0.2126, 10);
    expect(luminance('#00ff00')).toBeCloseTo(0.7152, 10);
    expect(luminance('#0000ff')).toBeCloseTo(0.0722, 10);
  });

  it('wants more of text than of shapes', () => {
    const skin = {
      background: '#ffffff',
      ink: '#949494',
      quiet: '#949494',
      surface: '#ffffff',
      surfaceInk: '#949494',
      accent: '#949494',
      accentInk: '#ffffff',
    };
    expect(tooClose(skin).map(({ front }) => front)).toEqual(['ink', 'quiet', 'surfaceInk', 'accentInk']);
  });
});
