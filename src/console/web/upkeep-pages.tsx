import { useContext, useState } from 'preact/hooks';
import type { DoctorDocument } from '../doctor-document.ts';
import type { ConfigDocument, StatusDocument } from '../documents.ts';
import type { AuditDocument, WavesDocument } from '../upkeep-documents.ts';
import { ask } from './api-client.ts';
import { formats } from './format.ts';
import { ActionButton, Page, Table } from './page.tsx';
import { usePageTexts } from './page-texts.ts';
import { LanguageContext, useTexts } from './preferences.ts';
import { useObstacle } from './session-context.ts';
import { useAsked } from './use-asked.ts';

/** The wave under way, holding delivery back, and the waves before. */
export function WavesPage() {
  const texts = usePageTexts();
  const usual = useTexts();
  const format = formats[useContext(LanguageContext)];
  const asked = useAsked<WavesDocument>('/api/waves', { everyMs: 2_000 });
  const obstacle = useObstacle('technician');
  const act = async (path: string, body?: unknown) => {
    await ask(path, { method: 'POST', body });
    await asked.again();
  };
  return (
    <Page title={texts.waves} intro={texts.wavesIntro} asked={asked}>
      {({ current, paused, waves }) => (
        <>
          <div class="card">
            {current === null ? (
              <p>{texts.waveNone}</p>
            ) : (
              <>
                <p>
                  <strong>{texts.waveNow}</strong>{' '}
                  {usual.waveText(format.count(current.done), format.count(current.total))}{' '}
                  {current.etaSeconds === null ? usual.waveNoEta : usual.waveLeft(format.duration(current.etaSeconds))}
                </p>
                <progress value={current.done} max={current.total} aria-label={texts.waveNow} />
              </>
            )}
            {paused === null ? (
              <p class="actions">
                <ActionButton
                  obstacle={obstacle}
                  quiet
                  onClick={() => void act('/api/waves/pause', { forSeconds: 1_800 })}
                >
                  {texts.pause} {texts.pauseFor}
                </ActionButton>
              </p>
            ) : (
              <>
                <p role="status">{texts.pausedBy(paused.actor)}</p>
                <p class="actions">
                  <ActionButton obstacle={obstacle} onClick={() => void act('/api/waves/resume')}>
                    {texts.resume}
                  </ActionButton>
                </p>
              </>
            )}
          </div>
          <Table
            name={texts.waves}
            head={[texts.began, texts.labels, texts.took]}
            rows={waves.map(wave => [
              format.instant(wave.startedAt),
              format.count(wave.total),
              format.duration(wave.seconds),
            ])}
          />
        </>
      )}
    </Page>
  );
}

/** The adapters: there or not, and how busy. */
export function RadiosPage({ status }: { status: StatusDocument }) {
  const texts = usePageTexts();
  const format = formats[useContext(LanguageContext)];
  return (
    <section class="page">
      <h1>{texts.radios}</h1>
      <p class="lead">{texts.radiosIntro}</p>
      <Table
        name={texts.radios}
        head={[texts.adapter, texts.state, texts.busy, texts.labels]}
        rows={status.radios.map(radio => [
          <span key="url" class="mono">
            {radio.url}
          </span>,
          radio.detail ? `${radio.state}: ${radio.detail}` : radio.state,
          radio.busyShare === null ? texts.notMeasured : format.share(radio.busyShare),
          format.count(radio.labels),
        ])}
      />
    </section>
  );
}

/** The settings that hold. */
export function SettingsPage() {
  const texts = usePageTexts();
  const asked = useAsked<ConfigDocument>('/api/config', { everyMs: 0 });
  return (
    <Page title={texts.settings} intro={texts.settingsIntro} asked={asked}>
      {({ values }) => (
        <Table
          name={texts.settings}
          head={[texts.setting, texts.value, texts.origin]}
          rows={values.map(({ path, value, origin }) => [
            <code key="path">{path}</code>,
            typeof value === 'string' ? value : JSON.stringify(value),
            origin,
          ])}
        />
      )}
    </Page>
  );
}

/** Who changed what. */
export function AuditPage() {
  const texts = usePageTexts();
  const format = formats[useContext(LanguageContext)];
  const [before, setBefore] = useState<number | null>(null);
  const asked = useAsked<AuditDocument>(`/api/audit?limit=50${before === null ? '' : `&before=${before}`}`);
  return (
    <Page title={texts.audit} intro={texts.auditIntro} asked={asked}>
      {({ entries, next }) =>
        entries.length === 0 ? (
          <p class="muted">{texts.auditNone}</p>
        ) : (
          <>
            <Table
              name={texts.audit}
              head={[texts.when, texts.who, texts.what, texts.of, texts.detail]}
              rows={entries.map(({ at, actor, action, subject, detail }) => [
                <time key="at" dateTime={at}>
                  {format.instant(at)}
                </time>,
                actor,
                <code key="action">{action}</code>,
                subject,
                Object.keys(detail).length === 0 ? '' : JSON.stringify(detail),
              ])}
            />
            {next === null ? null : (
              <p class="actions">
                <ActionButton obstacle={null} quiet onClick={() => setBefore(next)}>
                  {texts.more}
                </ActionButton>
              </p>
            )}
          </>
        )
      }
    </Page>
  );
}

/** What is wrong on this gateway. */
export function DoctorPage() {
  const texts = usePageTexts();
  const asked = useAsked<DoctorDocument>('/api/doctor', { everyMs: 0 });
  const [busy, setBusy] = useState(false);
  const again = async () => {
    setBusy(true);
    await asked.again();
    setBusy(false);
  };
  return (
    <Page title={texts.doctor} intro={texts.doctorIntro} asked={asked}>
      {({ checks }) => (
        <>
          <ul class="cards">
            {checks.map(check => (
              <li key={check.name} class={`card check is-${check.verdict}`}>
                <p>
                  <span class="tag">{texts.verdicts[check.verdict]}</span> <strong>{check.name}</strong>{' '}
                  {check.evidence}
                </p>
                {check.fix === null ? null : <p class="fix">{check.fix}</p>}
              </li>
            ))}
          </ul>
          <p class="actions">
            <ActionButton obstacle={null} busy={busy} quiet onClick={() => void again()}>
              {texts.again}
            </ActionButton>
          </p>
        </>
      )}
    </Page>
  );
}
