import type { Reason } from '../shelf/reasons.ts';

/** What is wrong at present, by code and subject. Bounded: codes are declared, subjects are streams. */
export function createConditions(
  changed: (code: Reason, state: 'raised' | 'cleared', subject: string, detail: string) => void,
) {
  const held = new Map<Reason, Map<string, string>>();
  return {
    /** @param detail null: it is over */
    set(code: Reason, subject: string, detail: string | null): void {
      const subjects = held.get(code) ?? new Map<string, string>();
      const before = subjects.get(subject);
      if (detail === null) {
        if (before === undefined) return;
        subjects.delete(subject);
        if (subjects.size === 0) held.delete(code);
        // One topic per code: it is over once no subject is left.
        const [other] = subjects;
        if (other === undefined) changed(code, 'cleared', subject, before);
        else changed(code, 'raised', ...other);
        return;
      }
      subjects.set(subject, detail);
      held.set(code, subjects);
      if (before === undefined) changed(code, 'raised', subject, detail);
    },
    /** In words; null: all is well. */
    text(): string | null {
      const parts = [...held].map(([code, subjects]) => `${code}: ${[...subjects.values()].join('; ')}`);
      return parts.length === 0 ? null : parts.join('. ');
    },
  };
}
export type Conditions = ReturnType<typeof createConditions>;
