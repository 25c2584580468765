import type { Card, PriceStep } from '../wire/card.ts';
import { lowestWords } from '../words.ts';
import { Said } from './said.tsx';
import type { View } from './view.ts';

/** What may stand between a price and its symbol. */
const gaps = ['', '\u00a0', '\u202f', ' '];

/**
 * A product's price as it may be shown now, with all that belongs to it, or the words that send to the shelf. `data-sku`
 * and `data-price` are what the page's report reads.
 */
export function Pricing({ view, card, sku }: { view: View; card: Card | null; sku: string }) {
  const { words, locales } = view.programme;
  const now = view.price(card);
  if (!now.shown) {
    return (
      <div class="pricing">
        <div class="price held" data-sku={sku} data-price="held" data-why={now.reason}>
          <Said words={words.priceAtShelf} locales={locales} size="body" />
        </div>
      </div>
    );
  }
  const { step, sats } = now;
  const { memberPrice } = step;
  return (
    <div class="pricing">
      {step.soldOut && <Said words={words.soldOut} locales={locales} size="body" class="sold-out" />}
      <div class="tag">
        {step.badge !== null && <span class="badge text-body">{step.badge}</span>}
        <div class={`price ${step.lowest30d === null ? '' : 'reduced'}`} data-sku={sku} data-price="shown">
          <Figure price={step.price} />
        </div>
      </div>
      {step.unitPrice !== null && <p class="quiet text-small">{step.unitPrice}</p>}
      {step.lowest30d !== null && <Said words={step.lowest30d} locales={locales} size="small" class="quiet" spare />}
      {memberPrice !== null && (
        <div class="member text-small">
          <Said words={words.members} locales={locales} size="small" spare />
          <div>
            <b class="text-body">{memberPrice.text}</b>
            {memberPrice.unitPrice !== null && <span>{memberPrice.unitPrice}</span>}
          </div>
          {memberPrice.lowest30d !== null && (
            <Said words={lowestWords(memberPrice.lowest30d, locales)} locales={locales} size="small" spare />
          )}
        </div>
      )}
      {sats !== null && (
        <div class="sats">
          <b class="text-title">{sats.text}</b>
          <Said words={sats.rate} locales={locales} size="small" class="quiet" spare />
        </div>
      )}
    </div>
  );
}

/** The figure, its fraction raised; in one piece where its parts do not make up the line. */
function Figure({ price }: { price: PriceStep['price'] }) {
  const { whole, decimal, fraction, symbol, symbolFirst, text } = price;
  const parts = fraction === '' ? null : { whole, fraction: `${decimal}${fraction}` };
  const gap = gaps.find(space => {
    const number = `${whole}${decimal}${fraction}`;
    return text === (symbolFirst ? `${symbol}${space}${number}` : `${number}${space}${symbol}`);
  });
  if (parts === null || gap === undefined) return <span class="figure text-price">{text}</span>;
  return (
    <span class="figure text-price">
      {symbolFirst && <span class="symbol">{symbol + gap}</span>}
      <span>{parts.whole}</span>
      <span class="fraction">{parts.fraction}</span>
      {!symbolFirst && <span class="symbol">{gap + symbol}</span>}
    </span>
  );
}
