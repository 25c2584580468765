import type { LabelContent } from './content.ts';

/** A content as JSON text for the store; amounts travel as `{"$minor":"1999"}`, everything else as it is. */
export function encodeContent(content: LabelContent): string {
  return JSON.stringify(content, (_key, value: unknown) =>
    typeof value === 'bigint' ? { $minor: value.toString() } : value,
  );
}

/** The inverse of {@link encodeContent}. Only for text that it made: the store is trusted, the world is not. */
export function decodeContent(text: string): LabelContent {
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && '$minor' in value ? BigInt(String(value.$minor)) : value,
  ) as LabelContent;
}
