import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Words } from '../wire/card.ts';
import type { View } from './view.ts';

/** Heights of a letter that pass in a second: read with ease by somebody who walks. */
const lettersPerSecond = 4;
/** So long one text stands where nothing may move. */
const standMs = 8_000;

/** Texts that run through, each in both languages; with reduced motion they stand one after the other. */
export function Ticker({ view }: { view: View }) {
  const { ticker, locales } = view.programme;
  const ref = useRef<HTMLDivElement>(null);
  const of = JSON.stringify(ticker);
  useLayoutEffect(() => {
    const run = ref.current;
    const box = run?.parentElement;
    if (!run || !box) return;
    const letterPx = Number.parseFloat(getComputedStyle(run).fontSize);
    const wayPx = run.scrollWidth + box.clientWidth;
    run.style.setProperty('--from', `${box.clientWidth}px`);
    run.style.setProperty('--to', `${-run.scrollWidth}px`);
    run.style.setProperty('--takes', `${Math.round(wayPx / (letterPx * lettersPerSecond))}s`);
  }, [of, view.still, view.programme.layout]);
  if (ticker.length === 0) return null;
  if (view.still) {
    const texts = ticker.flatMap(words => words.map((text, index) => ({ text, lang: locales[index] })));
    const { text, lang } = texts[Math.floor(view.atMs / standMs) % texts.length]!;
    return (
      <p class="ticker still text-body" lang={lang}>
        {text}
      </p>
    );
  }
  return (
    <div class="ticker text-body" ref={ref}>
      {ticker.map((words, index) => (
        <TickerText key={index} words={words} locales={locales} />
      ))}
    </div>
  );
}

function TickerText({ words, locales }: { words: Words; locales: readonly string[] }) {
  return (
    <span class="ticker-text">
      <span lang={locales[0]}>{words[0]}</span>
      {words[1] !== undefined && (
        <span class="second" lang={locales[1]}>
          {words[1]}
        </span>
      )}
    </span>
  );
}
