import { useContext, useState } from 'preact/hooks';
import type { LagDocument, StatusDocument } from '../documents.ts';
import { ask } from './api-client.ts';
import { formats } from './format.ts';
import { ActionButton, Page, Table } from './page.tsx';
import { usePageTexts } from './page-texts.ts';
import { LanguageContext, useTexts } from './preferences.ts';
import { useObstacle } from './session-context.ts';
import { useAsked } from './use-asked.ts';

/** Stream by stream: what is known, what is missing, what the shelf proves. */
export function MeshPage({ status }: { status: StatusDocument }) {
  const texts = usePageTexts();
  const { meshStates } = useTexts();
  const format = formats[useContext(LanguageContext)];
  const asked = useAsked<LagDocument>('/api/mesh/lag', { everyMs: 2_000 });
  const obstacle = useObstacle('technician');
  const [said, setSaid] = useState<string | null>(null);
  const resync = async () => {
    const answer = await ask('/api/mesh/resync', { method: 'POST', body: {} });
    setSaid(answer.ok ? texts.resynced : answer.message);
  };
  const { clockSkewMs, detail, state } = status.mesh;
  return (
    <Page title={texts.mesh} intro={texts.meshIntro} asked={asked}>
      {({ streams }) => (
        <>
          <p>
            <strong>{meshStates[state]}</strong> <span class="muted">{detail}</span>
          </p>
          <p class="muted">
            {clockSkewMs === null
              ? texts.clockUnknown
              : texts.clockSkew(format.count(Math.round(Math.abs(clockSkewMs) / 100) / 10))}
          </p>
          <Table
            name={texts.mesh}
            head={[texts.stream, texts.epoch, texts.seq, texts.head, texts.headAge, texts.missing, texts.onShelf]}
            rows={streams.map(stream => [
              stream.name,
              `${stream.epoch}`,
              format.count(stream.seq),
              stream.headSeq === null ? texts.notMeasured : format.count(stream.headSeq),
              stream.headAgeMs === null ? texts.notMeasured : format.duration(stream.headAgeMs / 1000),
              stream.gap > 0 ? <strong key="gap">{format.count(stream.gap)}</strong> : format.count(0),
              stream.appliedSeq === null ? '–' : format.count(stream.appliedSeq),
            ])}
          />
          <p class="actions">
            <ActionButton obstacle={obstacle} quiet onClick={() => void resync()}>
              {texts.resync}
            </ActionButton>
          </p>
          {said === null ? null : <p role="status">{said}</p>}
        </>
      )}
    </Page>
  );
}
