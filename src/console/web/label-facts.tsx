import { useContext } from 'preact/hooks';
import type { LabelDocument } from '../documents.ts';
import { formats } from './format.ts';
import { LanguageContext, useTexts } from './preferences.ts';

/** Content and hardware of a label, name and value. */
export function LabelFacts({ label }: { label: LabelDocument }) {
  const texts = useTexts();
  const format = formats[useContext(LanguageContext)];
  const content = label.content.shown ?? label.content.desired;
  const facts: [string, string | null][] = [
    ['SKU', label.skus.join(', ')],
    [texts.price, content?.priceText ?? null],
    [texts.unitPrice, content?.unitPriceText ?? null],
    ['Bitcoin', content?.satsText ? `${content.satsText} · ${content.rateText}` : null],
    [texts.badge, content?.soldOut ? texts.soldOut : (content?.badge ?? null)],
    [texts.template, content?.template ?? null],
    [texts.version, versions(label)],
    [texts.model, label.model],
    [texts.battery, label.batteryMv === null ? null : format.volts(label.batteryMv)],
    [texts.signal, label.rssi === null ? null : `${label.rssi} dBm`],
    [texts.radio, label.radio],
    [texts.lastSeen, label.lastSeen === null ? texts.never : format.instant(label.lastSeen)],
    [texts.firmware, label.firmware],
    [texts.key, label.hasKey ? texts.keyStored : texts.keyNone],
  ];
  return (
    <section>
      <h3>{texts.facts}</h3>
      <dl class="facts">
        {facts.map(([name, value]) =>
          value === null || value === '' ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}

function versions({ shown, desired }: LabelDocument): string | null {
  if (shown === null || desired === null || shown.version === desired.version)
    return String((shown ?? desired)?.version ?? '') || null;
  return `${shown.version} → ${desired.version}`;
}
