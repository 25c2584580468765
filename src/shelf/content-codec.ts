import type { ContentItem, LabelContent } from './content.ts';

/** Members that contents did not have from the beginning. Null is not written, so that most texts stay as they always were. */
const younger: readonly string[] = ['memberPrice', 'variant'];

/** A content as JSON text for the store; amounts travel as `{"$minor":"1999"}`, everything else as it is. */
export function encodeContent(content: LabelContent): string {
  return JSON.stringify(content, (key, value: unknown) => {
    if (typeof value === 'bigint') return { $minor: value.toString() };
    return value === null && younger.includes(key) ? undefined : value;
  });
}

/** The inverse of {@link encodeContent}. Only for text that it made: the store is trusted, the world is not. */
export function decodeContent(text: string): LabelContent {
  const content = JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && '$minor' in value ? BigInt(String(value.$minor)) : value,
  ) as Stored;
  for (const item of content.items) {
    item.memberPrice ??= null;
    if (item.offer) item.offer.variant ??= null;
  }
  return content as LabelContent;
}

/** A content as it comes out of the store, still without what was not written. */
interface Stored {
  readonly items: readonly {
    memberPrice?: ContentItem['memberPrice'];
    readonly offer: { variant?: string | null } | null;
  }[];
}
