import { hash } from 'node:crypto';
import type { ContentItem, LabelContent, MemberPrice } from '../shelf/content.ts';
import type { Money } from '../shelf/money.ts';
import type { Panel } from '../shelf/panel.ts';

/** All that decides a picture. */
export interface Desired {
  readonly content: LabelContent;
  /** Of the template with its options. */
  readonly templateHash: string;
  readonly panel: Panel;
  readonly rendererVersion: number;
}

/**
 * Identity of a picture before it is drawn: the first 16 hex digits of SHA-256. About 5 µs. Two contents that may look
 * different never share their text: it is JSON of a list with a fixed order.
 */
export function desiredHash({ content, templateHash, panel, rendererVersion }: Desired): string {
  const parts: unknown[] = [
    rendererVersion,
    templateHash,
    panel.width,
    panel.height,
    panel.palette,
    panel.dpi,
    content.page,
    content.template,
    content.locale,
  ];
  if (panel.cells) parts.push([panel.cells.columns, panel.cells.rows]);
  const { bitcoin } = content;
  if (bitcoin) parts.push([bitcoin.style, bitcoin.rate?.timeText ?? null]);
  for (const item of content.items) parts.push(itemParts(item));
  for (const { name, value } of content.staff) parts.push([name, value]);
  // No list, so that no line of a staff page is ever the same.
  if (content.notice !== undefined) parts.push({ notice: content.notice });
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, 16);
}

function itemParts(item: ContentItem): unknown[] {
  return [
    item.sku,
    item.gtin,
    item.name,
    item.secondName,
    item.brand,
    item.packSize,
    item.legalText,
    moneyText(item.price),
    item.unitPrice && moneyText(item.unitPrice.price),
    item.unitPrice?.unit ?? null,
    item.lowest30d && moneyText(item.lowest30d),
    item.badge,
    item.offer?.id ?? null,
    item.offer?.text ?? null,
    item.soldOut,
    item.sats && `${item.sats.sats} ${item.sats.unitTenths ?? ''}`,
    item.payCode,
    // Only where there is one: whatever has none keeps the identity that it always had.
    ...(item.memberPrice ? [memberParts(item.memberPrice)] : []),
  ];
}

function memberParts({ price, unitPrice, lowest30d }: MemberPrice): unknown[] {
  return [
    moneyText(price),
    unitPrice && moneyText(unitPrice.price),
    unitPrice?.unit ?? null,
    lowest30d && moneyText(lowest30d),
  ];
}

function moneyText(money: Money): string {
  return `${money.amountMinor} ${money.exponent} ${money.currency}`;
}
