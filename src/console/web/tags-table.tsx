import { useContext } from 'preact/hooks';
import type { TagEntry } from '../zone-documents.ts';
import { formats } from './format.ts';
import { Table } from './page.tsx';
import { LanguageContext } from './preferences.ts';
import { explain } from './reason-note.tsx';
import { TagIcon } from './tag-icons.tsx';
import { useZonesTexts } from './zones-texts.ts';

/** Below this somebody should bring a new battery, per cent. */
const lowPercent = 15;

/** Everything of ours that was heard: where it is, how its battery is, what it measures. */
export function TagsTable({ tags, zoneName }: { tags: readonly TagEntry[]; zoneName: (id: string) => string }) {
  const texts = useZonesTexts();
  const language = useContext(LanguageContext);
  const format = formats[language];
  const ago = (instant: string) => texts.ago(format.duration(Math.max(0, (Date.now() - Date.parse(instant)) / 1000)));
  const write = (value: TagEntry['readings'][string]) =>
    typeof value === 'number' ? format.count(value) : value === true ? texts.yes : value === false ? texts.no : value;
  const battery = ({ batteryPercent, batteryMv }: TagEntry) =>
    batteryPercent !== null
      ? format.share(batteryPercent / 100)
      : batteryMv !== null
        ? format.volts(batteryMv)
        : texts.none;
  return (
    <>
      <h2>{texts.tags}</h2>
      {tags.length === 0 ? (
        <p class="muted">{texts.noTags}</p>
      ) : (
        <Table
          name={texts.tags}
          head={[texts.tag, texts.zone, texts.reads, texts.battery, texts.lastSeen, texts.reason]}
          rows={tags.map(tag => [
            <span key="tag" class="tag-name">
              <TagIcon kind={tag.kind} />
              <strong>{tag.id}</strong> <span class="muted">{texts.kinds[tag.kind]}</span>
            </span>,
            tag.zone === null ? <span class="muted">{texts.away}</span> : zoneName(tag.zone),
            Object.entries(tag.readings)
              .map(([name, value]) => `${texts.readings[name] ?? name} ${write(value)}`)
              .join(', '),
            <span key="battery" class={(tag.batteryPercent ?? 100) <= lowPercent ? 'bad' : undefined}>
              {battery(tag)}
            </span>,
            tag.lastSeen === null ? texts.never : ago(tag.lastSeen),
            <p key="why" class="why">
              {tag.reason === null ? null : (explain(tag.reason, language)?.meaning ?? tag.reason)}
            </p>,
          ])}
        />
      )}
    </>
  );
}
