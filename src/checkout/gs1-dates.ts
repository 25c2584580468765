/**
 * A date of six digits YYMMDD as `YYYY-MM-DD`; null: there is no such day. GS1 General Specifications 7.12: a year that is
 * 51 or more ahead of this one lies in the century before, one that is 50 or more behind in the one after; day 00 is the
 * last of its month.
 */
export function dateOf(digits: string, thisYear: number): string | null {
  if (!/^\d{6}$/.test(digits)) return null;
  const [yy, month, day] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)].map(Number) as [
    number,
    number,
    number,
  ];
  const ahead = yy - (thisYear % 100);
  const century = thisYear - (thisYear % 100) + (ahead >= 51 ? -100 : ahead <= -50 ? 100 : 0);
  const year = century + yy;
  if (month < 1 || month > 12) return null;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day > last) return null;
  return `${year}-${two(month)}-${two(day === 0 ? last : day)}`;
}

const two = (n: number): string => String(n).padStart(2, '0');
