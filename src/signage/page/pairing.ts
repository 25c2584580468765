import { z } from 'zod';

const offeredSchema = z.object({ code: z.string(), secret: z.string(), untilMs: z.number() });
const askEveryMs = 2_000;
/** After a refusal. */
const againMs = 10_000;

export interface PairingPorts {
  readonly address: string;
  readonly now: () => number;
  readonly code: (code: string) => void;
  readonly paired: () => void;
}

/** Asks for a code, and then whether somebody entered it; a code that ran out gives way to a new one. */
export function createPairing({ address, now, code, paired }: PairingPorts) {
  let wanted = false;
  let secret: string | null = null;
  let nextMs = 0;
  let under = false;

  async function step(): Promise<void> {
    if (secret === null) {
      const response = await fetch(address, { method: 'POST' });
      const offered = offeredSchema.safeParse(response.ok ? await response.json() : null);
      nextMs = now() + (offered.success ? askEveryMs : againMs);
      if (!offered.success) return;
      secret = offered.data.secret;
      code(offered.data.code);
      return;
    }
    const { status } = await fetch(`${address}/${encodeURIComponent(secret)}`, { cache: 'no-store' });
    nextMs = now() + askEveryMs;
    if (status === 200) {
      wanted = false;
      secret = null;
      paired();
    } else if (status === 404 || status === 410) secret = null;
  }

  return {
    begin(): void {
      if (wanted) return;
      wanted = true;
      secret = null;
      nextMs = now();
    },
    tick(): void {
      if (!wanted || under || now() < nextMs) return;
      under = true;
      nextMs = now() + againMs;
      step()
        .catch(() => {})
        .finally(() => {
          under = false;
        });
    },
  };
}
