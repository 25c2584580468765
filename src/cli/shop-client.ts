import type { z } from 'zod';
import { findPeer } from './agent-client.ts';
import type { Answer } from './exit.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Reads a document of the emulated shop's control API. */
export async function readShop<T>(
  control: string | null,
  env: Env,
  path: string,
  schema: z.ZodType<T>,
): Promise<Answer<T>> {
  const shop = findPeer('shop', control, env);
  return shop.ok ? shop.value.read(path, schema) : shop;
}

/** Has the emulated shop do something; what it answers is passed on as it is. */
export async function askShop(
  control: string | null,
  env: Env,
  method: 'POST' | 'DELETE',
  path: string,
  body?: Readonly<Record<string, unknown>>,
): Promise<Answer<Record<string, unknown>>> {
  const shop = findPeer('shop', control, env);
  if (!shop.ok) return shop;
  const { z } = await import('zod');
  return shop.value.send(method, path, body, z.record(z.string(), z.unknown()));
}
