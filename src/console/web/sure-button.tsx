import { useState } from 'preact/hooks';
import { ask } from './api-client.ts';
import { useTexts } from './preferences.ts';
import { useObstacle } from './session-context.ts';

/** Has something done that a technician may do, after a second press; says why it was not. */
export function SureButton(props: {
  path: string;
  /** What it is done to; for those who do not see where the button stands. */
  id: string;
  text: string;
  sureText: string;
  body?: unknown;
  /** Why it cannot be done just now, whoever asks; null: it can. */
  obstacle?: string | null;
  changed: () => Promise<void>;
}) {
  const { path, id, text, sureText, changed } = props;
  const { failedRequest } = useTexts();
  const role = useObstacle('technician');
  const obstacle = role ?? props.obstacle ?? null;
  const [sure, setSure] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const act = async () => {
    setSure(false);
    const answer = await ask(path, { method: 'POST', body: props.body });
    setRefusal(answer.ok ? null : answer.message);
    await changed();
  };
  return (
    <>
      <button
        type="button"
        class={sure ? 'button danger' : 'button quiet'}
        disabled={obstacle !== null}
        title={obstacle ?? undefined}
        onBlur={() => setSure(false)}
        onClick={() => (sure ? void act() : setSure(true))}
      >
        {sure ? sureText : text}
        <span class="visually-hidden">
          {' '}
          {id} {obstacle === null ? '' : `(${obstacle})`}
        </span>
      </button>
      {refusal === null ? null : (
        <p role="alert" class="refusal">
          {failedRequest}: {refusal}
        </p>
      )}
    </>
  );
}
