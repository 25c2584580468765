import { Gauge, type Registry } from 'prom-client';
import { Confidence, type QuarantineDocument, type StatusDocument } from './documents.ts';

/**
 * Registers the agent's figures (`endcap_…`, base units) and returns what feeds them; called at each scrape, so that one
 * scrape tells one moment. A figure that is not known is absent, never zero.
 */
export function createStatusMetrics(
  registry: Registry,
): (status: StatusDocument, quarantine: QuarantineDocument) => void {
  const gauge = <const L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Gauge<L>({ name: `endcap_${name}`, help, labelNames, registers: [registry] });

  const info = gauge(
    'info',
    'Always 1; names the gateway and its version.',
    'organisation',
    'store',
    'gateway',
    'version',
  );
  const started = gauge('start_time_seconds', 'When the agent started, Unix time.');
  const labels = gauge('labels', 'Labels by how sure it is what they show.', 'confidence');
  const refused = gauge('labels_refused', 'Labels whose desired content a rule refused.');
  const unbound = gauge('labels_unbound', 'Labels heard, but bound to nothing.');
  const meshState = gauge('mesh_state', '1 for the state that holds.', 'state');
  const lastMessage = gauge('mesh_last_message_timestamp_seconds', 'When the last message arrived, Unix time.');
  const quarantined = gauge('mesh_quarantined_messages', 'Messages held in quarantine.', 'reason');
  const streamSeq = gauge('mesh_stream_sequence', 'Every fact up to here is accounted for.', 'stream', 'epoch');
  const streamHead = gauge('mesh_stream_head_sequence', 'The last verified head.', 'stream', 'epoch');
  const streamGap = gauge('mesh_stream_missing_facts', 'Facts known to be missing.', 'stream');
  const radioBusy = gauge('radio_busy_ratio', 'Share of the last minute with a link open, 0 to 1.', 'radio');
  const radioSeconds = gauge('radio_busy_seconds_total', 'Time with a link open since the start.', 'radio');
  const radioLabels = gauge('radio_labels', 'Labels that this radio hears best.', 'radio');
  const waveTotal = gauge('wave_labels', 'Labels of the wave under way.');
  const waveDone = gauge('wave_done_labels', 'Labels of the wave under way that are done.');
  const waveLeft = gauge('wave_remaining_seconds', 'Estimated time until the wave is done.');
  const alarms = gauge('alarms', 'Alarms that stand.', 'reason');

  return (status, quarantine) => {
    const { gateway, mesh } = status;
    info.reset();
    info.set(
      { organisation: gateway.organisation, store: gateway.store, gateway: gateway.id, version: gateway.version },
      1,
    );
    started.set(Date.parse(gateway.startedAt) / 1000);
    for (const confidence of Confidence.options) labels.set({ confidence }, status.labels[confidence]);
    refused.set(status.labels.refused);
    unbound.set(status.labels.unbound);

    for (const state of ['connected', 'connecting', 'offline', 'amber'])
      meshState.set({ state }, state === mesh.state ? 1 : 0);
    setOrRemove(lastMessage, mesh.lastMessageAt === null ? null : Date.parse(mesh.lastMessageAt) / 1000);
    quarantined.reset();
    for (const [reason, count] of Object.entries(quarantine.counts)) quarantined.set({ reason }, count);
    streamSeq.reset();
    streamHead.reset();
    streamGap.reset();
    for (const { name: stream, epoch, seq, gap, headSeq } of mesh.streams) {
      streamSeq.set({ stream, epoch }, seq);
      if (headSeq !== null) streamHead.set({ stream, epoch }, headSeq);
      streamGap.set({ stream }, gap);
    }

    radioBusy.reset();
    radioSeconds.reset();
    radioLabels.reset();
    for (const { url: radio, busyShare, busySeconds, labels: heard } of status.radios) {
      if (busySeconds !== undefined) radioSeconds.set({ radio }, busySeconds);
      if (busyShare !== null) radioBusy.set({ radio }, busyShare);
      radioLabels.set({ radio }, heard);
    }
    setOrRemove(waveTotal, status.wave?.total ?? null);
    setOrRemove(waveDone, status.wave?.done ?? null);
    setOrRemove(waveLeft, status.wave?.etaSeconds ?? null);
    alarms.reset();
    for (const { reason } of status.alarms) alarms.inc({ reason });
  };
}

function setOrRemove(gauge: Gauge, value: number | null): void {
  if (value === null) gauge.remove();
  else gauge.set(value);
}
