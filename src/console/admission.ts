import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Role, type Session } from './session.ts';

/** Whom a console beyond localhost lets in, and as what. */
export interface Doors {
  /** One secret per role; everybody who has it has the role. */
  readonly tokens: Readonly<Partial<Record<Role, string>>>;
  /** Common names of client certificates by role; `*`: any name that the authority signed. */
  readonly certificates: Readonly<Partial<Record<Role, readonly string[]>>>;
}

/** Who somebody is by what they bring. */
export type Admission = ReturnType<typeof createAdmission>;

/**
 * Reads tokens, cookies and certificates. Every secret is compared with every other one, in a time that tells neither
 * where they differ nor which was meant. A cookie holds a value derived from the token, so that the token itself never
 * lies in a browser, and changing a token signs out whoever came in by it.
 */
export function createAdmission({ tokens, certificates }: Doors) {
  const held = Role.options.toReversed().flatMap(role => {
    const token = tokens[role];
    if (token === undefined) return [];
    const cookie = createHmac('sha256', token).update(`endcap console session ${role}`).digest('base64url');
    return [{ role, token: digest(token), cookie, cookieDigest: digest(cookie) }];
  });
  const find = (given: string, of: 'token' | 'cookieDigest') => {
    const wanted = digest(given);
    let found: (typeof held)[number] | null = null;
    for (const door of held) if (timingSafeEqual(door[of], wanted)) found ??= door;
    return found;
  };
  return {
    /** Whether there is any secret to ask for. */
    asks: held.length > 0 || Role.options.some(role => (certificates[role] ?? []).length > 0),
    byToken(given: string): Session | null {
      const door = find(given, 'token');
      return door && { actor: `token:${door.role}`, role: door.role };
    },
    byCookie(given: string): Session | null {
      const door = find(given, 'cookieDigest');
      return door && { actor: `token:${door.role}`, role: door.role, signedIn: true };
    },
    /** What the browser keeps for a token that opens. */
    cookieOf: (token: string): string | null => find(token, 'token')?.cookie ?? null,
    /** By the common name of a certificate that the authority has signed. The highest role that names it. */
    byCertificate(commonName: string): Session | null {
      const role = Role.options.toReversed().find(each => {
        const names = certificates[each] ?? [];
        return names.includes(commonName) || names.includes('*');
      });
      return role === undefined ? null : { actor: `certificate:${commonName}`, role };
    },
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
