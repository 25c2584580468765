import { describe, expect, it } from 'vitest';
import { model } from '../../../devices/oepl/models/m3-290-bwr.ts';
import { upload } from '../../../devices/oepl/session.ts';
import type { SessionAction, SessionEvent } from '../../../devices/session.ts';
import { testPicture } from '../pictures.ts';

const request = {
  model,
  image: testPicture(model).bitmap,
  imageId: 1,
  key: null,
  randomBytes: (length: number) => new Uint8Array(length),
  attempt: 1,
  firmware: null,
};

const said = (from: string, ...data: number[]): SessionEvent => ({
  type: 'notified',
  from,
  data: Uint8Array.from(data),
});

/** All actions of a session that is fed these. */
function fed(...events: readonly SessionEvent[]): SessionAction[] {
  const session = upload(request);
  return [{ type: 'opened', mtu: 512 } as const, ...events].flatMap(event => session.handle(event));
}

describe('a queued picture', () => {
  it('goes to the module with its file, and then waits for longer than the module does', () => {
    const [write, wait] = fed();
    expect(write).toMatchObject({ type: 'write', to: 'pending' });
    if (write?.type === 'write') expect(write.data.length).toBe(19 + (2 * 384 * 168) / 8);
    expect(wait).toEqual({ type: 'await', timeoutMs: 32 * 60_000 });
  });

  it('is shown when the label confirmed it, and not before', () => {
    const before = fed(said('told'), said('block', 1), said('block', 4));
    expect(before.filter(action => action.type === 'progress')).toEqual([
      { type: 'progress', done: 0, total: 4 },
      { type: 'progress', done: 1, total: 4 },
      { type: 'progress', done: 4, total: 4 },
    ]);
    expect(before.some(action => action.type === 'end')).toBe(false);
    const end = fed(said('told'), said('confirmed')).at(-1);
    expect(end).toEqual({ type: 'end', outcome: { ok: true, type: 'shown', proof: 'acknowledged' } });
  });

  it.each([
    ['the module gives up', said('expired'), 'device.silent'],
    ['nothing is heard of it', { type: 'timeout' } as const, 'device.silent'],
    ['the module does not take it', said('refused', 0x4e, 0x4f, 0x51), 'device.refused'],
    ['the link is gone', { type: 'closed' } as const, 'device.link-lost'],
  ])('is tried again later when %s', (_, event, reason) => {
    expect(fed(event).at(-1)).toMatchObject({ type: 'end', outcome: { ok: false, reason, retry: 'later' } });
  });

  it('lets pass what it does not know', () => {
    expect(fed(said('weather')).at(-1)).toMatchObject({ type: 'await' });
  });
});
