import { hexOctets, layout, marker } from '../../../devices/layout.ts';
import { intervalAt, keyFor, rollingIdentifier } from './rolling-identifier.ts';

/**
 * What the phone of somebody says who agreed to be noticed for the time of a visit: 16 hex digits that change every ten
 * minutes. Only who was given the session's key connects them with it, and with each other.
 */
export interface SessionTokenFrame {
  readonly format: 'session-token';
  readonly token: string;
}

/** Ours, so that nothing else is mistaken for it; as it is written. */
export const sessionServiceUuid = '7f5f0c1e-6d3a-4c0b-9b6e-3e1d5a9c2e51';
const tokenBytes = 8;

/** As it travels: least significant byte first. */
const uuid = [...Buffer.from(sessionServiceUuid.replaceAll('-', ''), 'hex')].reverse();
const serviceFrame = layout({ uuid: marker(...uuid), token: hexOctets(tokenBytes) });
const frameBytes = uuid.length + tokenBytes;

/** Whether 128-bit service data from `from` on is of our service. */
export function isSessionToken(data: Uint8Array, from: number): boolean {
  for (let at = 0; at < uuid.length; at++) if (data[from + at] !== uuid[at]) return false;
  return true;
}

/** Service data with its UUID; null when it is no whole token. */
export function decodeSessionToken(data: Uint8Array): SessionTokenFrame | null {
  const said = data.length === frameBytes ? serviceFrame.decode(data) : null;
  return said && { format: 'session-token', token: said.token };
}

/** Throws RangeError on a token that is not 16 hex digits. */
export const encodeSessionToken = (frame: SessionTokenFrame): Uint8Array => serviceFrame.encode(frame);

/** From the session's key of 16 bytes the one that its tokens are made with: once per session. */
export const tokenKeyOf = (sessionKey: Uint8Array): Uint8Array => keyFor(sessionKey, 'ENDCAP-RPIK');

/** The token of an interval; see `intervalAt`. */
export const tokenOf = (tokenKey: Uint8Array, interval: number): string =>
  Buffer.from(rollingIdentifier(tokenKey, 'ENDCAP', interval).subarray(0, tokenBytes)).toString('hex');

/** The token now and those of the neighbouring intervals, as no two clocks agree. */
export const tokensAround = (tokenKey: Uint8Array, unixSeconds: number): readonly string[] => {
  const now = intervalAt(unixSeconds);
  return [now, now - 1, now + 1].filter(interval => interval >= 0).map(interval => tokenOf(tokenKey, interval));
};
