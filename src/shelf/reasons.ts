/**
 * Every refusal, failure and warning that Endcap can report, declared once. The code is the same in the log, the
 * metric's label, the CLI, the console and the mesh; `docs/reasons.md` is generated from here.
 */
export const reasons = {
  'mesh.not-json': {
    meaning: 'The message is not JSON.',
    fix: 'Publish CloudEvents 1.0 in structured JSON mode, UTF-8.',
  },
  'mesh.signature-missing': {
    meaning: 'The message carries no signature.',
    fix: 'Sign it with a key the gateway has pinned.',
  },
  'mesh.signature-invalid': {
    meaning: 'The signature does not match the message.',
    fix: 'Sign the RFC 8785 form of the envelope without `sig`.',
  },
  'price.unit-price-missing': {
    meaning: 'The product must carry a unit price and the price fact has none.',
    fix: 'Publish the price with unitPriceMinor and unit.',
  },
  'delivery.back-off': {
    meaning: 'The last attempt failed; the next one waits.',
    fix: 'It is tried again by itself; see the last reason.',
  },
  'delivery.budget': {
    meaning: "The label's refreshes for today are used up by changes that are not prices.",
    fix: 'It goes out tomorrow, or with the next price.',
  },
  'delivery.min-gap': {
    meaning: 'The panel needs a pause between two refreshes.',
    fix: 'It goes out when the pause is over.',
  },
  'delivery.model-unknown': {
    meaning: 'It is not known what kind of label this is.',
    fix: 'It is asked as soon as a radio hears it.',
  },
  'label.interrupted': {
    meaning: 'An upload broke off, so what the panel shows is not known.',
    fix: 'It is drawn again by itself.',
  },
  'label.never-heard': {
    meaning: 'No radio has ever heard this label.',
    fix: 'Bring it into range, check its battery, and compare its id with the binding.',
  },
  'label.overdue': {
    meaning: 'The label has shown something older than it should for too long.',
    fix: 'Check radio, battery and distance.',
  },
  'label.rebooted': {
    meaning: 'The label restarted, so what it shows is not known.',
    fix: 'It is drawn again by itself.',
  },
  'price.currency-foreign': {
    meaning: 'The price is in another currency than the store.',
    fix: "Publish the price in the store's currency, or correct gateway.currency.",
  },
  'price.lowest30d-missing': {
    meaning: 'A reduction does not state the lowest price of the 30 days before.',
    fix: 'Publish the reduction with lowest30dMinor.',
  },
  'price.missing': {
    meaning: 'No price is known for a product on the label.',
    fix: 'Publish a price for the SKU, or bind the label to another one.',
  },
  'price.none-valid': {
    meaning: 'No entry of the price timeline holds now.',
    fix: 'Publish a timeline with an entry that has begun and not ended.',
  },
  'price.not-positive': {
    meaning: 'The price is zero or negative.',
    fix: 'Publish a price above zero.',
  },
  'price.percent-mismatch': {
    meaning: 'A percentage badge does not match the lowest 30-day price.',
    fix: 'Leave percentOff out: the badge is then computed; or publish whole per cent, rounded down.',
  },
  'price.reduction-false': {
    meaning: 'A price is announced as a reduction without being below the lowest 30-day price.',
    fix: 'Publish it as a regular price, or correct lowest30dMinor.',
  },
  'price.unit-price-not-positive': {
    meaning: 'The unit price is zero or negative.',
    fix: 'Publish a unit price above zero.',
  },
  'product.gtin-invalid': {
    meaning: "The product's GTIN has a wrong length or check digit.",
    fix: 'Publish the product with its correct GTIN.',
  },
  'product.missing': {
    meaning: 'A product on the label is not known.',
    fix: 'Publish the product fact for the SKU.',
  },
  'radio.no-radio': {
    meaning: 'No radio is up.',
    fix: 'Check the radios with `endcap status`.',
  },
  'till.silent': {
    meaning: 'The tills have not reported the lower price in time.',
    fix: 'Check that the tills publish their watermark.',
  },
  'till.waiting': {
    meaning: 'A lower price waits for the tills, so that nobody is charged more than the shelf says.',
    fix: 'It goes out as soon as the tills report that they have it.',
  },
  'radio.label-silent': {
    meaning: 'The label did not answer.',
    fix: 'Check its battery and its distance to the gateway.',
  },
} as const satisfies Record<string, { readonly meaning: string; readonly fix: string }>;

/** A stable reason code. */
export type Reason = keyof typeof reasons;
