import type { Palette } from '../../src/shelf/panel.ts';
import type { LabelModel } from '../label-model.ts';
import { concat } from '../layout.ts';
import { type Failure, later, never, type Script, scripted } from '../script.ts';
import type { Session } from '../session.ts';
import { type Credentials, openLabel } from './authenticate.ts';
import type { Channel } from './channel.ts';
import { crcHolds, type DisplayConfig, findDisplay, maxConfigBytes } from './config.ts';
import { ackTimeoutMs, failed, listen, send } from './dialogue.ts';
import * as frames from './frames.ts';
import { isOpenDisplay, type OpenDisplayModel } from './model.ts';

const { commands } = frames;

/** Readings of the configuration, each from the start, when pieces of it got lost. */
const maxReadings = 4;
/** After the first piece the others follow quickly. Source: pyod: src/opendisplay/device.py. */
const firstChunkTimeoutMs = 10_000;
const nextChunkTimeoutMs = 2_000;
/** Pieces of at least this size, but for the last, are what firmware sends; it bounds their number. */
const maxChunks = 128;
/** Tries to learn the firmware; without it the label is known well enough. */
const maxFirmwareAsks = 2;

/** Colour schemes of the configuration that are supported. Source: odproto: src/opendisplay_protocol.h. */
const palettes: Readonly<Record<number, Palette>> = { 0: 'bw', 1: 'bwr', 2: 'bwy', 3: 'bwry' };

/** Asks a label for its configuration and finds the declared model that fits it. */
export function identify(request: Credentials & { readonly models: readonly LabelModel[] }): Session {
  return scripted(() => interview(request));
}

function* interview(request: Credentials & { readonly models: readonly LabelModel[] }): Script {
  const channel = yield* openLabel(request);
  if ('retry' in channel) return channel;
  const config = yield* readConfig(channel);
  if (!(config instanceof Uint8Array)) return config;
  if (!crcHolds(config))
    return later('device.config-unreadable', `The check sum of ${config.length} bytes does not hold.`);
  const display = findDisplay(config);
  if (display === null) return later('device.config-unreadable', `${config.length} bytes name no display.`);
  const model = fittingModel(request.models.filter(isOpenDisplay), display);
  if (model === null) {
    const { width, height, colourScheme, tagType, panelIc } = display;
    return never(
      'device.model-unknown',
      `${width}x${height}, colour scheme ${colourScheme}, tag type ${tagType}, panel ${panelIc}.`,
    );
  }
  return { ok: true, type: 'identified', model: model.id, firmware: yield* readFirmware(channel) };
}

/** The declared model that fits; one that names the tag's type or the panel's controller wins over one that does not. */
export function fittingModel(models: readonly OpenDisplayModel[], display: DisplayConfig): OpenDisplayModel | null {
  const precision = (model: OpenDisplayModel): number =>
    (model.tagType === undefined ? 0 : 1) + (model.panelIcs === undefined ? 0 : 1);
  return (
    models
      .filter(
        model =>
          model.panel.width === display.width &&
          model.panel.height === display.height &&
          model.panel.palette === palettes[display.colourScheme] &&
          (model.tagType ?? display.tagType) === display.tagType &&
          (model.panelIcs?.includes(display.panelIc) ?? true),
      )
      .toSorted((a, b) => precision(b) - precision(a))[0] ?? null
  );
}

/** All bytes of the configuration. Pieces already here are kept when a reading starts again. */
function* readConfig(channel: Channel): Script<Uint8Array | Failure> {
  const chunks = new Map<number, Uint8Array>();
  let total: number | null = null;
  for (let reading = 0; reading < maxReadings; reading++) {
    let actions = [send(channel.encode(commands.readConfig))];
    let timeoutMs = firstChunkTimeoutMs;
    for (let heard = 0; heard < maxChunks; heard++) {
      const reply = yield* listen(channel, actions, timeoutMs);
      if (reply === null) break;
      actions = [];
      timeoutMs = nextChunkTimeoutMs;
      if (failed(reply)) return reply;
      if (reply.type === 'auth-required') {
        if (channel.authenticated) return later('device.integrity-failed', 'The label has ended the session.');
        return never('device.auth-required', 'The label tells its configuration only to who knows its key.');
      }
      if (reply.type === 'integrity-failed') break;
      if (reply.command !== commands.readConfig) continue;
      if (!reply.ok) return later('device.refused', 'The label cannot read its configuration.');
      const chunk = frames.configChunk.decode(reply.data);
      if (chunk === null || chunk.index >= maxChunks) continue;
      if (chunk.index === 0) {
        const first = frames.configTotal.decode(chunk.data);
        if (first === null || first.total > maxConfigBytes) continue;
        if (first.total === 0) return never('device.config-unreadable', 'The label has not been configured.');
        total = first.total;
        chunks.set(0, first.data);
      } else {
        chunks.set(chunk.index, chunk.data);
      }
      const whole = assembled(chunks, total);
      if (whole !== null) return whole;
    }
  }
  return later('device.silent', `The configuration was not complete after ${maxReadings} readings.`);
}

function assembled(chunks: ReadonlyMap<number, Uint8Array>, total: number | null): Uint8Array | null {
  if (total === null) return null;
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (let index = 0; length < total; index++) {
    const piece = chunks.get(index);
    if (piece === undefined || piece.length === 0) return null;
    pieces.push(piece);
    length += piece.length;
  }
  return concat(...pieces).subarray(0, total);
}

function* readFirmware(channel: Channel): Script<string | null> {
  for (let asked = 0; asked < maxFirmwareAsks; asked++) {
    let actions = [send(channel.encode(commands.readFirmware))];
    // Pieces of the configuration may still be under way.
    for (let heard = 0; heard < maxChunks; heard++) {
      const reply = yield* listen(channel, actions, ackTimeoutMs);
      if (reply === null || failed(reply)) break;
      actions = [];
      if (reply.type !== 'reply' || reply.command !== commands.readFirmware || !reply.ok) continue;
      const said = frames.firmwareReply.decode(reply.data);
      if (said === null) return null;
      const patch = said.rest[said.shaLength];
      return patch === undefined ? `${said.major}.${said.minor}` : `${said.major}.${said.minor}.${patch}`;
    }
  }
  return null;
}
