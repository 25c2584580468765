import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { family } from '../../../devices/gicisky/family.ts';
import { encodeImage } from '../../../devices/gicisky/image.ts';
import { model } from '../../../devices/gicisky/models/epd-290-bw.ts';
import type { Session } from '../../../devices/session.ts';
import { converse, hex, type Peer, toHex } from '../feed.ts';
import { testPicture } from '../pictures.ts';

const { bitmap } = testPicture(model);
const picture = encodeImage(bitmap, model);
const parts = Math.ceil(picture.length / 240);

const upload = (attempt = 1): Session =>
  family.upload({ model, image: bitmap, imageId: 1, key: null, randomBytes: n => new Uint8Array(n), attempt });

const ask = (part: number): Uint8Array => {
  const frame = Buffer.from('050000000000', 'hex');
  frame.writeUInt32LE(part, 2);
  return new Uint8Array(frame);
};

/** A label that takes parts in order and keeps them. */
function label(memory: Map<number, Uint8Array>): Peer {
  let next = 0;
  return ({ to, data }) => {
    if (to === 'command') {
      if (data[0] === 1) return [hex('01f400')];
      if (data[0] === 2) return [hex('02002c')];
      next = 0;
      return [ask(0)];
    }
    const part = Buffer.from(data).readUInt32LE(0);
    if (part !== next) return [ask(next)];
    memory.set(part, data.slice(4));
    next++;
    return [next === parts ? hex('0508') : ask(next)];
  };
}

/** Loses each frame with that probability, from a seed. */
function lossy(peer: Peer, rate: number, seed: number): Peer {
  let state = seed;
  const lost = (): boolean => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 < rate;
  };
  return frame => (lost() ? [] : peer(frame).filter(() => !lost()));
}

describe('upload', () => {
  it('delivers every part and takes the label’s word', () => {
    const memory = new Map<number, Uint8Array>();
    const { outcome, writes, timeouts } = converse(upload(), 'command', label(memory));
    expect(outcome).toEqual({ ok: true, type: 'shown', proof: 'acknowledged' });
    expect(Buffer.concat([...memory.values()]).equals(picture)).toBe(true);
    expect(timeouts).toBe(0);
    expect(writes.slice(0, 3).map(w => toHex(w.data))).toEqual(['01', '0280120000000000', '03']);
  });

  it('takes a request beyond the last part for completion', () => {
    const peer: Peer = frame => label(new Map())(frame);
    const beyond: Peer = ({ to, data }) => {
      if (to === 'command') return peer({ to, data });
      return [ask(Buffer.from(data).readUInt32LE(0) + 1)];
    };
    expect(converse(upload(), 'command', beyond).outcome.ok).toBe(true);
  });

  it('never believes a completion that comes before every part was sent', () => {
    for (const early of [hex('0508'), ask(parts), ask(0xffffffff)]) {
      const peer: Peer = ({ to, data }) => (to === 'image' ? [early] : label(new Map())({ to, data }));
      expect(converse(upload(), 'command', peer).outcome).toMatchObject({ ok: false, reason: 'device.unexpected' });
    }
  });

  it('gives up on a part that is asked for three times', () => {
    const peer: Peer = ({ to, data }) => (to === 'image' ? [ask(0)] : label(new Map())({ to, data }));
    const { outcome, writes } = converse(upload(), 'command', peer);
    expect(outcome).toMatchObject({ ok: false, reason: 'device.part-refused', retry: 'later' });
    expect(writes.filter(w => w.to === 'image')).toHaveLength(2);
  });

  it('sends a frame four times before the label counts as silent', () => {
    const { outcome, writes } = converse(upload(), 'command', () => []);
    expect(outcome).toMatchObject({ ok: false, reason: 'device.silent', retry: 'later' });
    expect(writes.map(w => toHex(w.data))).toEqual(['01', '01', '01', '01']);
  });

  it('reports an error status, and a link that cannot carry a part', () => {
    const refusing: Peer = ({ to, data }) => (to === 'image' ? [hex('0502')] : label(new Map())({ to, data }));
    expect(converse(upload(), 'command', refusing).outcome).toMatchObject({ reason: 'device.refused' });
    expect(converse(upload(), 'command', label(new Map()), 100).outcome).toMatchObject({
      reason: 'device.mtu-too-small',
    });
  });

  it('reports a broken link as such at every point', () => {
    const session = upload();
    session.handle({ type: 'opened', mtu: 247 });
    session.handle({ type: 'notified', from: 'command', data: hex('01f400') });
    expect(session.handle({ type: 'closed' })).toMatchObject([
      { type: 'end', outcome: { reason: 'device.link-lost' } },
    ]);
    expect(session.handle({ type: 'timeout' })).toEqual([]);
  });

  it('gets through when one frame in five is lost, or says that it did not', () => {
    let shown = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const memory = new Map<number, Uint8Array>();
      const { outcome } = converse(upload(), 'command', lossy(label(memory), 0.2, seed));
      if (!outcome.ok) continue;
      shown++;
      expect(Buffer.concat([...memory.values()]).equals(picture)).toBe(true);
    }
    expect(shown).toBeGreaterThan(60);
  });

  it('ends without throwing, and never says shown, whatever is notified', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.uint8Array({ maxLength: 12 })), { maxLength: 400 }), noise => {
        const queue = [...noise];
        const { outcome } = converse(upload(), 'command', () => {
          const next = queue.shift();
          return next == null ? [] : [next];
        });
        expect(outcome.ok).toBe(false);
      }),
    );
  });
});
