import { useState } from 'preact/hooks';
import { ask } from './api-client.ts';
import { ActionButton } from './page.tsx';
import { usePageTexts } from './page-texts.ts';
import { useObstacle } from './session-context.ts';

/** Has the label show its content again. */
export function RefreshLabel({ id }: { id: string }) {
  const texts = usePageTexts();
  const obstacle = useObstacle('technician');
  const [said, setSaid] = useState<string | null>(null);
  const refresh = async () => {
    const answer = await ask(`/api/labels/${encodeURIComponent(id)}/refresh`, { method: 'POST' });
    setSaid(answer.ok ? texts.refreshed : answer.message);
  };
  return (
    <p class="actions">
      <ActionButton obstacle={obstacle} quiet onClick={() => void refresh()}>
        {texts.refresh}
      </ActionButton>
      {said === null ? null : <span role="status">{said}</span>}
    </p>
  );
}
