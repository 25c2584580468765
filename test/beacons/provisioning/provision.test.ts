import { describe, expect, it } from 'vitest';
import { createProvisioning } from '../../../src/beacons/provisioning/provision.ts';
import type { ConnectFailure, GattLink, Radio } from '../../../src/radio/radio.ts';
import { createVirtualClock } from '../../delivery/virtual-clock.ts';
import { beaconOf, connectDirectly, lockCode } from './direct-link.ts';

const address = 'c0ffee000001';
const clock = createVirtualClock(0);

/** A link over which nobody ever answers; closing it ends what waits. */
function muteLink(): GattLink & { readonly closed: () => boolean } {
  let closed = false;
  const waiting: ((error: Error) => void)[] = [];
  const never = <T>(): Promise<T> => new Promise((_, reject) => waiting.push(reject));
  return {
    mtu: 23,
    read: () => never(),
    write: () => never(),
    onNotification() {},
    onClosed() {},
    async close() {
      closed = true;
      for (const reject of waiting.splice(0)) reject(new Error('the connection is closed'));
    },
    closed: () => closed,
  };
}

const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

describe('one beacon after the other', () => {
  it.each<[ConnectFailure['reason'], string]>([
    ['radio.down', 'radio.down'],
    ['radio.label-silent', 'radio.label-silent'],
    ['radio.gatt-unfit', 'beacon.not-configurable'],
  ])('tells %s as %s', async (reason, told) => {
    const connect: Radio['connect'] = async () => ({ ok: false, reason, detail: 'so it is' });
    const { read } = createProvisioning({ connect, clock });
    expect(await read({ address })).toMatchObject({ ok: false, reason: told });
  });

  it('gives up on one that does not answer, and is free for the next', async () => {
    const links = [muteLink(), muteLink()];
    let opened = 0;
    const connect: Radio['connect'] = async () => ({ ok: true, link: links[opened++]! });
    const time = createVirtualClock(0);
    const { read, provision } = createProvisioning({ connect, clock: time });
    const first = read({ address, lockCode });
    expect(await read({ address })).toMatchObject({ ok: false, reason: 'beacon.busy' });
    await settled();
    time.pass(60_000);
    expect(await first).toMatchObject({ ok: false, reason: 'device.link-lost' });
    expect(links[0]!.closed()).toBe(true);
    const second = provision({ address, lockCode, slots: [], dryRun: false });
    await settled();
    time.pass(60_000);
    expect(await second).toMatchObject({ ok: false, reason: 'device.link-lost' });
    expect(opened).toBe(2);
  });

  it('is free for the next after a radio that throws', async () => {
    const connect: Radio['connect'] = () => Promise.reject(new Error('a bug'));
    const { read } = createProvisioning({ connect, clock });
    await expect(read({ address })).rejects.toThrow('a bug');
    await expect(read({ address })).rejects.toThrow('a bug');
  });

  it('never tells a lock code, whatever happens', async () => {
    for (let writes = 0; writes < 12; writes++) {
      const beacon = beaconOf();
      beacon.vanishAfter(writes);
      const direct = connectDirectly(beacon);
      const link: GattLink = {
        mtu: 247,
        read: role => direct.read(role as 'lockState'),
        write: (role, data) => direct.write(role as 'lockState', data, true),
        onNotification() {},
        onClosed() {},
        close: direct.close,
      };
      const { provision } = createProvisioning({ connect: async () => ({ ok: true, link }), clock });
      const newLockCode = 'f0e0d0c0b0a090807060504030201000';
      const answer = await provision({ address, lockCode, newLockCode, slots: [], dryRun: false });
      expect(JSON.stringify(answer)).not.toMatch(new RegExp(`${lockCode}|${newLockCode}`));
      expect([lockCode, newLockCode]).toContain(beacon.state().lockCode);
      const [step] = answer.ok ? answer.document.steps : [];
      if (step?.verdict === 'failed' && beacon.state().lockCode === newLockCode)
        expect(step.detail).toContain('the old lock code or the new one');
    }
  });
});
