import { createInterface } from 'node:readline/promises';
import type { BindRequest } from '../console/binding-documents.ts';
import { findPeer, type LocalClient } from './agent-client.ts';
import { sayBindResult } from './bind-result.ts';
import type { Context } from './command.ts';
import { type Failure, wrongUsage } from './exit.ts';
import { reportFailure } from './report-failure.ts';

interface ScannerFlags {
  readonly socket: string | null;
  readonly json: boolean;
  readonly unheard: boolean;
  readonly dryRun: boolean;
}

/**
 * Binds one label after the other by scanner, which types like a keyboard and ends with Enter: label, product, a look at
 * the picture, Enter. What goes wrong with one is said, and the next one follows. Lines from a pipe do as well.
 */
export async function bindByScanner(context: Context, flags: ScannerFlags): Promise<Failure | null> {
  const { terminal, env } = context;
  if (flags.json) return wrongUsage('--json goes with --batch FILE: scanning is a conversation.');
  const agent = findPeer('agent', flags.socket, env);
  if (!agent.ok) return agent.failure;
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  const next = lines[Symbol.asyncIterator]();
  const ask = async (question: string): Promise<string | null> => {
    terminal.err(question);
    const { value, done } = await next.next();
    return done ? null : value.trim();
  };
  for (;;) {
    const label = await ask('Label:   ');
    if (label === null) break;
    if (label === '') continue;
    const sku = await ask('Product: ');
    if (sku === null) break;
    if (sku === '') continue;
    const wish = { label, sku, unheard: flags.unheard, dryRun: flags.dryRun };
    const failed = (await show(agent.value, wish, context)) ?? (await confirm(agent.value, wish, context, ask));
    if (failed) reportFailure(failed, false, terminal);
  }
  lines.close();
  terminal.err('\n');
  return null;
}

async function show(agent: LocalClient, wish: BindRequest, { terminal }: Context): Promise<Failure | null> {
  const { BindPreview } = await import('../console/binding-documents.ts');
  const preview = await agent.send('POST', '/api/bindings/preview', wish, BindPreview);
  if (!preview.ok) return preview.failure;
  const { drawPng } = await import('./picture.ts');
  const png = Buffer.from(preview.value.png, 'base64');
  terminal.out(drawPng(png, { width: terminal.width, colour: terminal.colours.isColorSupported }));
  return null;
}

async function confirm(
  agent: LocalClient,
  wish: BindRequest,
  { terminal }: Context,
  ask: (question: string) => Promise<string | null>,
): Promise<Failure | null> {
  const answer = await ask('Enter binds it, anything else skips: ');
  if (answer !== '') {
    terminal.err('Skipped.\n');
    return null;
  }
  const { BindResult } = await import('../console/binding-documents.ts');
  const bound = await agent.send('POST', '/api/bindings', wish, BindResult);
  return bound.ok ? sayBindResult(bound.value, false, terminal) : bound.failure;
}
