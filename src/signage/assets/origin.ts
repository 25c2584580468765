/**
 * Where a reference lies below the asset address. Null: it leads elsewhere, and is never asked for.
 * @param base ends in a slash
 */
export function assetUrl(base: URL, ref: string): URL | null {
  if (!URL.canParse(ref, base)) return null;
  const url = new URL(ref, base);
  url.hash = '';
  return isBelow(base, url) && url.href !== base.href ? url : null;
}

/** Whether a redirect stays with the one who was asked: his machine, his port, no other password. */
export function staysAt(base: URL, url: URL): boolean {
  return url.origin === base.origin && url.username === base.username && url.password === base.password;
}

const isBelow = (base: URL, url: URL) => staysAt(base, url) && url.pathname.startsWith(base.pathname);
