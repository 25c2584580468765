import { useContext } from 'preact/hooks';
import type { StatusDocument } from '../documents.ts';
import { formats } from './format.ts';
import type { LabelState } from './label-state.ts';
import { LanguageContext, useTexts } from './preferences.ts';

/** Radio states by how they look; any other is down. */
const radioLook: Record<string, string> = { ready: 'is-connected', starting: 'is-connecting' };

/** How the shop stands, at a glance: what is proven, what is under way, and who we hear. */
export function Overview({
  status,
  counts,
  total,
}: {
  status: StatusDocument;
  counts: Record<LabelState, number>;
  total: number;
}) {
  const texts = useTexts();
  const format = formats[useContext(LanguageContext)];
  const { mesh, wave, radios } = status;
  const gap = mesh.streams.reduce((sum, stream) => sum + stream.gap, 0);
  return (
    <section class="overview" aria-label={texts.store(status.gateway.store)}>
      <div class="overview-main">
        <p class="headline">
          <span class="headline-figure">{format.count(counts.confirmed)}</span>{' '}
          <span class="headline-text">{texts.provenOf(format.count(total))}</span>
        </p>
        <StateBar counts={counts} total={total} />
        <p class="muted">
          {wave === null ? (
            counts.confirmed === total && total > 0 ? (
              texts.allProven
            ) : (
              texts.waveNone
            )
          ) : (
            <>
              <strong>{texts.wave}</strong> {texts.waveText(format.count(wave.done), format.count(wave.total))} ·{' '}
              {wave.etaSeconds === null ? texts.waveNoEta : texts.waveLeft(format.duration(wave.etaSeconds))}
            </>
          )}
        </p>
      </div>
      <dl class="vitals">
        <div class={`vital is-${mesh.state}`}>
          <dt>{texts.mesh}</dt>
          <dd>
            <span class="dot" aria-hidden="true" />
            {texts.meshStates[mesh.state]}
          </dd>
          <dd class="muted">
            {mesh.detail ??
              (gap > 0
                ? texts.meshGap(format.count(gap))
                : mesh.lastMessageAt === null
                  ? texts.noMessage
                  : texts.lastMessage(format.time(mesh.lastMessageAt)))}
          </dd>
        </div>
        {radios.length === 0 ? (
          <div class="vital is-offline">
            <dt>{texts.radios}</dt>
            <dd>
              <span class="dot" aria-hidden="true" />
              {texts.noRadios}
            </dd>
          </div>
        ) : (
          radios.map(radio => (
            <div key={radio.url} class={`vital ${radioLook[radio.state] ?? 'is-offline'}`}>
              <dt>{texts.radio}</dt>
              <dd>
                <span class="dot" aria-hidden="true" />
                {radio.url.replace(/^tcp:\/\//, '')}
              </dd>
              <dd class="muted">
                {radio.detail ??
                  `${texts.radioLabels(format.count(radio.labels))}${radio.busyShare === null ? '' : ` · ${texts.radioBusy(format.share(radio.busyShare))}`}`}
              </dd>
            </div>
          ))
        )}
      </dl>
    </section>
  );
}

const barOrder: readonly LabelState[] = ['confirmed', 'sent', 'pending', 'stale', 'refused', 'failed', 'unknown'];

function StateBar({ counts, total }: { counts: Record<LabelState, number>; total: number }) {
  return (
    <div class="state-bar" aria-hidden="true">
      {barOrder.map(state =>
        counts[state] === 0 ? null : (
          <span key={state} class={`is-${state}`} style={{ flexGrow: counts[state] / Math.max(total, 1) }} />
        ),
      )}
    </div>
  );
}
