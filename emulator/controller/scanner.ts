import type { Adapter, Heard } from '../air.ts';
import { eventPacket } from './h4.ts';
import { event, events, subevent } from './hci.ts';

/** Advertising PDU types of the legacy report, 7.7.65.2: connectable and not, both undirected, and scan response. */
const legacyType = { connectable: 0x00, broadcast: 0x03, scanResponse: 0x04 } as const;
/** The same as event type bits of the extended report, 7.7.65.13: legacy, scannable, connectable; and scan response. */
const extendedType = { connectable: 0x13, broadcast: 0x10, scanResponse: 0x1b } as const;
/** Addresses that the duplicate filter remembers; a full one forgets all, so that labels are reported again. */
const maxFiltered = 16_384;
const peerTypes = { public: 0x00, random: 0x01 } as const;

export interface Scanner {
  parameters(active: boolean): void;
  enable(filterDuplicates: boolean, extended: boolean): void;
  disable(): void;
}

export interface ScannerOptions {
  readonly adapter: Adapter;
  readonly send: (packet: Buffer) => void;
  /** True while the host takes nothing more: reports are dropped then, as a full controller does. */
  readonly congested: () => boolean;
}

/** Turns what the antenna hears into reports, legacy or extended. */
export function createScanner({ adapter, send, congested }: ScannerOptions): Scanner {
  const reported = new Set<string>();
  let active = true;

  const legacy = (heard: Heard, type: number, data: Uint8Array): Buffer => {
    const { address: peer, rssi } = heard;
    const head = events.advertisingReport.encode({
      subevent: subevent.advertisingReport,
      reports: 1,
      type,
      peerType: peerTypes[heard.addressType],
      peer,
      length: data.length,
    });
    return eventPacket(event.leMeta, Buffer.concat([head, data, Buffer.from([rssi & 0xff])]));
  };
  const extendedReport = (heard: Heard, type: number, data: Uint8Array): Buffer => {
    const head = events.extendedAdvertisingReport.encode({
      subevent: subevent.extendedAdvertisingReport,
      reports: 1,
      type,
      peerType: peerTypes[heard.addressType],
      peer: heard.address,
      primaryPhy: 1,
      secondaryPhy: 0,
      set: 0xff,
      txPower: 127,
      rssi: heard.rssi,
      periodicInterval: 0,
      directType: 0,
      direct: '000000000000',
      length: data.length,
    });
    return eventPacket(event.leMeta, Buffer.concat([head, data]));
  };
  return {
    parameters(wanted) {
      active = wanted;
    },
    enable(filterDuplicates, extended) {
      reported.clear();
      const report = extended ? extendedReport : legacy;
      const type = extended ? extendedType : legacyType;
      adapter.scan(heard => {
        if (congested() || (filterDuplicates && reported.has(heard.address))) return;
        if (filterDuplicates) {
          if (reported.size >= maxFiltered) reported.clear();
          reported.add(heard.address);
        }
        send(report(heard, heard.connectable ? type.connectable : type.broadcast, heard.data));
        if (active && heard.connectable) send(report(heard, type.scanResponse, heard.scanResponse));
      });
    },
    disable: () => adapter.scan(null),
  };
}
