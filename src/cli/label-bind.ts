import { type BindRequest, Position } from '../console/binding-documents.ts';
import { findPeer } from './agent-client.ts';
import { sayBindResult } from './bind-result.ts';
import { defineCommand } from './command.ts';
import { type Answer, wrongUsage } from './exit.ts';
import { on, text, whole, word } from './flag.ts';
import { agentFlags } from './peer-flags.ts';

const place = (about: string) => whole('N', { min: 0, max: 9_999, absent: null }, about);

const dryRun = on('Say what would be done, and do nothing');
const unheard = on('Also a label that no radio has heard yet');
const label = word('LABEL', 'The id of a label, as scanned: twelve hex digits');

export const bind = defineCommand({
  verb: 'bind',
  summary: 'Put a product on a label',
  about: `Binds a label to a product, named by its SKU or its GTIN as scanned. What is not given stays as it is: the
    template, and the place that the label hangs at.

    The binding holds at once and goes up to the mesh. Should the mesh say something newer about this label, the mesh
    wins, and that is reported. endcap bind takes whole lists, and a scanner.`,
  args: { label, sku: word('SKU', 'SKU or GTIN of the product') },
  flags: {
    template: text('NAME', 'The template; else the one it has, else "shelf"'),
    aisle: text('A', 'Where it hangs; all four of these or none'),
    bay: place('Bay of the aisle'),
    shelf: place('Shelf of the bay, from the floor'),
    facing: place('Facing on the shelf, from the left'),
    unheard,
    dryRun,
    ...agentFlags,
  },
  examples: [
    ['endcap label bind ffff92001234 40123', 'it shows that product within seconds'],
    ['endcap label bind ffff92001234 4012345678901 --aisle 3 --bay 2 --shelf 4 --facing 1', 'with its place'],
  ],
  async run({ env, terminal }, { args, flags }) {
    const position = readPosition(flags);
    if (!position.ok) return position.failure;
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { BindResult } = await import('../console/binding-documents.ts');
    const body: BindRequest = {
      label: args.label,
      sku: args.sku,
      unheard: flags.unheard,
      dryRun: flags.dryRun,
      ...(flags.template === null ? {} : { template: flags.template }),
      ...(position.value ? { position: position.value } : {}),
    };
    const answer = await agent.value.send('POST', '/api/bindings', body, BindResult);
    return answer.ok ? sayBindResult(answer.value, flags.json, terminal) : answer.failure;
  },
});

export const unbind = defineCommand({
  verb: 'unbind',
  summary: 'Take the product off a label',
  about: `Binds a label to nothing. The panel keeps its last picture, since e-ink needs no power: take the label off the
    shelf, or bind it to something else.`,
  args: { label },
  flags: { dryRun, ...agentFlags },
  examples: [['endcap label unbind ffff92001234', 'before it goes into the drawer']],
  async run({ env, terminal }, { args, flags }) {
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { BindResult } = await import('../console/binding-documents.ts');
    const body = { label: args.label, dryRun: flags.dryRun };
    const answer = await agent.value.send('POST', '/api/bindings/unbind', body, BindResult);
    return answer.ok ? sayBindResult(answer.value, flags.json, terminal) : answer.failure;
  },
});

export const replace = defineCommand({
  verb: 'replace',
  summary: 'Have a new label take over from a dead one',
  about: `Product, template and place move over to the new label in one step, and the dead one is bound to nothing. Both
    happen, or neither does.`,
  args: {
    dead: word('DEAD', 'The label that is taken away'),
    fresh: word('NEW', 'The label that hangs in its place'),
  },
  flags: { force: on('Also when the new label shows another product'), unheard, dryRun, ...agentFlags },
  examples: [['endcap label replace ffff92001234 ffff92005678', 'after swapping them on the shelf']],
  async run({ env, terminal }, { args, flags }) {
    const agent = findPeer('agent', flags.socket, env);
    if (!agent.ok) return agent.failure;
    const { BindResult } = await import('../console/binding-documents.ts');
    const { force, unheard: early, dryRun: dry } = flags;
    const body = { dead: args.dead, fresh: args.fresh, force, unheard: early, dryRun: dry };
    const answer = await agent.value.send('POST', '/api/bindings/replace', body, BindResult);
    return answer.ok ? sayBindResult(answer.value, flags.json, terminal) : answer.failure;
  },
});

function readPosition(flags: {
  readonly aisle: string | null;
  readonly bay: number | null;
  readonly shelf: number | null;
  readonly facing: number | null;
}): Answer<BindRequest['position'] | null> {
  const { aisle, bay, shelf, facing } = flags;
  if (aisle === null && bay === null && shelf === null && facing === null) return { ok: true, value: null };
  const read = Position.safeParse({ aisle, bay, shelf, facing });
  if (read.success) return { ok: true, value: read.data };
  return { ok: false, failure: wrongUsage('--aisle, --bay, --shelf and --facing belong together.') };
}
