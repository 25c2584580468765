/**
 * Every refusal, failure and warning that Endcap can report, declared once. The code is the same in the log, the
 * metric's label, the CLI, the console and the mesh; `docs/reasons.md` is generated from here.
 */
export const reasons = {
  'mesh.not-json': { meaning: 'The message is not JSON.', fix: 'Publish CloudEvents 1.0 in structured JSON mode, UTF-8.' },
  'mesh.signature-missing': { meaning: 'The message carries no signature.', fix: 'Sign it with a key the gateway has pinned.' },
  'mesh.signature-invalid': { meaning: 'The signature does not match the message.', fix: 'Sign the RFC 8785 form of the envelope without `sig`.' },
  'price.unit-price-missing': { meaning: 'The product must carry a unit price and the price fact has none.', fix: 'Publish the price with unitPriceMinor and unit.' },
  'radio.label-silent': { meaning: 'The label did not answer.', fix: 'Check its battery and its distance to the gateway.' },
} as const satisfies Record<string, { readonly meaning: string; readonly fix: string }>;

/** A stable reason code. */
export type Reason = keyof typeof reasons;
