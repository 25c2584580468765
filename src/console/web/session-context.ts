import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { SessionDocument } from '../session-document.ts';
import { usePageTexts } from './page-texts.ts';

type Role = SessionDocument['role'];

/** Who looks at the page; null: not known yet. */
export const SessionContext = createContext<SessionDocument | null>(null);

const ranks: readonly Role[] = ['viewer', 'technician', 'admin'];

/** Why something cannot be done by whoever looks; null: it can. */
export function useObstacle(needed: Role): string | null {
  const session = useContext(SessionContext);
  const texts = usePageTexts();
  if (session === null || ranks.indexOf(session.role) >= ranks.indexOf(needed)) return null;
  return texts.needsRole(needed);
}
