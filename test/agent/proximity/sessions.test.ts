import { describe, expect, it } from 'vitest';
import type { Mode } from '../../../src/agent/proximity/privacy-mode.ts';
import { createSessions, type Session } from '../../../src/agent/proximity/sessions.ts';
import { createVirtualClock } from '../../delivery/virtual-clock.ts';

const startMs = Date.UTC(2026, 10, 24, 9);
const until = (ms: number) => new Date(startMs + ms).toISOString();
const args = (over: Record<string, unknown> = {}) => ({
  session: 'visit-1',
  key: '000102030405060708090a0b0c0d0e0f',
  until: until(600_000),
  consent: 'consent-1',
  purpose: 'offers of this visit',
  audience: 'session',
  ...over,
});

function scene(first: Mode = 'consented', room = 2) {
  const clock = createVirtualClock(startMs);
  const heard = new Map<string, string>();
  const changes: [string, Session | null][] = [];
  let mode = first;
  const sessions = createSessions({
    mode: () => mode,
    ear: {
      openSession({ session, key }) {
        if (heard.size >= room && !heard.has(session)) return { ok: false, reason: 'privacy.session-too-many' };
        heard.set(session, Buffer.from(key).toString('hex'));
        return { ok: true };
      },
      closeSession: session => void heard.delete(session),
    },
    changed: (id, session) => void changes.push([id, session]),
    clock,
  });
  const setMode = (next: Mode) => {
    mode = next;
  };
  return { clock, sessions, heard, changes, setMode };
}

describe('sessions', () => {
  it('MESH-070: are opened by command where the mode permits it, and closed by command', () => {
    const { sessions, heard, changes } = scene();
    expect(sessions.open(args())).toMatchObject({ outcome: 'done' });
    expect([...heard]).toEqual([['visit-1', '000102030405060708090a0b0c0d0e0f']]);
    expect(JSON.stringify(sessions.all())).not.toContain('0001020304');
    sessions.moved('visit-1', 'dairy');
    sessions.moved('visit-1', 'dairy');
    expect(sessions.close({ session: 'visit-1' })).toMatchObject({ outcome: 'done' });
    expect(heard.size).toBe(0);
    expect(changes.map(([, session]) => session?.zone ?? (session === null ? 'gone' : 'nowhere'))).toEqual([
      'nowhere',
      'dairy',
      'gone',
    ]);
  });

  it.each<Mode>(['broadcast', 'count'])('are refused in the mode %s', mode => {
    const { sessions, heard } = scene(mode);
    expect(sessions.open(args())).toMatchObject({ outcome: 'refused', reason: 'privacy.mode-not-permitted' });
    expect(heard.size).toBe(0);
  });

  it('end by themselves, each at its time', () => {
    const { sessions, clock, heard } = scene();
    sessions.open(args());
    sessions.open(args({ session: 'visit-2', until: until(60_000) }));
    clock.pass(59_000);
    expect([...heard.keys()]).toEqual(['visit-1', 'visit-2']);
    clock.pass(1_500);
    expect([...heard.keys()]).toEqual(['visit-1']);
    clock.pass(540_000);
    expect(heard.size).toBe(0);
    expect(sessions.all()).toEqual([]);
  });

  it('end at once when the mode permits them no longer', () => {
    const { sessions, heard, setMode } = scene();
    sessions.open(args());
    setMode('broadcast');
    sessions.endAll();
    expect(heard.size).toBe(0);
  });

  it.each([
    ['a key that is none', { key: 'secret' }, 'mesh.command-unknown'],
    ['an end that is over', { until: until(-1) }, 'mesh.command-expired'],
    ['no consent', { consent: '' }, 'mesh.command-unknown'],
    ['an id that is none', { session: 'Visit 1' }, 'mesh.command-unknown'],
  ])('are refused with %s, and what is refused names no key', (_what, over, reason) => {
    const { sessions, heard } = scene();
    const outcome = sessions.open(args(over));
    expect(outcome).toMatchObject({ outcome: 'refused', reason });
    expect(outcome.detail).not.toContain('0001020304');
    expect(heard.size).toBe(0);
  });

  it('are refused when there is no room for more', () => {
    const { sessions } = scene('consented', 1);
    sessions.open(args());
    expect(sessions.open(args({ session: 'visit-2' }))).toMatchObject({ reason: 'privacy.session-too-many' });
    expect(sessions.open(args({ audience: 'member' }))).toMatchObject({ outcome: 'done' });
    expect(sessions.get('visit-1')?.audience).toBe('member');
  });
});
