import { builtinTemplates } from '../../src/render/builtin-templates.ts';
import { createRenderer } from '../../src/render/render.ts';
import type { Bitmap, Panel } from '../../src/shelf/panel.ts';

const renderer = createRenderer({ templates: builtinTemplates() });
const eur = (amountMinor: number) => ({ amountMinor: BigInt(amountMinor), currency: 'EUR', exponent: 2 });

export interface FixtureProduct {
  readonly sku: string;
  readonly name: string;
  readonly packSize: string;
  readonly amountMinor: number;
  readonly unitPriceMinor: number;
  readonly unit: 'kg' | 'l';
  readonly badge?: string;
}

/** The product's label as the agent draws it, at another price where one is given. */
export function drawLabel(panel: Panel, product: FixtureProduct, amountMinor: number): Bitmap {
  const drawn = renderer.render(
    {
      page: 'price',
      template: 'shelf',
      locale: 'de-DE',
      bitcoin: null,
      items: [
        {
          sku: product.sku,
          gtin: '4006381333931',
          name: product.name,
          secondName: null,
          brand: null,
          packSize: product.packSize,
          legalText: null,
          price: eur(amountMinor),
          unitPrice: { price: eur(product.unitPriceMinor), unit: product.unit },
          lowest30d: null,
          memberPrice: null,
          badge: product.badge ?? null,
          offer: product.badge === undefined ? null : { id: 'o1', version: 1, text: null, variant: null },
          soldOut: false,
          sats: null,
          payCode: null,
        },
      ],
      staff: [],
    },
    panel,
  );
  if (!drawn.ok) throw new Error(`${product.name} on ${panel.width}×${panel.height}: ${drawn.reason}`);
  return drawn.bitmap;
}
