import { describe, expect, it } from 'vitest';
import { desiredHash } from '../../src/render/content-hash.ts';
import { decodeContent, encodeContent } from '../../src/shelf/content-codec.ts';
import { coffee, contentOf, euro, panelOf } from './samples.ts';

const base = {
  content: contentOf([coffee]),
  templateHash: 'a'.repeat(64),
  panel: panelOf(296, 128, 'bwr'),
  rendererVersion: 1,
};

describe('the identity of a picture', () => {
  it('is 16 hex digits and stays the same', () => {
    expect(desiredHash(base)).toMatch(/^[0-9a-f]{16}$/);
    expect(desiredHash({ ...base, content: structuredClone(base.content) })).toBe(desiredHash(base));
  });

  it('changes with everything that a label may show', () => {
    const item = (over: Partial<typeof coffee>) => ({ ...base, content: contentOf([{ ...coffee, ...over }]) });
    const all = [
      base,
      { ...base, templateHash: 'b'.repeat(64) },
      { ...base, rendererVersion: 2 },
      { ...base, panel: panelOf(296, 128, 'bwy') },
      { ...base, panel: { ...base.panel, dpi: 200 } },
      { ...base, content: contentOf([coffee], { locale: 'en-GB' }) },
      { ...base, content: contentOf([coffee], { page: 'staff' }) },
      { ...base, content: contentOf([coffee], { staff: [{ name: 'SKU', value: '1' }] }) },
      { ...base, content: contentOf([coffee, coffee]) },
      item({ sku: '1' }),
      item({ gtin: '96385074' }),
      item({ name: 'x' }),
      item({ secondName: 'x' }),
      item({ brand: null }),
      item({ packSize: null }),
      item({ legalText: 'x' }),
      item({ price: euro(1n) }),
      item({ price: { ...coffee.price, exponent: 3 } }),
      item({ price: { ...coffee.price, currency: 'GBP' } }),
      item({ unitPrice: null }),
      item({ unitPrice: { price: coffee.unitPrice!.price, unit: 'l' } }),
      item({ lowest30d: null }),
      item({ badge: null }),
      item({ offer: null }),
      item({ offer: { id: 'coffee-week', version: 1, text: 'x', variant: null } }),
      item({ memberPrice: { price: euro(1n), unitPrice: null, lowest30d: null } }),
      item({ memberPrice: { price: euro(2n), unitPrice: null, lowest30d: null } }),
      item({ memberPrice: { price: euro(1n), unitPrice: { price: euro(2n), unit: 'kg' }, lowest30d: null } }),
      item({ memberPrice: { price: euro(1n), unitPrice: { price: euro(2n), unit: 'l' }, lowest30d: null } }),
      item({ memberPrice: { price: euro(1n), unitPrice: null, lowest30d: euro(2n) } }),
      item({ soldOut: true }),
    ];
    expect(new Set(all.map(desiredHash)).size).toBe(all.length);
  });

  it('is what it was before there were prices for members', () => expect(desiredHash(base)).toBe('304c01e7925ebbe2'));

  it('changes with a notice, and is what it was before where there is none', () => {
    const noticed = (notice: string) => desiredHash({ ...base, content: { ...base.content, notice } });
    const staff = contentOf([coffee], { staff: [{ name: 'notice', value: 'Kasse 2' }] });
    const all = [desiredHash(base), noticed(''), noticed('Kasse 2'), noticed('Kasse 3')];
    expect(new Set([...all, desiredHash({ ...base, content: staff })]).size).toBe(5);
    expect(all[0]).toBe('304c01e7925ebbe2');
    const stored = (content: typeof base.content) => decodeContent(encodeContent(content));
    expect(stored(base.content)).toEqual(base.content);
    expect(stored(base.content)).not.toHaveProperty('notice');
    expect(stored({ ...base.content, notice: 'Kasse 2' })).toEqual({ ...base.content, notice: 'Kasse 2' });
  });

  it('does not change with the version or variant of an offer, which nobody sees', () => {
    const offer = { ...coffee.offer!, version: 99, variant: 'b' };
    expect(desiredHash({ ...base, content: contentOf([{ ...coffee, offer }]) })).toBe(desiredHash(base));
  });
});
