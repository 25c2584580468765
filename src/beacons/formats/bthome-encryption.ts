import { createCipheriv, createDecipheriv } from 'node:crypto';
import { concat, layout, u32le } from '../../../devices/layout.ts';
import {
  type BthomePlainFrame,
  type BthomeSealedFrame,
  counterBytes,
  decodeBthome,
  decodeObjects,
  encodeObjects,
  micBytes,
  readInfo,
  writeInfo,
} from './bthome.ts';

/*
 * AES-128-CCM with a tag of four bytes; the nonce is the address, the UUID, the info byte and the counter. Source:
 * bthome.io/encryption; Bluetooth-Devices/bthome-ble: src/bthome_ble/parser.py.
 */

const cipherName = 'aes-128-ccm';
const serviceUuid = Uint8Array.of(0xd2, 0xfc);
const counterField = layout({ counter: u32le });

/** What was in it, or why not. An opened message may still be a recording: see `hearBthome`. */
export type OpenedBthome =
  | { readonly ok: true; readonly counter: number; readonly frame: BthomePlainFrame }
  | { readonly ok: false; readonly reason: 'sighting.key-wrong'; readonly detail: string };

const failed = (detail: string): OpenedBthome => ({ ok: false, reason: 'sighting.key-wrong', detail });

const nonceOf = (address: Uint8Array, info: number, counter: Uint8Array): Uint8Array =>
  concat(address, serviceUuid, Uint8Array.of(info), counter);

/** Null when the key does not fit, or the tag does not vouch for the text. */
function decrypt(key: Uint8Array, nonce: Uint8Array, text: Uint8Array, mic: Uint8Array): Uint8Array | null {
  try {
    const decipher = createDecipheriv(cipherName, key, nonce, { authTagLength: micBytes });
    decipher.setAuthTag(mic);
    return concat(decipher.update(text), decipher.final());
  } catch {
    return null;
  }
}

/**
 * Opens what a sensor said encrypted. A plain message is refused: a sensor that has a key does not speak without it.
 * @param serviceData behind its UUID
 * @param address of the sensor, six bytes, most significant first; the one in the message goes before it
 * @param key 16 bytes
 */
export function openBthome(serviceData: Uint8Array, address: Uint8Array, key: Uint8Array): OpenedBthome {
  const head = readInfo(serviceData);
  const said = head && decodeBthome(serviceData);
  if (!head || !said) return failed('The message is cut short.');
  if (!said.encrypted) return failed('The message is not encrypted.');
  const end = serviceData.length - micBytes;
  const counter = serviceData.subarray(end - counterBytes, end);
  const from = said.address === null ? address : Buffer.from(said.address, 'hex');
  const text = serviceData.subarray(head.objectsFrom, end - counterBytes);
  const plain = decrypt(key, nonceOf(from, head.info, counter), text, serviceData.subarray(end));
  if (!plain) return failed('The key does not open the message.');
  const objects = decodeObjects(plain);
  if (!objects) return failed('What was encrypted is no list of objects.');
  const { triggered, address: own } = said;
  return {
    ok: true,
    counter: said.counter,
    frame: { format: 'bthome', encrypted: false, triggered, address: own, objects },
  };
}

/**
 * Encrypts as a sensor does. Throws RangeError on an object or counter that does not fit.
 * @param address of the sensor, six bytes, most significant first; used where the frame says none itself
 * @param counter never used before with this key
 */
export function sealBthome(
  frame: BthomePlainFrame,
  address: Uint8Array,
  key: Uint8Array,
  counter: number,
): BthomeSealedFrame {
  const { triggered, address: own } = frame;
  const head = writeInfo({ ...frame, encrypted: true });
  const counted = counterField.encode({ counter });
  const nonce = nonceOf(own === null ? address : Buffer.from(own, 'hex'), head[0]!, counted);
  const cipher = createCipheriv(cipherName, key, nonce, { authTagLength: micBytes });
  const text = concat(cipher.update(encodeObjects(frame.objects)), cipher.final());
  const serviceData = Buffer.from(concat(head, text, counted, cipher.getAuthTag())).toString('hex');
  return { format: 'bthome', encrypted: true, triggered, address: own, counter, serviceData };
}
