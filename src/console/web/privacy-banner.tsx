import { useContext, useState } from 'preact/hooks';
import type { PrivacyDocument, PrivacyMode } from '../privacy-documents.ts';
import { ask } from './api-client.ts';
import { formats } from './format.ts';
import { ActionButton, Table } from './page.tsx';
import { LanguageContext, useTexts } from './preferences.ts';
import { useObstacle } from './session-context.ts';
import { useZonesTexts } from './zones-texts.ts';

/** What this gateway listens to, in one sentence; below it, everything that it keeps. */
export function PrivacyBanner({ privacy, changed }: { privacy: PrivacyDocument; changed: () => Promise<void> }) {
  const texts = useZonesTexts();
  const format = formats[useContext(LanguageContext)];
  const { mode, level, counting, sessions, unlockedUntil } = privacy;
  const obstacle = useObstacle('technician');
  const lock = async () => {
    await ask('/api/privacy/unlock', { method: 'DELETE' });
    await changed();
  };
  const said = {
    broadcast: texts.listensTo.broadcast,
    count: () =>
      texts.listensTo.count(format.count(counting?.windowSeconds ?? 60), format.count(counting?.leastTold ?? 5)),
    consented: () => texts.listensTo.consented(format.count(sessions.open)),
  }[mode]();
  const dropped = Object.values(privacy.dropped).reduce((sum, count) => sum + count, 0);
  return (
    <section class={`privacy is-${mode}`} aria-label={texts.mode(`${level}`, texts.modes[mode])}>
      <p class="privacy-said">
        <span class="tag">{texts.mode(format.count(level), texts.modes[mode])}</span> <strong>{said}</strong>{' '}
        <span class="muted">{texts.since(format.time(privacy.since))}</span>
      </p>
      {unlockedUntil === null ? null : (
        <div class="privacy-open" role="alert">
          <p>{texts.captureOpen(format.time(unlockedUntil))}</p>
          <ActionButton obstacle={obstacle} onClick={() => void lock()}>
            {texts.lockNow}
          </ActionButton>
        </div>
      )}
      <details>
        <summary>
          {texts.kept} <span class="muted">· {texts.dropped(format.count(dropped))}</span>
        </summary>
        <Table
          name={texts.kept}
          head={texts.keptHead}
          rows={privacy.stored.map(({ what, where, howLong, now }) => [
            ...[what, where, howLong].map(words => (
              <span key={words} lang="en">
                {words}
              </span>
            )),
            format.count(now),
          ])}
        />
        <p class="tags">
          {Object.entries(privacy.dropped).map(([kind, count]) => (
            <span key={kind} class="tag">
              {kind} <strong>{format.count(count)}</strong>
            </span>
          ))}
        </p>
        <p class="muted">
          {texts.notice}: {privacy.notice ?? texts.none} · {texts.assessment}: {privacy.assessment ?? texts.none}
        </p>
        <p class="actions">
          {privacy.permitted
            .filter(permitted => permitted !== mode)
            .map(permitted => (
              <ModeButton key={permitted} mode={permitted} changed={changed} />
            ))}
        </p>
      </details>
    </section>
  );
}

function ModeButton({ mode, changed }: { mode: PrivacyMode; changed: () => Promise<void> }) {
  const texts = useZonesTexts();
  const { failedRequest } = useTexts();
  const obstacle = useObstacle('admin');
  const [sure, setSure] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const change = async () => {
    setSure(false);
    const answer = await ask('/api/privacy/mode', { method: 'POST', body: { mode } });
    setRefusal(answer.ok ? null : answer.message);
    await changed();
  };
  return (
    <>
      <ActionButton obstacle={obstacle} quiet={!sure} onClick={() => (sure ? void change() : setSure(true))}>
        {sure ? texts.chooseSure(texts.modes[mode]) : texts.choose(texts.modes[mode])}
      </ActionButton>
      {refusal === null ? null : (
        <span role="alert" class="refusal">
          {failedRequest}: {refusal}
        </span>
      )}
    </>
  );
}
