/** What an alarm looks at. */
export type AlarmSubject =
  | { readonly kind: 'length' | 'wait'; readonly id: string }
  | { readonly kind: 'zone' | 'button'; readonly id: string };

/** Reads the words of `AlarmEntry.on`; null: others than we know. */
export function readSubject(on: string): AlarmSubject | null {
  const [, figure, kind, id] = /^(?:(.+) of )?(queue|zone|button) (\S+)$/.exec(on) ?? [];
  if (id === undefined) return null;
  if (kind === 'queue') return { kind: figure?.startsWith('wait') ? 'wait' : 'length', id };
  return { kind: kind === 'zone' ? 'zone' : 'button', id };
}
