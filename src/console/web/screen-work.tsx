import { useContext, useState } from 'preact/hooks';
import type { PairRequest, ScreenDocument, ScreenOrderDocument } from '../screen-documents.ts';
import { ask } from './api-client.ts';
import { ActionButton } from './page.tsx';
import { LanguageContext, useTexts } from './preferences.ts';
import { explain } from './reason-note.tsx';
import { useScreensTexts } from './screens-texts.ts';
import { useObstacle } from './session-context.ts';
import { SureButton } from './sure-button.tsx';

type Order = ScreenOrderDocument['order'];

/** The gateway waits 15 s for a page before it answers. */
const orderTimeoutMs = 25_000;
/** Of a code on a screen. */
const codeLength = 6;

/** What a technician can do with a screen: orders to its pages, and who may be one. */
export function ScreenWork({ screen, changed }: { screen: ScreenDocument; changed: () => Promise<void> }) {
  const texts = useScreensTexts();
  const { failedRequest } = useTexts();
  const language = useContext(LanguageContext);
  const role = useObstacle('technician');
  const [busy, setBusy] = useState<Order | null>(null);
  const [said, setSaid] = useState<{ ok: boolean; text: string } | null>(null);
  const path = `/api/screens/${encodeURIComponent(screen.id)}`;
  const obstacle = role ?? (screen.pages.length === 0 ? texts.needsPage : null);
  const give = async (order: Order) => {
    setBusy(order);
    setSaid(null);
    const signal = AbortSignal.timeout(orderTimeoutMs);
    const answer = await ask<ScreenOrderDocument>(`${path}/${order}`, { method: 'POST', signal });
    setBusy(null);
    const done = answer.ok && answer.document.done;
    const why = answer.ok ? explain(answer.document.reason ?? 'screen.order-late', language)?.meaning : answer.message;
    setSaid({ ok: done, text: done ? texts.done[order] : `${failedRequest}: ${why}` });
    await changed();
  };
  return (
    <section>
      <h3>{texts.work}</h3>
      <p class="actions screen-actions">
        {(['screenshot', 'identify', 'reload'] as const).map(order => (
          <ActionButton
            key={order}
            obstacle={obstacle}
            busy={busy !== null}
            quiet={order !== 'screenshot'}
            onClick={() => void give(order)}
          >
            {busy === order
              ? texts.working
              : { screenshot: texts.takeScreenshot, identify: texts.identify, reload: texts.reload }[order]}
          </ActionButton>
        ))}
      </p>
      {obstacle === null ? null : <p class="muted">{obstacle}</p>}
      {said === null ? null : <Said {...said} />}
      <Access screen={screen} path={path} changed={changed} />
    </section>
  );
}

function Said({ ok, text }: { ok: boolean; text: string }) {
  return ok ? (
    <p role="status">{text}</p>
  ) : (
    <p role="alert" class="refusal">
      {text}
    </p>
  );
}

/** Lets a page in by its code, and locks them out. */
function Access({ screen, path, changed }: { screen: ScreenDocument; path: string; changed: () => Promise<void> }) {
  const texts = useScreensTexts();
  const { failedRequest } = useTexts();
  const role = useObstacle('technician');
  const [code, setCode] = useState('');
  const [said, setSaid] = useState<{ ok: boolean; text: string } | null>(null);
  const obstacle = role ?? (code.trim().length === codeLength ? null : texts.pairNeedsCode);
  const pair = async () => {
    if (obstacle !== null) return;
    const body: PairRequest = { code: code.trim().toUpperCase() };
    const answer = await ask(`${path}/pair`, { method: 'POST', body });
    setSaid({ ok: answer.ok, text: answer.ok ? texts.paired : `${failedRequest}: ${answer.message}` });
    if (answer.ok) setCode('');
    await changed();
  };
  const count = screen.tokens.length;
  return (
    <>
      <form
        class="pairing"
        onSubmit={event => {
          event.preventDefault();
          void pair();
        }}
      >
        <label>
          {texts.pairCode}
          <input
            class="mono"
            value={code}
            maxLength={codeLength}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            disabled={role !== null}
            onInput={event => setCode(event.currentTarget.value)}
          />
        </label>
        <ActionButton obstacle={obstacle} onClick={() => void pair()}>
          {texts.pair}
        </ActionButton>
        <SureButton
          path={`${path}/revoke`}
          body={{}}
          id={screen.id}
          text={texts.revoke}
          sureText={texts.revokeSure}
          obstacle={count === 0 ? texts.revokeNone : null}
          changed={changed}
        />
      </form>
      <p class="muted">
        {texts.pairHint} {count === 0 ? texts.revokeNone : texts.tokens(count, `${count}`)}
      </p>
      {said === null ? null : <Said {...said} />}
    </>
  );
}
