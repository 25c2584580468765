import type { Adapter } from '../air.ts';
import type { Cancel } from '../clock.ts';
import type { Random } from '../random.ts';
import { randomBytes } from '../random.ts';
import { createAdvertisingHalf } from './advertiser.ts';
import { createConnections } from './connections.ts';
import { createH4Parser, eventPacket, type HostPacket } from './h4.ts';
import { command, event, events, parameters, returns, status, subevent } from './hci.ts';
import { createScanner } from './scanner.ts';

export interface ControllerOptions {
  readonly adapter: Adapter;
  /** Public address of the controller, twelve hex digits. */
  readonly address: string;
  readonly random: Random;
  /** Whether it claims Bluetooth 5 extended advertising; hosts then use the extended commands. Default no. */
  readonly extended?: boolean;
  /** Advertising sets that it can hold at once, where it is extended; default 4. */
  readonly advertisingSets?: number;
  /** Links that it can hold at once; default 8. */
  readonly maxLinks?: number;
  /** Sends bytes to the host. */
  readonly send: (bytes: Buffer) => void;
  /** True while the host's pipe is full. */
  readonly congested?: () => boolean;
}

export interface Controller {
  /** Takes bytes from the host, in pieces of any size; whatever they are, this does not throw. */
  receive(bytes: Uint8Array): void;
  /** Drops all links, scans and attempts, as at power-on. */
  reset(): void;
  links(): number;
}

const aclBytes = 251;
const aclCount = 16;
const bluetooth53 = 0x0c;
const linuxFoundation = 0x05f1;
const maxData = { octets: 251, time: 2120 } as const;
/** The events that LE controllers send unless told otherwise: subevents 1 to 5. */
const defaultLeMask = 0x1fn;

/**
 * A Bluetooth LE controller behind H4: commands and ACL data in, events and ACL data out. Written from Bluetooth Core
 * 5.4, Vol 4, Part E; it plays a central's and a broadcaster's controller.
 */
export function createController(options: ControllerOptions): Controller {
  const { adapter, random, send, extended = false, maxLinks = 8, congested = () => false } = options;
  const { address, advertisingSets: sets = 4 } = options;
  const parser = createH4Parser();
  const completed = new Map<number, number>();
  let receiving = false;
  let leMask = defaultLeMask;
  let attempt: { readonly peer: string; readonly peerType: number; readonly cancel: Cancel } | null = null;

  const sendEvent = (code: number, body: Uint8Array): void => send(eventPacket(code, body));
  const meta = (body: Buffer) => {
    if (leMask & (1n << BigInt(body[0]! - 1))) sendEvent(event.leMeta, body);
  };
  const complete = (opcode: number, result: Uint8Array): void =>
    sendEvent(event.commandComplete, Buffer.concat([events.commandComplete.encode({ packets: 1, opcode }), result]));
  const accept = (opcode: number, code: number = status.success): void =>
    sendEvent(event.commandStatus, events.commandStatus.encode({ status: code, packets: 1, opcode }));
  const flushCompleted = () => {
    for (const [handle, packets] of completed) {
      sendEvent(
        event.completedPackets,
        Buffer.concat([Buffer.from([1]), events.completedPackets.encode({ handle, packets })]),
      );
    }
    completed.clear();
  };

  const scanner = createScanner({
    adapter,
    send: packet => {
      if (leMask & (1n << BigInt(packet[3]! - 1))) send(packet);
    },
    congested,
  });
  const advertising = createAdvertisingHalf({ adapter, address, extended, sets });
  const connections = createConnections({
    aclBytes,
    send,
    completed(handle) {
      completed.set(handle, (completed.get(handle) ?? 0) + 1);
      if (!receiving) flushCompleted();
    },
    closed(handle, reason) {
      completed.delete(handle);
      sendEvent(event.disconnectionComplete, events.disconnectionComplete.encode({ status: 0, handle, reason }));
    },
  });

  const announce = (
    code: number,
    handle: number,
    peerType: number,
    peer: string,
    link: { readonly interval: number; readonly latency: number; readonly timeout: number },
  ) => {
    const rest = { ...link, status: code, handle, role: 0, peerType, peer, clockAccuracy: 0 };
    const none = '000000000000';
    if (leMask & (1n << BigInt(subevent.enhancedConnectionComplete - 1)))
      meta(
        events.enhancedConnectionComplete.encode({
          ...rest,
          subevent: subevent.enhancedConnectionComplete,
          localPrivate: none,
          peerPrivate: none,
        }),
      );
    else meta(events.connectionComplete.encode({ ...rest, subevent: subevent.connectionComplete }));
  };

  const connect = (
    opcode: number,
    wanted: { peer: string; peerType: number; maxInterval: number; latency: number; timeout: number } | null,
  ) => {
    if (!wanted) return accept(opcode, status.invalidParameters);
    if (attempt) return accept(opcode, status.disallowed);
    if (connections.size >= maxLinks) return accept(opcode, status.limitExceeded);
    accept(opcode);
    const { peer, peerType, latency, timeout } = wanted;
    const cancel = adapter.connect(peer, timeout * 10, link => {
      attempt = null;
      return connections.open(link, handle =>
        announce(status.success, handle, peerType, peer, { interval: wanted.maxInterval, latency, timeout }),
      );
    });
    attempt = { peer, peerType, cancel };
  };

  const cancelConnection = (opcode: number) => {
    if (!attempt) return complete(opcode, Buffer.from([status.disallowed]));
    const { peer, peerType, cancel } = attempt;
    attempt = null;
    cancel();
    complete(opcode, Buffer.from([status.success]));
    announce(status.unknownConnection, 0, peerType, peer, { interval: 0, latency: 0, timeout: 0 });
  };

  /** Commands with a handle: an unknown one is answered with its error, the others with `known`. */
  const withHandle = (opcode: number, body: Buffer, known: (handle: number) => void) => {
    const handle = parameters.handle.decode(body)?.handle;
    if (handle === undefined) accept(opcode, status.invalidParameters);
    else if (!connections.link(handle)) accept(opcode, status.unknownConnection);
    else known(handle);
  };

  const reset = () => {
    scanner.disable();
    advertising.reset();
    attempt?.cancel();
    attempt = null;
    connections.closeAll();
    completed.clear();
    leMask = defaultLeMask;
  };

  const features = Buffer.alloc(8);
  features.writeUInt16LE((1 << 5) | (extended ? 1 << 12 : 0));
  const supported = Buffer.alloc(64, 0);
  if (extended) supported.set([0xfe, 0x63], 36);
  supported[25] = 0xff;
  supported[26] = 0x7f;
  const ok = Buffer.from([status.success]);

  const handlers: Readonly<Record<number, (body: Buffer, opcode: number) => void>> = {
    [command.reset](_, opcode) {
      reset();
      complete(opcode, ok);
    },
    [command.disconnect](body, opcode) {
      withHandle(opcode, body, handle => {
        accept(opcode);
        connections.close(handle);
        completed.delete(handle);
        const reason = status.localEnded;
        sendEvent(event.disconnectionComplete, events.disconnectionComplete.encode({ status: 0, handle, reason }));
      });
    },
    [command.readRemoteVersion](body, opcode) {
      withHandle(opcode, body, handle => {
        accept(opcode);
        const version = { version: bluetooth53, manufacturer: linuxFoundation, subversion: 0 };
        sendEvent(event.remoteVersion, events.remoteVersion.encode({ status: 0, handle, ...version }));
      });
    },
    [command.readLocalVersion](_, opcode) {
      complete(
        opcode,
        returns.readLocalVersion.encode({
          status: 0,
          hciVersion: bluetooth53,
          hciRevision: 0,
          lmpVersion: bluetooth53,
          manufacturer: linuxFoundation,
          lmpSubversion: 0,
        }),
      );
    },
    [command.readSupportedCommands](_, opcode) {
      complete(opcode, returns.readSupportedCommands.encode({ status: 0, commands: supported }));
    },
    [command.readLocalFeatures](_, opcode) {
      // Byte 4: no classic Bluetooth (bit 5), LE supported (bit 6).
      complete(opcode, returns.eightBytes.encode({ status: 0, value: Buffer.from([0, 0, 0, 0, 0x60, 0, 0, 0]) }));
    },
    [command.readBufferSize](_, opcode) {
      complete(opcode, returns.readBufferSize.encode({ status: 0, aclBytes, scoBytes: 0, aclCount, scoCount: 0 }));
    },
    [command.readAddress](_, opcode) {
      complete(opcode, returns.readAddress.encode({ status: 0, address }));
    },
    [command.readRssi](body, opcode) {
      const handle = parameters.handle.decode(body)?.handle ?? 0;
      const link = connections.link(handle);
      const code = link ? status.success : status.unknownConnection;
      complete(opcode, returns.readRssi.encode({ status: code, handle, rssi: link?.rssi() ?? 127 }));
    },
    [command.readLeHostSupport](_, opcode) {
      complete(opcode, returns.readLeHostSupport.encode({ status: 0, le: 1, simultaneous: 0 }));
    },
    [command.leSetEventMask](body, opcode) {
      if (body.length >= 8) leMask = body.readBigUInt64LE(0);
      complete(opcode, Buffer.from([body.length >= 8 ? status.success : status.invalidParameters]));
    },
    [command.leReadBufferSize](_, opcode) {
      complete(opcode, returns.leReadBufferSize.encode({ status: 0, aclBytes, aclCount }));
    },
    [command.leReadLocalFeatures](_, opcode) {
      complete(opcode, returns.eightBytes.encode({ status: 0, value: features }));
    },
    [command.leReadFilterListSize](_, opcode) {
      complete(opcode, returns.oneByte.encode({ status: 0, value: 0 }));
    },
    [command.leRandom](_, opcode) {
      complete(opcode, returns.eightBytes.encode({ status: 0, value: randomBytes(random, 8) }));
    },
    [command.leReadSupportedStates](_, opcode) {
      complete(opcode, returns.eightBytes.encode({ status: 0, value: Buffer.from('ffff3f0000000000', 'hex') }));
    },
    [command.leSetScanParameters](body, opcode) {
      scanner.parameters(parameters.leSetScanParameters.decode(body)?.type !== 0);
      complete(opcode, ok);
    },
    [command.leSetExtendedScanParameters](body, opcode) {
      scanner.parameters(parameters.leSetExtendedScanParameters.decode(body)?.type !== 0);
      complete(opcode, ok);
    },
    [command.leSetScanEnable](body, opcode) {
      const wanted = parameters.leSetScanEnable.decode(body);
      complete(opcode, Buffer.from([wanted ? status.success : status.invalidParameters]));
      if (wanted?.enable === 1) scanner.enable(wanted.filterDuplicates === 1, false);
      else scanner.disable();
    },
    [command.leSetExtendedScanEnable](body, opcode) {
      const wanted = parameters.leSetExtendedScanEnable.decode(body);
      complete(opcode, Buffer.from([wanted ? status.success : status.invalidParameters]));
      if (wanted?.enable === 1) scanner.enable(wanted.filterDuplicates === 1, true);
      else scanner.disable();
    },
    [command.leCreateConnection]: (body, opcode) => connect(opcode, parameters.leCreateConnection.decode(body)),
    [command.leExtendedCreateConnection]: (body, opcode) =>
      connect(opcode, parameters.leExtendedCreateConnection.decode(body)),
    [command.leCancelConnection]: (_, opcode) => cancelConnection(opcode),
    [command.leConnectionUpdate](body, opcode) {
      const wanted = parameters.leConnectionUpdate.decode(body);
      withHandle(opcode, body, handle => {
        if (!wanted) return accept(opcode, status.invalidParameters);
        accept(opcode);
        const { maxInterval: interval, latency, timeout } = wanted;
        const { connectionUpdateComplete } = subevent;
        meta(
          events.connectionUpdateComplete.encode({
            subevent: connectionUpdateComplete,
            status: 0,
            handle,
            interval,
            latency,
            timeout,
          }),
        );
      });
    },
    [command.leReadRemoteFeatures](body, opcode) {
      withHandle(opcode, body, handle => {
        accept(opcode);
        meta(events.remoteFeatures.encode({ subevent: subevent.remoteFeatures, status: 0, handle, features }));
      });
    },
    [command.leEnableEncryption](body, opcode) {
      withHandle(opcode, body, handle => {
        accept(opcode);
        const keyMissing = { status: status.keyMissing, handle, enabled: 0 };
        sendEvent(event.encryptionChange, events.encryptionChange.encode(keyMissing));
      });
    },
    [command.leSetDataLength](body, opcode) {
      const wanted = parameters.leSetDataLength.decode(body);
      const handle = wanted?.handle ?? 0;
      const known = wanted !== null && connections.link(handle) !== undefined;
      complete(opcode, returns.handle.encode({ status: known ? status.success : status.unknownConnection, handle }));
      if (!known) return;
      const { octets: txOctets, time: txTime } = maxData;
      const length = { txOctets, txTime, rxOctets: txOctets, rxTime: txTime };
      meta(events.dataLengthChange.encode({ subevent: subevent.dataLengthChange, handle, ...length }));
    },
    [command.leReadSuggestedDataLength](_, opcode) {
      complete(opcode, returns.leReadSuggestedDataLength.encode({ status: 0, octets: 27, time: 328 }));
    },
    [command.leReadMaxDataLength](_, opcode) {
      const { octets: txOctets, time: txTime } = maxData;
      const length = { txOctets, txTime, rxOctets: txOctets, rxTime: txTime };
      complete(opcode, returns.leReadMaxDataLength.encode({ status: 0, ...length }));
    },
  };
  /** Commands that change nothing here but must succeed. */
  const harmless: ReadonlySet<number> = new Set([
    command.setEventMask,
    command.setEventFilter,
    command.writeLeHostSupport,
    command.leClearFilterList,
    command.leWriteSuggestedDataLength,
    command.leSetDefaultPhy,
  ]);

  const handle = (packet: HostPacket) => {
    if (packet.type === 'acl') return connections.fromHost(packet.handle, packet.boundary, packet.data);
    const { opcode } = packet;
    const handler = handlers[opcode];
    if (handler) return handler(packet.parameters, opcode);
    const answer = advertising.handle(opcode, packet.parameters);
    if (answer) complete(opcode, answer);
    else if (harmless.has(opcode)) complete(opcode, ok);
    else accept(opcode, status.unknownCommand);
  };

  return {
    receive(bytes) {
      receiving = true;
      try {
        for (const packet of parser.push(bytes)) handle(packet);
      } finally {
        receiving = false;
      }
      flushCompleted();
    },
    reset,
    links: () => connections.size,
  };
}
