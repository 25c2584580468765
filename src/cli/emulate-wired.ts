import { defineCommand } from './command.ts';
import { wrongUsage } from './exit.ts';
import { type Argument, choice, duration, on, whole, word } from './flag.ts';
import { shopFlags } from './peer-flags.ts';
import { askShop, order, readShop } from './shop-client.ts';
import { formatTable } from './table.ts';
import { plain, type Terminal } from './terminal.ts';

const gramsPerKg = 1_000;

/** A number that must be given, within limits. */
function numberWord(name: string, form: RegExp, most: number, about: string): Argument<number> {
  return {
    name,
    about,
    required: true,
    absent: 0,
    read: given => {
      const value = form.test(given) ? Number(given) : Number.NaN;
      return value <= most
        ? { ok: true, value }
        : { ok: false, problem: `must be a number up to ${most}, not "${given}"` };
    },
  };
}

export const press = defineCommand({
  verb: 'press',
  summary: 'Press a button in the emulated shop',
  about: `Somebody presses a button on one of the emulated boards; its contacts bounce, as real ones do. endcap sensor list
    shows what the agent makes of it.`,
  args: { button: word('BUTTON', 'A button that endcap emulate wired lists') },
  flags: { double: on('Twice'), long: on('For more than a second'), ...shopFlags },
  examples: [
    ['endcap emulate press kasse', 'calls for help at the till'],
    ['endcap emulate press shelf-empty --long', 'kept pressed'],
  ],
  run(context, { args, flags }) {
    if (flags.double && flags.long) return Promise.resolve(wrongUsage('--double and --long exclude each other.'));
    const kind = flags.double ? 'double' : flags.long ? 'long' : 'single';
    return order(context, flags, '/press', { button: args.button, press: kind }, `${args.button} is pressed`);
  },
});

export const cross = defineCommand({
  verb: 'cross',
  summary: 'Somebody walks through the two beams of a line',
  about: `Walkers go through one behind the other, each at a pace of their own; one who turns back is not to be counted. The
    command answers at once, before they are through.`,
  args: { line: word('LINE', 'A line that endcap emulate wired lists') },
  flags: {
    out: on('Outwards'),
    turnBack: on('Comes as far as the beams and turns back'),
    times: whole('N', { min: 1, max: 1_000, absent: 1 }, 'So many walkers (1)'),
    ...shopFlags,
  },
  examples: [
    ['endcap emulate cross till-in --times 6', 'a queue that is too long'],
    ['endcap emulate cross till-out --out', 'one has paid'],
  ],
  run(context, { args, flags }) {
    const crossing = flags.turnBack ? (flags.out ? 'turn-back-out' : 'turn-back') : flags.out ? 'out' : 'in';
    const body = { line: args.line, crossing, times: flags.times };
    const who = flags.times === 1 ? 'Somebody walks' : `${flags.times} people walk`;
    return order(context, flags, '/cross', body, `${who} to ${args.line}`);
  },
});

export const weigh = defineCommand({
  verb: 'weigh',
  summary: 'Put something on an emulated scale',
  about: `What lay there before is taken off. The weight swings for a moment before it is stable; 0 leaves the scale empty,
    and too much is an overload.`,
  args: {
    scale: word('SCALE', 'A scale that endcap emulate wired lists'),
    kg: numberWord('KG', /^\d{1,3}(?:\.\d{1,3})?$/, 100, 'Kilograms, such as 0.75'),
  },
  flags: shopFlags,
  examples: [['endcap emulate weigh fruit-scale 0.75', 'three quarters of a kilogram']],
  run(context, { args, flags }) {
    const body = { scale: args.scale, grams: Math.round(args.kg * gramsPerKg) };
    return order(context, flags, '/weigh', body, `${args.kg} kg lie on ${args.scale}`);
  },
});

export const scan = defineCommand({
  verb: 'scan',
  summary: 'Have an emulated scanner read something',
  about: `A GTIN is read as EAN-13 or EAN-8, element strings such as (01)04006381333931(10)AB as GS1 DataMatrix, anything
    else as a QR code. Whatever is read while no agent listens is lost, as with a real scanner.`,
  args: {
    scanner: word('SCANNER', 'A scanner that endcap emulate wired lists'),
    text: word('TEXT', 'What is in the symbol'),
  },
  flags: shopFlags,
  examples: [
    ['endcap emulate scan floor-scanner 4006381333931', 'a price check'],
    ["endcap emulate scan floor-scanner '(01)04006381333931(15)261231'", 'with a date'],
  ],
  async run({ terminal, env }, { args, flags }) {
    const { scanner, text } = args;
    const answer = await askShop(flags.control, env, 'POST', '/scan', { scanner, text });
    if (!answer.ok) return answer.failure;
    const said = answer.value.heard === true ? 'has read it' : 'has read it, but nobody listens';
    terminal.out(
      flags.json ? `${JSON.stringify({ schemaVersion: 1, ...answer.value })}\n` : `${plain(scanner)} ${said}.\n`,
    );
    return null;
  },
});

export const pick = defineCommand({
  verb: 'pick',
  summary: 'Take pieces off a shelf with a load cell',
  about: 'The shelf gets lighter, or with --put heavier, and a hand presses on it for a moment.',
  args: {
    shelf: word('SHELF', 'A shelf that endcap emulate wired lists'),
    pieces: numberWord('PIECES', /^\d{1,4}$/, 1_000, 'How many'),
  },
  flags: { put: on('Put them on instead'), ...shopFlags },
  examples: [
    ['endcap emulate pick shelf-cell 2', 'two pieces fewer'],
    ['endcap emulate pick shelf-cell 12 --put', 'filled up'],
  ],
  run(context, { args, flags }) {
    const { shelf, pieces } = args;
    const done = flags.put ? `${pieces} pieces are put on ${shelf}` : `${pieces} pieces are taken off ${shelf}`;
    return order(context, flags, '/pick', { shelf, pieces: flags.put ? -pieces : pieces }, done);
  },
});

export const ticket = defineCommand({
  verb: 'ticket',
  summary: 'Issue a signed ticket of entry',
  about: `Prints the text of a ticket that the emulated shop's key has signed, to be scanned at the gate. It is good for one
    entry.`,
  args: {},
  flags: { for: duration('TIME', 'How long it is valid (1h)'), ...shopFlags },
  examples: [['endcap emulate scan gate-scanner "$(endcap emulate ticket)"', 'the gate opens, once']],
  async run({ terminal, env }, { flags }) {
    const body = flags.for === null ? {} : { forMs: flags.for };
    const answer = await askShop(flags.control, env, 'POST', '/ticket', body);
    if (!answer.ok) return answer.failure;
    const { value } = answer;
    terminal.out(`${flags.json ? JSON.stringify({ schemaVersion: 1, ...value }) : plain(String(value.text))}\n`);
    return null;
  },
});

export const wired = defineCommand({
  verb: 'wired',
  summary: 'What is really so with boards, queues, displays, scales and scanners',
  about: `Asks the emulated hardware itself, past the agent: who stands in the queue, what went through the beams, what the
    displays show, which lights are on. Compare it with endcap sensor list and endcap node list.`,
  args: {},
  flags: { only: choice('WHAT', ['queues', 'displays', 'parts'], 'Only these'), ...shopFlags },
  examples: [['endcap emulate wired', 'the truth']],
  async run({ terminal, env }, { flags }) {
    const { z } = await import('zod');
    const Rows = z.array(z.record(z.string(), z.unknown())).default([]);
    const Truth = z.looseObject({
      nodes: Rows,
      queues: Rows,
      lines: Rows,
      buttons: Rows,
      outputs: Rows,
      shelves: Rows,
      motions: Rows,
      displays: z.array(z.looseObject({ label: z.string(), on: z.boolean(), lines: z.array(z.string()).nullable() })),
      scales: Rows,
      scanners: Rows,
      radioLabels: Rows,
    });
    const answer = await readShop(flags.control, env, '/wired', Truth);
    if (!answer.ok) return answer.failure;
    if (flags.json) {
      terminal.out(`${JSON.stringify({ schemaVersion: 1, ...answer.value })}\n`);
      return null;
    }
    const { displays, queues, ...parts } = answer.value;
    const { only } = flags;
    const pages: string[] = [];
    const show = (rows: readonly Readonly<Record<string, unknown>>[]): void => {
      if (rows.length > 0) pages.push(tableOf(rows, terminal));
    };
    if (only === null || only === 'queues') show(queues.map(({ people, ...counts }) => ({ ...counts, people })));
    if (only === null || only === 'displays') for (const one of displays) pages.push(faceOf(one));
    if (only === null || only === 'parts') {
      for (const rows of Object.values(parts)) if (Array.isArray(rows)) show(rows);
    }
    terminal.out(pages.join('\n'));
    return null;
  },
});

/** What stands on a display of characters, framed. */
function faceOf({
  label,
  on: lit,
  lines,
}: {
  readonly label: string;
  readonly on: boolean;
  readonly lines: readonly string[] | null;
}) {
  const rows = lines === null ? [lit ? 'a picture' : 'dark'] : lines;
  const longest = Math.max(...rows.map(row => row.length));
  const frame = `+${'-'.repeat(longest + 2)}+`;
  const shown = rows.map(row => `| ${plain(ownAsBox(row)).padEnd(longest)} |`);
  return `${[plain(label), frame, ...shown, frame].join('\n')}\n`;
}

/** A display's own characters have no form here. */
const ownAsBox = (row: string): string => row.replace(/[\ue000-\ue007]/g, '□');

function tableOf(rows: readonly Readonly<Record<string, unknown>>[], { width, colours }: Terminal): string {
  const names = [...new Set(rows.flatMap(row => Object.keys(row)))];
  const cells = rows.map(row => names.map(name => cellOf(row[name])));
  return formatTable(
    names.map(name => ({ title: name.toUpperCase(), shrinkTo: 8 })),
    cells,
    width,
    colours.dim,
  );
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(one => String((one as { name?: unknown }).name ?? one)).join(' ');
  return String(value);
}
