import { describe, expect, it } from 'vitest';
import { createAir, type Heard } from '../../emulator/air.ts';
import { createVirtualClock } from '../../emulator/clock.ts';
import { createController } from '../../emulator/controller/controller.ts';
import { seededRandom } from '../../emulator/random.ts';

/** Addresses and data as they stand on the wire, least significant byte first. */
const address = { wire: '0100000000c0', text: 'c00000000001' } as const;
const other = { wire: '0200000000c0', text: 'c00000000002' } as const;
const legacyParameters = 'a000a000 03 01 00 000000000000 07 00';
const length = (hex: string): string => (hex.length / 2).toString(16).padStart(2, '0');

/** Bluetooth Core 5.4, Vol 4, Part E, 7.8.53: 100 ms, legacy PDUs, non-connectable unless said otherwise. */
function setParameters(
  set: string,
  { properties = '1000', data = 'a00000', own = '01', phy = '01', power = '08' } = {},
) {
  return `${set} ${properties} ${data} ${data} 07 ${own} 00 000000000000 00 ${power} ${phy} 00 01 00 00`;
}

function stage(extended: boolean) {
  const clock = createVirtualClock(0);
  const random = seededRandom(2);
  const air = createAir({ clock, random });
  const sent: Buffer[] = [];
  const controller = createController({
    adapter: air.addAdapter({ xM: 0, yM: 0, zM: 3 }),
    address: '001bdc000001',
    random,
    extended,
    advertisingSets: 2,
    send: packet => void sent.push(packet),
  });
  const heard: Heard[] = [];
  air.addAdapter({ xM: 1, yM: 0, zM: 3 }).scan(frame => heard.push(frame));
  /** Sends a command, and returns what follows the opcode in its Command Complete, or the status with a `!`. */
  const ask = (opcode: number, hex = ''): string => {
    const body = Buffer.from(hex.replaceAll(' ', ''), 'hex');
    controller.receive(Buffer.concat([Buffer.from([1, opcode & 0xff, opcode >> 8, body.length]), body]));
    const packet = sent.pop()!;
    return packet[1] === 0x0f ? `!${packet.subarray(3, 4).toString('hex')}` : packet.subarray(6).toString('hex');
  };
  /** Who is heard within two seconds, with what. */
  const onAir = (): string[] => {
    heard.length = 0;
    clock.advance(2_000);
    return [...new Set(heard.map(({ address: from, data }) => `${from} ${Buffer.from(data).toString('hex')}`))].sort();
  };
  return { ask, onAir, heard, controller };
}

describe('the emulated controller, advertising with legacy commands', () => {
  it('is on air from enabling to disabling, and says at once what is changed', () => {
    const { ask, onAir, heard } = stage(false);
    expect(ask(0x2006, 'a0009000 03 01 00 000000000000 07 00')).toBe('12');
    expect(ask(0x2006, legacyParameters)).toBe('00');
    expect(ask(0x200a, '01')).toBe('12');
    expect(ask(0x2005, address.wire)).toBe('00');
    expect(ask(0x2008, `03 020106${'00'.repeat(28)}`)).toBe('00');
    expect(onAir()).toEqual([]);
    expect(ask(0x200a, '01')).toBe('00');
    expect(onAir()).toEqual([`${address.text} 020106`]);
    expect(heard[0]).toMatchObject({ addressType: 'random', connectable: false });
    expect(ask(0x2008, `03 020104${'00'.repeat(28)}`)).toBe('00');
    expect(onAir()).toEqual([`${address.text} 020104`]);
    expect(ask(0x200a, '00')).toBe('00');
    expect(onAir()).toEqual([]);
  });

  it('refuses what is not allowed now, what is wrong, and what it does not know', () => {
    const { ask } = stage(false);
    expect(ask(0x2008, `20 ${'00'.repeat(31)}`)).toBe('12');
    expect(ask(0x200a, '02')).toBe('12');
    expect(ask(0x2006, '10001000 03 01 00 000000000000 07 00')).toBe('12');
    expect(ask(0x2006, 'a000a000 03 01 00 000000000000 00 00')).toBe('12');
    ask(0x2006, legacyParameters);
    ask(0x2005, address.wire);
    expect(ask(0x200a, '01')).toBe('00');
    expect(ask(0x2005, other.wire)).toBe('0c');
    expect(ask(0x2006, legacyParameters)).toBe('0c');
    expect(ask(0x203b)).toBe('!01');
  });
});

describe('the emulated controller, advertising with extended commands', () => {
  it('keeps several sets on air, each with its own address and data', () => {
    const { ask, onAir, controller } = stage(true);
    expect(ask(0x203b)).toBe('0002');
    expect(ask(0x203a)).toBe('001f00');
    expect(ask(0x2036, setParameters('00'))).toBe('0008');
    expect(ask(0x2036, setParameters('01', { power: '7f' }))).toBe('0000');
    expect(ask(0x2036, setParameters('02'))).toBe('0700');
    for (const [set, { wire }] of [
      ['00', address],
      ['01', other],
    ] as const) {
      expect(ask(0x2035, set + wire)).toBe('00');
      expect(ask(0x2037, `${set} 03 01 03 0201${set}`)).toBe('00');
    }
    expect(ask(0x2039, '01 02 00000000 01000000')).toBe('00');
    expect(onAir()).toEqual([`${address.text} 020100`, `${other.text} 020101`]);
    expect(ask(0x2039, '00 01 00000000')).toBe('00');
    expect(onAir()).toEqual([`${other.text} 020101`]);
    controller.reset();
    expect(onAir()).toEqual([]);
    expect(ask(0x2037, '01 03 01 00')).toBe('42');
  });

  it('takes a new address of a set on air with its next enabling', () => {
    const { ask, onAir } = stage(true);
    ask(0x2036, setParameters('00'));
    ask(0x2035, `00${address.wire}`);
    ask(0x2039, '01 01 00000000');
    expect(ask(0x2035, `00${other.wire}`)).toBe('00');
    expect(onAir()).toEqual([`${address.text} `]);
    ask(0x2039, '01 01 00000000');
    expect(onAir()).toEqual([`${other.text} `]);
  });

  it('refuses what is not allowed now, what is wrong, and what it has no room for', () => {
    const { ask } = stage(true);
    const data = '00'.repeat(32);
    expect(ask(0x2035, `00${address.wire}`)).toBe('42');
    expect(ask(0x2036, setParameters('f0'))).toBe('1200');
    expect(ask(0x2036, setParameters('00', { properties: '0000' }))).toBe('1100');
    expect(ask(0x2036, setParameters('00', { properties: '1100' }))).toBe('1200');
    expect(ask(0x2036, setParameters('00', { properties: '1300' }))).toBe('1100');
    expect(ask(0x2036, setParameters('00', { data: '100000' }))).toBe('1200');
    expect(ask(0x2036, setParameters('00', { phy: '03' }))).toBe('1200');
    expect(ask(0x2036, setParameters('00'))).toBe('0008');
    expect(ask(0x2037, `00 03 01 ${length(data)} ${data}`)).toBe('12');
    expect(ask(0x2037, '00 01 01 01 00')).toBe('12');
    expect(ask(0x2039, '01 01 00000000')).toBe('12');
    expect(ask(0x2039, '01 00')).toBe('12');
    expect(ask(0x2039, '01 01 05000000')).toBe('42');
    ask(0x2035, `00${address.wire}`);
    expect(ask(0x2039, '01 02 00000000 00000000')).toBe('12');
    expect(ask(0x2039, '01 01 00000000')).toBe('00');
    expect(ask(0x2036, setParameters('00'))).toBe('0c00');
    expect(ask(0x203c, '00')).toBe('0c');
    expect(ask(0x203d)).toBe('0c');
    expect(ask(0x2039, '00 00')).toBe('00');
    expect(ask(0x203c, '00')).toBe('00');
    expect(ask(0x203c, '00')).toBe('42');
    expect(ask(0x200a, '00')).toBe('0c');
    expect(ask(0x0c03)).toBe('00');
    expect(ask(0x200a, '00')).toBe('00');
    expect(ask(0x203d)).toBe('0c');
  });
});
