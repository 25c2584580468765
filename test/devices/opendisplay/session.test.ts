import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../devices/catalogue.ts';
import { crc16 } from '../../../devices/opendisplay/config.ts';
import * as crypto from '../../../devices/opendisplay/crypto.ts';
import { family } from '../../../devices/opendisplay/family.ts';
import { pixels } from '../../../devices/opendisplay/image.ts';
import { model } from '../../../devices/opendisplay/models/epd-290-bwr.ts';
import { converse, hex, type Peer } from '../feed.ts';
import { testPicture } from '../pictures.ts';

const catalogue = await loadCatalogue();
const { bitmap } = testPicture(model);
const key = hex('000102030405060708090a0b0c0d0e0f');
const randomBytes = (length: number): Uint8Array => new Uint8Array(length).fill(0x5a);

const upload = (withKey: Uint8Array | null, attempt = 1) =>
  family.upload({ model, image: bitmap, imageId: 0xabad1dea, key: withKey, randomBytes, attempt });
const identify = (withKey: Uint8Array | null) =>
  family.identify({ models: catalogue.models, key: withKey, randomBytes });

interface Label {
  readonly peer: Peer;
  /** What the panel shows, or null. */
  shown(): Uint8Array | null;
}

/** A label with or without a key; `say` may change what it answers to a command. */
function label(
  secret: Uint8Array | null,
  say: (command: number, payload: Uint8Array, usual: readonly string[]) => readonly string[] = (_c, _p, usual) => usual,
): Label {
  const serverNonce = new Uint8Array(16).fill(0x33);
  const deviceId = hex('00000001');
  let session: crypto.SessionKeys | null = null;
  let counter = 0n;
  let stream: Uint8Array[] = [];
  let size: number | null = null;
  let shown: Uint8Array | null = null;
  const config = labelConfig(296, 128, 1);

  const usual = (command: number, payload: Uint8Array): readonly string[] => {
    switch (command) {
      case 0x40: {
        const pieces: string[] = [];
        for (let at = 0, i = 0; at < config.length; at += 40, i++) {
          const total = i === 0 ? u16(config.length) : '';
          pieces.push(`0040${u16(i)}${total}${Buffer.from(config.subarray(at, at + 40)).toString('hex')}`);
        }
        return pieces;
      }
      case 0x43:
        return ['0043020108616263646566676805'];
      case 0x70:
        size = payload.length > 0 ? Buffer.from(payload).readUInt32LE(0) : null;
        stream = [payload.slice(4)];
        return ['0070'];
      case 0x71:
        stream.push(payload);
        return ['0071'];
      case 0x72:
        try {
          const raw = inflateSync(Buffer.concat(stream));
          if (raw.length !== size) return ['ff72'];
          shown = raw;
          return ['0072', '0073'];
        } catch {
          return ['ff72'];
        }
      default:
        return [`ff${command.toString(16)}`];
    }
  };

  const sealReply = (reply: Uint8Array): Uint8Array => {
    if (session === null || reply[1] === 0x43 || (reply.length === 3 && reply[2]! >= 0xfe)) return reply;
    const nonce = crypto.frameNonce(session.id, counter++);
    const head = reply.slice(0, 2);
    return Buffer.concat([head, nonce, crypto.seal(session.key, head, nonce, reply.slice(2))]);
  };

  const peer: Peer = ({ data }) => {
    const command = data[1]!;
    if (command === 0x50) {
      const plain = (text: string): Uint8Array[] => say(command, data.slice(2), [text]).map(hex);
      if (secret === null) return plain('005003');
      if (data.length === 3) {
        session = null;
        return plain(`005000${Buffer.from(serverNonce).toString('hex')}00000001`);
      }
      const handshake = { serverNonce, deviceId, clientNonce: data.slice(2, 18) };
      if (Buffer.compare(data.slice(18, 34), crypto.clientProof(secret, handshake)) !== 0) return plain('005001');
      session = crypto.deriveSession(secret, handshake);
      counter = 0n;
      const proof = crypto.cmac(session.key, Buffer.concat([serverNonce, handshake.clientNonce, deviceId]));
      return plain(`005000${Buffer.from(proof).toString('hex')}`);
    }
    let payload: Uint8Array | null = data.slice(2);
    if (secret !== null && command !== 0x43) {
      if (session === null) return [hex(`00${command.toString(16)}fe`)];
      payload = crypto.unseal(session.key, data.slice(0, 2), data.slice(2, 18), data.slice(18));
      if (payload === null) return [hex(`00${command.toString(16)}ff`)];
    }
    return say(command, payload, usual(command, payload)).map(reply => sealReply(hex(reply)));
  };
  return { peer, shown: () => shown };
}

const u16 = (n: number): string => Buffer.from([n & 0xff, n >> 8]).toString('hex');

/** A configuration with a system and a display packet. */
function labelConfig(width: number, height: number, scheme: number): Uint8Array {
  const display = Buffer.alloc(46);
  display.writeUInt16LE(width, 4);
  display.writeUInt16LE(height, 6);
  display[21] = scheme;
  const body = Buffer.concat([hex('000001'), hex('0001'), Buffer.alloc(22), hex('0120'), display]);
  const crc = crc16(body);
  body.writeUInt16LE(body.length + 2, 0);
  return Buffer.concat([body, hex(u16(crc))]);
}

describe('upload', () => {
  it.each([
    ['in the open', null, 'acknowledged'],
    ['encrypted', key, 'authenticated'],
  ])('%s delivers the picture', (_, withKey, proof) => {
    const one = label(withKey);
    const { outcome, timeouts } = converse(upload(withKey), 'data', one.peer);
    expect(outcome).toEqual({ ok: true, type: 'shown', proof });
    expect(timeouts).toBe(0);
    expect(Buffer.compare(one.shown()!, pixels(bitmap, model))).toBe(0);
  });

  it.each([
    ['a wrong key', key, label(hex('ff0102030405060708090a0b0c0d0e0f')), 'device.wrong-key', 'never'],
    ['a key where the label has none', key, label(null), 'device.not-secured', 'never'],
    ['no key where the label wants one', null, label(key), 'device.auth-required', 'never'],
    [
      'too many handshakes',
      key,
      label(key, (c, _p, u) => (c === 0x50 ? ['005004'] : u)),
      'device.rate-limited',
      'later',
    ],
    [
      'a label that cannot prove itself',
      key,
      label(key, (c, p, u) => (c === 0x50 && p.length > 1 ? [`005000${'00'.repeat(16)}`] : u)),
      'device.wrong-key',
      'never',
    ],
    [
      'a panel that does not finish',
      null,
      label(null, (c, _p, u) => (c === 0x72 ? ['0072', '0074'] : u)),
      'device.refresh-unconfirmed',
      'later',
    ],
    [
      'a panel that says nothing',
      null,
      label(null, (c, _p, u) => (c === 0x72 ? ['0072'] : u)),
      'device.refresh-unconfirmed',
      'later',
    ],
    [
      'a picture that is never whole',
      null,
      label(null, (c, _p, u) => (c === 0x72 ? ['ff72'] : u)),
      'device.incomplete',
      'later',
    ],
    ['a refused block', null, label(null, (c, _p, u) => (c === 0x71 ? ['ff71'] : u)), 'device.refused', 'later'],
    ['a silent label', null, { peer: () => [] }, 'device.silent', 'later'],
  ] as const)('with %s ends so', (_, withKey, { peer }, reason, retry) => {
    expect(converse(upload(withKey), 'data', peer).outcome).toMatchObject({ ok: false, reason, retry });
  });

  it('does not believe a "refreshed" that is not encrypted', () => {
    const one = label(key);
    const forged: Peer = frame => (frame.data[1] === 0x72 ? [hex('0072'), hex('0073')] : one.peer(frame));
    expect(converse(upload(key), 'data', forged).outcome).toMatchObject({ reason: 'device.refresh-unconfirmed' });
  });

  it('starts again when the label has forgotten the session', () => {
    let forgotten = false;
    const one = label(key);
    const peer: Peer = frame => {
      if (frame.data[1] !== 0x71 || forgotten) return one.peer(frame);
      forgotten = true;
      return [hex('0071fe')];
    };
    expect(converse(upload(key), 'data', peer).outcome).toMatchObject({ ok: true, proof: 'authenticated' });
  });

  it.each([null, key])('gets through when one notification in five is lost, or says that it did not', withKey => {
    let shown = 0;
    for (let seed = 1; seed <= 100; seed++) {
      let state = seed;
      const lost = (): boolean => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32 < 0.2;
      };
      const one = label(withKey);
      const { outcome } = converse(upload(withKey), 'data', frame => one.peer(frame).filter(() => !lost()));
      if (!outcome.ok) continue;
      shown++;
      expect(Buffer.compare(one.shown()!, pixels(bitmap, model))).toBe(0);
    }
    expect(shown).toBeGreaterThan(60);
  });

  it('never says shown when a block did not arrive', () => {
    for (let lostBlock = 0; lostBlock < 6; lostBlock++) {
      const one = label(null);
      let block = 0;
      const peer: Peer = frame =>
        frame.data[1] === 0x71 && block++ % 6 === lostBlock ? [hex('0071')] : one.peer(frame);
      const { outcome } = converse(upload(null), 'data', peer);
      if (outcome.ok) expect(Buffer.compare(one.shown()!, pixels(bitmap, model))).toBe(0);
      else expect(outcome.reason).toBe('device.incomplete');
    }
  });

  it('ends without throwing, and never says shown, whatever is notified', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.uint8Array({ maxLength: 40 })), { maxLength: 300 }), noise => {
        const queue = [...noise];
        const peer: Peer = () => {
          const next = queue.shift();
          return next == null ? [] : [next];
        };
        for (const session of [upload(key), identify(key), identify(null)]) {
          expect(converse(session, 'data', peer).outcome.ok).toBe(false);
        }
      }),
    );
  });
});

describe('identify', () => {
  it.each([null, key])('finds the model and the firmware', withKey => {
    const { outcome } = converse(identify(withKey), 'data', label(withKey).peer);
    expect(outcome).toEqual({ ok: true, type: 'identified', model: 'opendisplay-290-bwr', firmware: '2.1.5' });
  });
  it('puts the pieces together that several readings brought', () => {
    let reading = 0;
    const patchy = label(null, (c, _p, u) => (c === 0x40 ? u.filter((_, i) => i % 2 === reading++ % 2) : u));
    expect(converse(identify(null), 'data', patchy.peer).outcome).toMatchObject({ ok: true });
  });
  it('says what it found when no model fits', () => {
    const session = family.identify({ models: [], key: null, randomBytes });
    const { outcome } = converse(session, 'data', label(null).peer);
    expect(outcome).toMatchObject({ reason: 'device.model-unknown', retry: 'never' });
    expect(outcome.ok ? '' : outcome.detail).toContain('296x128');
  });
  it('does not take a damaged configuration', () => {
    const damaged = label(null, (c, _p, u) => (c === 0x40 ? u.map(piece => piece.replace(/2801/, '2901')) : u));
    expect(converse(identify(null), 'data', damaged.peer).outcome).toMatchObject({
      reason: 'device.config-unreadable',
    });
  });
  it('asks for the key where the label wants one', () => {
    expect(converse(identify(null), 'data', label(key).peer).outcome).toMatchObject({ reason: 'device.auth-required' });
  });
});
