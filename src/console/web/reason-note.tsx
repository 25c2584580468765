import { useContext } from 'preact/hooks';
import { type Reason, reasons } from '../../shelf/reasons.ts';
import { LanguageContext, useTexts } from './preferences.ts';
import { germanReasons } from './reason-texts.ts';
import type { Language } from './texts.ts';

/** A reason's meaning and fix; where German has none, as for those of the command line, the declared ones. Null: not one of our codes. */
export function explain(code: string, language: Language): { meaning: string; fix: string; language: Language } | null {
  if (!Object.hasOwn(reasons, code)) return null;
  const german =
    language === 'de' && Object.hasOwn(germanReasons, code)
      ? germanReasons[code as keyof typeof germanReasons]
      : undefined;
  return german === undefined ? { ...reasons[code as Reason], language: 'en' } : { ...german, language: 'de' };
}

/** A reason with what to do about it; the code stays visible, since log, metrics and CLI use the same. */
export function ReasonNote({ code, detail }: { code: string; detail?: string | null }) {
  const texts = useTexts();
  const said = explain(code, useContext(LanguageContext));
  return (
    <div class="reason-note">
      <p lang={said?.language}>
        <strong>{said?.meaning ?? code}</strong>
        {detail ? <span class="muted"> {detail}</span> : null}
      </p>
      {said === null ? null : (
        <p class="fix" lang={said.language}>
          <span class="eyebrow">{texts.fix}</span> {said.fix}
        </p>
      )}
      <code class="code">{code}</code>
    </div>
  );
}
