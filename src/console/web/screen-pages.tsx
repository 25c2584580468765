import { useContext } from 'preact/hooks';
import type { ScreenDocument } from '../screen-documents.ts';
import { formats } from './format.ts';
import { Table } from './page.tsx';
import { LanguageContext } from './preferences.ts';
import { useScreensTexts } from './screens-texts.ts';

/** The pages that show a screen, with what they complained of. */
export function ScreenPages({ screen: { pages } }: { screen: ScreenDocument }) {
  const texts = useScreensTexts();
  const format = formats[useContext(LanguageContext)];
  const problems = [...new Set(pages.flatMap(page => page.problems))];
  const yesNo = (value: boolean | null) => (value === null ? '' : value ? texts.yes : texts.no);
  return (
    <section>
      <h3>{texts.pages}</h3>
      {pages.length === 0 ? (
        <p class="muted">{texts.noPages}</p>
      ) : (
        <Table
          name={texts.pages}
          head={[texts.page, texts.door, texts.lastHeard, texts.visible, texts.clock, texts.memory, texts.size]}
          rows={pages.map(page => [
            <code key="page">{page.page.slice(0, 8)}</code>,
            texts.doors[page.door],
            page.heardAt === null ? texts.never : format.time(page.heardAt),
            yesNo(page.visible),
            page.clock === null ? '' : texts.clocks[page.clock],
            page.heapBytes === null ? '' : `${format.count(Math.round(page.heapBytes / 1e6))} MB`,
            page.widthPx === null ? '' : `${page.widthPx} × ${page.heightPx}`,
          ])}
        />
      )}
      {problems.length === 0 ? null : (
        <>
          <h4>{texts.problems}</h4>
          <ul class="problems">
            {problems.map(problem => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Who may open it from elsewhere. */
export function ScreenTokens({ tokens }: Pick<ScreenDocument, 'tokens'>) {
  const texts = useScreensTexts();
  const format = formats[useContext(LanguageContext)];
  if (tokens.length === 0) return null;
  return (
    <section>
      <h3>{texts.pairedPages}</h3>
      <Table
        name={texts.pairedPages}
        head={[texts.token, texts.tokenName, texts.pairedAt, texts.used]}
        rows={tokens.map(({ token, name, at, by, usedAt }) => [
          <code key="token">{token}</code>,
          name ?? '',
          `${format.time(at)}, ${by}`,
          usedAt === null ? texts.never : format.time(usedAt),
        ])}
      />
    </section>
  );
}
