import type { ErrorDocument } from '../documents.ts';

/** What came back: the document, or why not. */
export type Answer<T> =
  | { readonly ok: true; readonly document: T }
  | { readonly ok: false; readonly message: string; readonly hint: string | null };

/** Asks the agent's own API; `body` is sent as JSON. */
export async function ask<T>(
  path: string,
  options: { method?: 'GET' | 'POST' | 'DELETE'; body?: unknown; signal?: AbortSignal } = {},
): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method: options.method ?? 'GET',
      signal: options.signal ?? AbortSignal.timeout(10_000),
      ...(options.body === undefined
        ? {}
        : { body: JSON.stringify(options.body), headers: { 'content-type': 'application/json' } }),
    });
    const document: unknown = await response.json();
    if (response.ok) return { ok: true, document: document as T };
    const { error } = document as ErrorDocument;
    return { ok: false, message: error.message, hint: error.hint };
  } catch (error) {
    return { ok: false, message: (error as Error).message, hint: null };
  }
}

/** Where a label's picture lies; the hash makes the address lasting. */
export function pictureUrl(id: string, which: 'shown' | 'desired', hash: string, scale = 1): string {
  const enlarged = scale === 1 ? '' : `&scale=${scale}`;
  return `/api/labels/${encodeURIComponent(id)}/${which}.png?v=${encodeURIComponent(hash)}${enlarged}`;
}
