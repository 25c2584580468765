import type { z } from 'zod';
import { findPeer } from './agent-client.ts';
import type { Context } from './command.ts';
import type { Answer, Failure } from './exit.ts';
import { plain } from './terminal.ts';

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

/** Has the emulated central mesh do something and says so. */
export async function order(
  { terminal, env }: Context,
  flags: { readonly control: string | null; readonly json: boolean },
  path: string,
  body: Readonly<Record<string, unknown>>,
  done: string,
): Promise<Failure | null> {
  const answer = await askShop(flags.control, env, 'POST', path, body);
  if (!answer.ok) return answer.failure;
  terminal.out(flags.json ? `${JSON.stringify({ schemaVersion: 1, ...answer.value })}\n` : `${plain(done)}.\n`);
  return null;
}
