import type { Words } from '../wire/card.ts';

/** The sizes of a layout's text. */
export type TextSize = 'price' | 'title' | 'body' | 'small';

/** Words in both languages of the screen: the first large, the second smaller below it. */
export function Said(props: {
  readonly words: Words;
  readonly locales: readonly string[];
  readonly size: TextSize;
  readonly class?: string;
  /** Small print: the second language goes where there is no room. */
  readonly spare?: boolean;
}) {
  const { words, locales, size, spare } = props;
  return (
    <p class={`said text-${size} ${props.class ?? ''}`}>
      <span lang={locales[0]}>{words[0]}</span>
      {words[1] !== undefined && (
        <span class="second" lang={locales[1]} data-drop={spare ? '2' : undefined}>
          {words[1]}
        </span>
      )}
    </p>
  );
}
