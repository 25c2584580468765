import { useContext } from 'preact/hooks';
import type { FiguresDocument, RateEntry, RatesDocument } from '../bitcoin-documents.ts';
import { formats } from './format.ts';
import { Page, Table } from './page.tsx';
import { usePageTexts } from './page-texts.ts';
import { LanguageContext } from './preferences.ts';
import { RatesGauge } from './rates-gauge.tsx';
import { useRatesTexts } from './rates-texts.ts';
import { explain, ReasonNote } from './reason-note.tsx';
import type { Go } from './url-state.ts';
import { useAsked } from './use-asked.ts';

const labelsListed = 200;

/** Exchange rates, and each label's price in bitcoin. */
export function RatesPage({ go }: { go: Go }) {
  const page = usePageTexts();
  const texts = useRatesTexts();
  const decimals = useDecimals();
  const asked = useAsked<RatesDocument>('/api/rates', { everyMs: 2_000 });
  const listed = useAsked<FiguresDocument>('/api/figures?limit=2000', { everyMs: 4_000 });
  return (
    <Page title={page.rates} intro={texts.intro} asked={asked}>
      {({ policy, rates, figures }) =>
        policy === null ? (
          <ReasonNote code="sats.not-configured" />
        ) : (
          <>
            {rates
              .filter(({ inUse }) => inUse)
              .map(rate => (
                <InUse key={rate.id} rate={rate} policy={policy} figures={figures} />
              ))}
            {listed.document === null ? null : (
              <RatesGauge
                labels={listed.document.labels}
                bandPercent={policy.bandPercent}
                promisePercent={policy.promisePercent}
                write={decimals}
              />
            )}
            <Pairs rates={rates} />
            <Refusals rates={rates} />
            {listed.document === null ? null : <Labels figures={listed.document} go={go} />}
          </>
        )
      }
    </Page>
  );
}

/** Up to two decimals, as the language writes them. */
function useDecimals(): (value: number) => string {
  const locale = useContext(LanguageContext) === 'de' ? 'de-DE' : 'en-GB';
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  return value => format.format(value);
}

function InUse({
  rate,
  policy,
  figures,
}: {
  rate: RateEntry;
  policy: NonNullable<RatesDocument['policy']>;
  figures: RatesDocument['figures'];
}) {
  const texts = useRatesTexts();
  const format = formats[useContext(LanguageContext)];
  const decimals = useDecimals();
  const facts: [string, string][] = [
    [texts.promise, texts.promised(decimals(policy.promisePercent), decimals(policy.bandPercent))],
    [texts.latency, texts.seconds(decimals(policy.latencySeconds))],
    [
      texts.tokens,
      figures.tokensMean === null
        ? texts.none
        : texts.tokensAre(decimals(figures.tokensMean), decimals(figures.tokensLeast ?? 0)),
    ],
    [texts.shop, texts.phases[policy.phase]],
  ];
  const sums = [
    texts.labelsShow(format.count(figures.shown), format.count(figures.total)),
    ...(figures.onTheirWay > 0 ? [texts.onTheirWay(format.count(figures.onTheirWay))] : []),
    ...(figures.absent > 0 ? [texts.absent(format.count(figures.absent))] : []),
    ...(figures.outdated > 0 ? [texts.outdated(format.count(figures.outdated))] : []),
    ...(figures.low > 0 ? [texts.low(format.count(figures.low))] : []),
  ];
  return (
    <div class="card rate-card">
      <p class="rate-now">
        <span class="eyebrow">{rate.id}</span>
        <strong>{rate.rate ?? texts.none}</strong>
        <span class={`rate-state is-${rate.state}`}>{rate.state === 'usable' ? texts.usable : texts.unusable}</span>
        {rate.ageSeconds === null ? null : (
          <span class="muted">
            {texts.age(format.duration(rate.ageSeconds))},{' '}
            {texts.madeFrom(format.count(rate.sources ?? 0), format.count(rate.dispersionBps ?? 0))}
          </span>
        )}
      </p>
      {rate.reason === null ? null : <ReasonNote code={rate.reason} />}
      <p role="status">{sums.join(' · ')}</p>
      {Object.entries(figures.reasons).map(([reason, count]) => (
        <ReasonNote key={reason} code={reason} detail={`(${format.count(count)})`} />
      ))}
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Pairs({ rates }: { rates: readonly RateEntry[] }) {
  const texts = useRatesTexts();
  const language = useContext(LanguageContext);
  const format = formats[language];
  return (
    <>
      <h2>{texts.pairs}</h2>
      <Table
        name={texts.pairs}
        head={[texts.pair, texts.rate, texts.state, texts.accepted, texts.refused]}
        rows={rates.map(rate => [
          <span key="pair" class="mono">
            {rate.id}
            {rate.inUse ? ` (${texts.use})` : ''}
          </span>,
          rate.rate === null ? texts.none : `${rate.rate} · ${texts.age(format.duration(rate.ageSeconds ?? 0))}`,
          rate.reason === null ? texts.usable : (explain(rate.reason, language)?.meaning ?? rate.reason),
          format.count(rate.accepted),
          Object.entries(rate.refused)
            .map(([reason, count]) => `${format.count(count)} × ${reason}`)
            .join(', ') || '0',
        ])}
      />
    </>
  );
}

function Refusals({ rates }: { rates: readonly RateEntry[] }) {
  const texts = useRatesTexts();
  const format = formats[useContext(LanguageContext)];
  const refusals = rates
    .flatMap(({ id, refusals: own }) => own.map(refusal => ({ id, ...refusal })))
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, 10);
  return (
    <>
      <h2>{texts.refusals}</h2>
      {refusals.length === 0 ? (
        <p class="muted">{texts.noRefusals}</p>
      ) : (
        <Table
          name={texts.refusals}
          head={[texts.when, texts.pair, texts.why]}
          rows={refusals.map(({ at, id, reason, detail }) => [
            format.instant(at),
            <span key="pair" class="mono">
              {id}
            </span>,
            <ReasonNote key="why" code={reason} detail={detail} />,
          ])}
        />
      )}
    </>
  );
}

function Labels({ figures, go }: { figures: FiguresDocument; go: Go }) {
  const texts = useRatesTexts();
  const language = useContext(LanguageContext);
  const format = formats[language];
  const decimals = useDecimals();
  const shown = figures.labels.slice(0, labelsListed);
  return (
    <>
      <h2>{texts.labels}</h2>
      {shown.length < figures.total ? (
        <p class="muted">{texts.more(format.count(shown.length), format.count(figures.total))}</p>
      ) : null}
      <Table
        name={texts.labels}
        head={[texts.label, texts.state, texts.shows, texts.ofRate, texts.moved, texts.band, texts.tokens]}
        rows={shown.map(one => [
          <button key="label" type="button" class="link" data-label={one.id} onClick={() => go({ label: one.id })}>
            {one.name ?? one.id}
          </button>,
          <span key="state" class={`figure-state is-${one.state}`}>
            {texts.states[one.state]}
            {one.reason === null ? '' : `: ${explain(one.reason, language)?.meaning ?? one.reason}`}
          </span>,
          one.text ?? '',
          one.rateAt === null ? '' : format.time(one.rateAt),
          one.movedPercent === null ? '' : `${decimals(one.movedPercent)} %`,
          `${decimals(one.bandPercent)} %`,
          decimals(one.tokens),
        ])}
      />
    </>
  );
}
