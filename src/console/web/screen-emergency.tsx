import { useContext, useState } from 'preact/hooks';
import type { OverrideRequest, ScreenEntry, ScreenListDocument } from '../screen-documents.ts';
import { ask } from './api-client.ts';
import { formats } from './format.ts';
import { ActionButton } from './page.tsx';
import { LanguageContext, useTexts } from './preferences.ts';
import { useScreensTexts } from './screens-texts.ts';
import { useObstacle } from './session-context.ts';

type Override = NonNullable<ScreenListDocument['override']>;

/** The notice that covers screens right now, with the way to take it down. */
export function StandingNotice({
  override,
  zoneName,
  changed,
}: {
  override: Override;
  zoneName: (id: string) => string;
  changed: () => Promise<void>;
}) {
  const texts = useScreensTexts();
  const { failedRequest } = useTexts();
  const format = formats[useContext(LanguageContext)];
  const obstacle = useObstacle('technician');
  const [refusal, setRefusal] = useState<string | null>(null);
  const { zone, screen } = override;
  const where = screen ?? (zone === null ? texts.wholeStore : zoneName(zone));
  const end = async () => {
    const answer = await ask('/api/screens/override', { method: 'DELETE' });
    setRefusal(answer.ok ? null : answer.message);
    await changed();
  };
  return (
    <div class="notice-stands" role="alert">
      <p>
        <strong>{Object.values(override.text).join(' · ')}</strong>{' '}
        <span>
          {texts.emergencyStands(where, format.time(override.until))} · {override.by}
        </span>
      </p>
      <ActionButton obstacle={obstacle} quiet onClick={() => void end()}>
        {texts.emergencyEnd}
      </ActionButton>
      {refusal === null ? null : (
        <p class="refusal">
          {failedRequest}: {refusal}
        </p>
      )}
    </div>
  );
}

const durations = [300, 600, 1800, 3600, 14400] as const;

/** Puts words above everything on screens, after a second press. `only`: the screen that it is for, without a choice. */
export function ScreenEmergency({
  screens,
  zoneName,
  only,
  changed,
}: {
  screens: readonly Pick<ScreenEntry, 'id' | 'zone'>[];
  zoneName: (id: string) => string;
  only: string | null;
  changed: () => Promise<void>;
}) {
  const texts = useScreensTexts();
  const { failedRequest } = useTexts();
  const format = formats[useContext(LanguageContext)];
  const role = useObstacle('technician');
  const [german, setGerman] = useState('');
  const [english, setEnglish] = useState('');
  const [where, setWhere] = useState(only === null ? '' : `screen:${only}`);
  const [seconds, setSeconds] = useState<(typeof durations)[number]>(600);
  const [sure, setSure] = useState(false);
  const [said, setSaid] = useState<{ ok: boolean; text: string } | null>(null);
  const zones = [...new Set(screens.flatMap(({ zone }) => (zone === null ? [] : [zone])))].sort();
  const [kind, id = ''] = where.split(':');
  const named = kind === 'zone' ? zoneName(id) : kind === 'screen' ? id : texts.wholeStore;
  const obstacle = role ?? (german.trim() === '' || english.trim() === '' ? texts.emergencyNeedsText : null);
  const typed = (set: (value: string) => void) => (event: { currentTarget: HTMLTextAreaElement }) => {
    set(event.currentTarget.value);
    setSure(false);
  };
  const show = async () => {
    setSure(false);
    const body: OverrideRequest = {
      text: { de: german.trim(), en: english.trim() },
      ...(kind === 'zone' ? { zone: id } : kind === 'screen' ? { screen: id } : {}),
      forMs: seconds * 1000,
    };
    const answer = await ask('/api/screens/override', { method: 'POST', body });
    const until = format.time(Date.now() + seconds * 1000);
    setSaid({ ok: answer.ok, text: answer.ok ? texts.emergencyShown(until) : `${failedRequest}: ${answer.message}` });
    await changed();
  };
  return (
    <details class="emergency">
      <summary>{texts.emergencyTitle}</summary>
      <p>{texts.emergencyIntro}</p>
      <div class="emergency-texts">
        <label>
          {texts.emergencyGerman}
          <textarea
            lang="de"
            rows={2}
            maxLength={400}
            disabled={role !== null}
            value={german}
            onInput={typed(setGerman)}
          />
        </label>
        <label>
          {texts.emergencyEnglish}
          <textarea
            lang="en"
            rows={2}
            maxLength={400}
            disabled={role !== null}
            value={english}
            onInput={typed(setEnglish)}
          />
        </label>
      </div>
      <div class="emergency-act">
        {only === null ? (
          <label>
            {texts.emergencyWhere}
            <select
              value={where}
              disabled={role !== null}
              onChange={event => {
                setWhere(event.currentTarget.value);
                setSure(false);
              }}
            >
              <option value="">{texts.wholeStore}</option>
              <optgroup label={texts.zone}>
                {zones.map(zone => (
                  <option key={zone} value={`zone:${zone}`}>
                    {zoneName(zone)}
                  </option>
                ))}
              </optgroup>
              <optgroup label={texts.screen}>
                {screens.map(screen => (
                  <option key={screen.id} value={`screen:${screen.id}`}>
                    {screen.id}
                  </option>
                ))}
              </optgroup>
            </select>
          </label>
        ) : null}
        <label>
          {texts.emergencyFor}
          <select
            value={seconds}
            disabled={role !== null}
            onChange={event => setSeconds(durations.find(each => `${each}` === event.currentTarget.value) ?? 600)}
          >
            {durations.map(each => (
              <option key={each} value={each}>
                {texts.durations[each]}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          class={sure ? 'button danger' : 'button danger-quiet'}
          disabled={obstacle !== null}
          title={obstacle ?? undefined}
          onBlur={() => setSure(false)}
          onClick={() => (sure ? void show() : setSure(true))}
        >
          {sure ? texts.emergencySure(named) : texts.emergencyShow}
          {obstacle === null ? null : <span class="visually-hidden"> ({obstacle})</span>}
        </button>
      </div>
      {said === null ? null : said.ok ? (
        <p role="status">{said.text}</p>
      ) : (
        <p role="alert" class="refusal">
          {said.text}
        </p>
      )}
    </details>
  );
}
