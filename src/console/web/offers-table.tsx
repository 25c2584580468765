import { useContext, useState } from 'preact/hooks';
import type { OfferEntry } from '../offer-documents.ts';
import { ask } from './api-client.ts';
import { formats } from './format.ts';
import { Table } from './page.tsx';
import { LanguageContext, useTexts } from './preferences.ts';
import { explain } from './reason-note.tsx';
import { useObstacle } from './session-context.ts';
import { useZonesTexts } from './zones-texts.ts';

/** Every offer: whether it is made, on how much it stands, and taking it back. */
export function OffersTable({ offers, changed }: { offers: readonly OfferEntry[]; changed: () => Promise<void> }) {
  const texts = useZonesTexts();
  const language = useContext(LanguageContext);
  const format = formats[language];
  return (
    <>
      <h2 id="offers">{texts.offers}</h2>
      {offers.length === 0 ? (
        <p class="muted">{texts.noOffers}</p>
      ) : (
        <Table
          name={texts.offers}
          head={[texts.offer, texts.state, texts.zone, texts.outputs, texts.action]}
          rows={offers.map(offer => [
            <div key="offer" class="offer-name">
              <strong>{offer.text ?? offer.id}</strong>
              <span class="muted">
                {[offer.badge, offer.price?.text, texts.audiences[offer.audience]].filter(Boolean).join(' · ')}
              </span>
              <span class="mono">
                {offer.id}@{offer.version}
              </span>
            </div>,
            <div key="state" class="offer-name">
              <span class={`offer-state is-${offer.state}`}>{texts.offerStates[offer.state]}</span>
              {offer.reason === null || offer.state === 'revoked' ? null : (
                <span>{explain(offer.reason, language)?.meaning ?? offer.reason}</span>
              )}
              {offer.nextChangeAt === null || offer.state === 'revoked' ? null : (
                <span class="muted">{texts.nextChange(format.time(offer.nextChangeAt))}</span>
              )}
            </div>,
            offer.zones.join(', ') || texts.everywhere,
            <Outputs key="outputs" outputs={offer.outputs} />,
            <Revoke key="revoke" offer={offer} changed={changed} />,
          ])}
        />
      )}
    </>
  );
}

function Outputs({ outputs }: { outputs: OfferEntry['outputs'] }) {
  const texts = useZonesTexts();
  const format = formats[useContext(LanguageContext)];
  const parts = (['shown', 'pending', 'clearing'] as const).filter(state => outputs[state] > 0);
  if (parts.length === 0) return <span class="muted">{texts.none}</span>;
  return (
    <div class="outputs">
      <div class="outputs-bar" aria-hidden="true">
        {parts.map(state => (
          <span key={state} class={`is-${state}`} style={{ flexGrow: outputs[state] }} />
        ))}
      </div>
      {parts.map(state => `${format.count(outputs[state])} ${texts.output[state]}`).join(' · ')}
    </div>
  );
}

function Revoke({ offer, changed }: { offer: OfferEntry; changed: () => Promise<void> }) {
  const texts = useZonesTexts();
  const { failedRequest } = useTexts();
  const format = formats[useContext(LanguageContext)];
  const obstacle = useObstacle('admin');
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const { revoke } = offer;
  if (revoke !== null)
    return (
      <span role="status" class={revoke.clearedAt === null ? 'revoke is-open' : 'revoke'}>
        {revoke.seconds === null
          ? texts.goneNot(format.count(revoke.left), format.time(revoke.at))
          : texts.goneAfter(format.count(revoke.seconds), revoke.by)}
      </span>
    );
  if (offer.state === 'ended') return null;
  const act = async () => {
    setBusy(true);
    const answer = await ask(`/api/offers/${encodeURIComponent(offer.id)}/revoke`, { method: 'POST' });
    setBusy(false);
    setSure(false);
    setRefusal(answer.ok ? null : answer.message);
    await changed();
  };
  return (
    <>
      <button
        type="button"
        class={sure ? 'button danger' : 'button quiet'}
        disabled={busy || obstacle !== null}
        title={obstacle ?? undefined}
        onBlur={() => setSure(false)}
        onClick={() => (sure ? void act() : setSure(true))}
      >
        {sure ? texts.revokeSure : texts.revoke}
        <span class="visually-hidden">
          {' '}
          {offer.id} {obstacle === null ? '' : `(${obstacle})`}
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
