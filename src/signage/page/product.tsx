import { Pricing } from './price.tsx';
import { Said } from './said.tsx';
import type { View } from './view.ts';

/** A product with its price. */
export function Product({ view, sku }: { view: View; sku: string }) {
  const card = view.card(sku);
  const about = card && [card.brand, card.packSize].filter(part => part !== null).join(' · ');
  return (
    <article class="product">
      {card && (
        <div class="naming">
          <Said words={card.name} locales={view.programme.locales} size="body" class="name" />
          {about && (
            <p class="quiet text-small" data-drop="1">
              {about}
            </p>
          )}
        </div>
      )}
      <Pricing view={view} card={card} sku={sku} />
    </article>
  );
}

/** Products in a grid; what does not fit on one page of it comes on the next. */
export function Products(props: {
  readonly view: View;
  readonly skus: readonly string[];
  readonly columns: number;
  readonly rows: number;
  /** Which page of them. */
  readonly page: number;
}) {
  const { view, skus, columns, rows, page } = props;
  const perPage = columns * rows;
  const now = page % pagesOf(skus, perPage);
  const shown = skus.slice(now * perPage, (now + 1) * perPage);
  const wide = Math.min(columns, shown.length);
  return (
    <div
      class="products"
      key={now}
      style={{ '--columns': wide, '--rows': skus.length > perPage ? rows : Math.ceil(shown.length / wide) }}
    >
      {shown.map(sku => (
        <div class="cell" key={sku} data-fit-box>
          <Product view={view} sku={sku} />
        </div>
      ))}
    </div>
  );
}

export function pagesOf(skus: readonly string[], perPage: number): number {
  return Math.max(1, Math.ceil(skus.length / perPage));
}
