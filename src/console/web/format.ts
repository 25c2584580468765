import type { Language } from './texts.ts';

const locales: Record<Language, string> = { de: 'de-DE', en: 'en-GB' };

/** Figures and times as the language writes them; in the time zone of whoever looks. */
export interface Format {
  /** `14:32` today, with the day otherwise. */
  time(instant: string | number): string;
  /** `23/11/2026, 14:32:05`. */
  instant(instant: string): string;
  count(value: number): string;
  /** A share 0..1 as per cent. */
  share(value: number): string;
  volts(millivolts: number): string;
  /** Seconds as `1 min 35 s`. */
  duration(seconds: number): string;
}

function createFormat(language: Language): Format {
  const locale = locales[language];
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  const dayAndTime = new Intl.DateTimeFormat(locale, {
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'medium' });
  const count = new Intl.NumberFormat(locale);
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const volts = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return {
    time(instant) {
      const date = new Date(instant);
      return date.toDateString() === new Date().toDateString() ? time.format(date) : dayAndTime.format(date);
    },
    instant: instant => full.format(new Date(instant)),
    count: value => count.format(value),
    share: value => share.format(value),
    volts: millivolts => `${volts.format(millivolts / 1000)} V`,
    duration(seconds) {
      const whole = Math.ceil(seconds);
      const [h, min, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
      if (h > 0) return `${h} h ${min} min`;
      return min > 0 ? `${min} min${s > 0 && min < 10 ? ` ${s} s` : ''}` : `${s} s`;
    },
  };
}

export const formats: Record<Language, Format> = { de: createFormat('de'), en: createFormat('en') };
