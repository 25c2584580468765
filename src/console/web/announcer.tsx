import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { formats } from './format.ts';
import { type LabelState, labelStates } from './label-state.ts';
import { LanguageContext, useTexts } from './preferences.ts';

/** A wave changes the figures many times a second; they are read out no more often than this. */
const pauseMs = 5_000;

/** Tells a screen reader how the figures stand after they changed. */
export function Announcer({ counts, total }: { counts: Record<LabelState, number>; total: number }) {
  const texts = useTexts();
  const format = formats[useContext(LanguageContext)];
  const [said, setSaid] = useState('');
  const sentence = [
    `${format.count(counts.confirmed)} ${texts.provenOf(format.count(total))}`,
    ...labelStates
      .filter(state => state !== 'confirmed' && counts[state] > 0)
      .map(state => `${texts.states[state]}: ${format.count(counts[state])}`),
  ].join('. ');
  const latest = useRef(sentence);
  latest.current = sentence;
  useEffect(() => {
    if (total === 0 || said === sentence) return;
    const pause = setTimeout(() => setSaid(latest.current), said === '' ? 0 : pauseMs);
    return () => clearTimeout(pause);
  }, [said, sentence === said, total === 0]);
  return (
    <p class="visually-hidden" role="status" aria-live="polite">
      {said}
    </p>
  );
}
