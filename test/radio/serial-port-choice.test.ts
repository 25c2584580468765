import { describe, expect, it } from 'vitest';
import { findPort, identityOf, type PortFacts } from '../../src/radio/serial-port-choice.ts';

const bridge = { vendorId: '1a86', productId: '55d3' };
const at = (path: string, serialNumber?: string, pnpId?: string): PortFacts => ({
  path,
  ...bridge,
  ...(serialNumber ? { serialNumber } : {}),
  ...(pnpId ? { pnpId } : {}),
});
const idOf = (serialNumber?: string) => ({ ...bridge, serialNumber });

describe('a cable that was plugged in again', () => {
  it('is found by its serial number under another number', () => {
    const before = [at('/dev/ttyUSB0', '5A1'), at('/dev/ttyUSB1', '5A2')];
    const identity = identityOf(before, '/dev/ttyUSB0');
    expect(identity).toEqual(idOf('5A1'));
    const after = [at('/dev/ttyUSB0', '5A2'), at('/dev/ttyUSB4', '5A1')];
    expect(findPort(after, '/dev/ttyUSB0', identity)).toBe('/dev/ttyUSB4');
  });

  it('is not mistaken for the one that has its number now', () => {
    expect(findPort([at('/dev/ttyUSB0', '5A2')], '/dev/ttyUSB0', idOf('5A1'))).toBeNull();
  });

  it('without a serial number is found when there is no other of its kind', () => {
    expect(findPort([at('/dev/ttyUSB3')], '/dev/ttyUSB0', idOf())).toBe('/dev/ttyUSB3');
    expect(findPort([at('/dev/ttyUSB3'), at('/dev/ttyUSB4')], '/dev/ttyUSB0', idOf())).toBeNull();
    expect(findPort([at('/dev/ttyUSB0'), at('/dev/ttyUSB4')], '/dev/ttyUSB0', idOf())).toBe('/dev/ttyUSB0');
  });

  it('is found by the name of its link where there are no links', () => {
    const path = '/dev/serial/by-id/usb-1a86_USB_Single_Serial_5A1-if00';
    expect(findPort([at('/dev/ttyACM2', '5A1', 'usb-1a86_USB_Single_Serial_5A1-if00')], path, null)).toBe(
      '/dev/ttyACM2',
    );
    expect(findPort([], path, null)).toBe(path);
    expect(findPort([], '/dev/serial/by-path/pci-0-usb-0:1.2', null)).toBe('/dev/serial/by-path/pci-0-usb-0:1.2');
  });
});

it('takes the path at its word where the system knows no identity', () => {
  expect(identityOf([], '/dev/pts/4')).toBeNull();
  expect(findPort([at('/dev/ttyUSB0', '5A1')], '/dev/pts/4', null)).toBe('/dev/pts/4');
});
