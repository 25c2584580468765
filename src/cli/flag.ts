import { nearest } from '../config/nearest.ts';
import { parseDuration } from './duration.ts';

/** What reading one word gives. The problem is the end of a sentence: `--labels ${problem}`. */
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** A flag. `absent` is its value when it is not given. */
export interface Flag<T> {
  /** What stands after it, e.g. `N`; null for a switch. */
  readonly placeholder: string | null;
  readonly about: string;
  readonly absent: T;
  /** Allowed words, where they can be listed. */
  readonly choices?: readonly string[];
  /** May be given several times; `read` is given each, and their lists are joined. */
  readonly many?: boolean;
  /** Left out of help; for what other programs pass. */
  readonly hidden?: boolean;
  read(text: string): Reading<T>;
}

/** A word that stands by its position. */
export interface Argument<T> {
  readonly name: string;
  readonly about: string;
  readonly required: boolean;
  /** Takes all words that are left; `read` is given each, and their lists are joined. */
  readonly many?: boolean;
  readonly absent: T;
  read(text: string): Reading<T>;
}

const anyText = (text: string): Reading<string> => ({ ok: true, value: text });

/** A flag that is there or not. */
export function on(about: string): Flag<boolean> {
  return { placeholder: null, about, absent: false, read: () => ({ ok: true, value: true }) };
}

/** A flag that takes any text. */
export function text(placeholder: string, about: string): Flag<string | null> {
  return { placeholder, about, absent: null, read: anyText };
}

/** A flag that takes one of a few words. */
export function choice<const W extends string>(
  placeholder: string,
  words: readonly W[],
  about: string,
): Flag<W | null> {
  return {
    placeholder,
    about,
    absent: null,
    choices: words,
    read: given => {
      const found = words.find(word => word === given);
      if (found !== undefined) return { ok: true, value: found };
      const meant = nearest(given, words);
      const hint = meant === null ? '' : ` (did you mean ${meant}?)`;
      return { ok: false, problem: `must be one of ${words.join(', ')}, not "${given}"${hint}` };
    },
  };
}

interface Limits<N> {
  readonly min: number;
  readonly max: number;
  readonly absent: N;
}

function numeric(form: RegExp, called: string) {
  return <const N extends number | null>(
    placeholder: string,
    { min, max, absent }: Limits<N>,
    about: string,
  ): Flag<number | N> => ({
    placeholder,
    about,
    absent,
    read: given => {
      const value = form.test(given) ? Number(given) : Number.NaN;
      return value >= min && value <= max
        ? { ok: true, value }
        : { ok: false, problem: `must be a ${called} from ${min} to ${max}, not "${given}"` };
    },
  });
}

/** A flag that takes a whole number within limits. */
export const whole = numeric(/^\d{1,15}$/, 'whole number');

/** A flag that takes a plain number within limits. */
export const decimal = numeric(/^\d{1,9}(?:\.\d{1,9})?$/, 'number');

/** A flag that takes a duration, in milliseconds once read. */
export function duration(placeholder: string, about: string): Flag<number | null> {
  return {
    placeholder,
    about,
    absent: null,
    read: given => {
      const value = parseDuration(given);
      return value === null
        ? { ok: false, problem: `must be a duration such as 30s, 5m or 2h, not "${given}"` }
        : { ok: true, value };
    },
  };
}

/** A flag that is not shown to people. */
export function hidden<T>(flag: Flag<T>): Flag<T> {
  return { ...flag, hidden: true };
}

/** A word that must be given. `read` may narrow it. */
export function word(name: string, about: string): Argument<string> {
  return { name, about, required: true, absent: '', read: anyText };
}

/** A word that may be left out; empty then. */
export function optionalWord(name: string, about: string): Argument<string> {
  return { name, about, required: false, absent: '', read: anyText };
}

/** Any number of words, none included. */
export function words(name: string, about: string): Argument<readonly string[]> {
  return { name, about, required: false, many: true, absent: [], read: given => ({ ok: true, value: [given] }) };
}

/** A plain decimal amount such as `12.34`, kept as text: only who knows the currency can count it. */
export function amount(name: string, about: string): Argument<string> {
  return {
    name,
    about,
    required: true,
    absent: '',
    read: given =>
      /^\d{1,12}(?:\.\d{1,4})?$/.test(given)
        ? { ok: true, value: given }
        : { ok: false, problem: `must be an amount such as 2.49, not "${given}"` },
  };
}
