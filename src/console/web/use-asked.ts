import { useEffect, useState } from 'preact/hooks';
import { ask } from './api-client.ts';

/** A document of the API, asked again whenever `signal` changes and every `everyMs`. */
export interface Asked<T> {
  readonly document: T | null;
  readonly failure: string | null;
  again(): Promise<void>;
}

export function useAsked<T>(
  path: string,
  { signal = null, everyMs = 5_000 }: { signal?: unknown; everyMs?: number } = {},
): Asked<T> {
  const [document, setDocument] = useState<T | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const again = async () => {
    const answer = await ask<T>(path);
    if (answer.ok) setDocument(answer.document);
    setFailure(answer.ok ? null : answer.message);
  };
  useEffect(() => {
    void again();
    if (everyMs === 0) return;
    const timer = setInterval(() => void again(), everyMs);
    return () => clearInterval(timer);
  }, [path, signal]);
  return { document, failure, again };
}
