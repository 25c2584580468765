import { readFileSync, writeFileSync } from 'node:fs';
import type { RatePath } from '../simulation/path.ts';
import { type PolicySpec, type Production, parsePolicy } from '../simulation/policy.ts';
import type { Simulated } from '../simulation/simulate.ts';
import { type Context, defineCommand, type Noun } from './command.ts';
import { type Answer, exits, type Failure, failure, wrongUsage } from './exit.ts';
import { decimal, type Flag, on, text, whole } from './flag.ts';
import { createProgressLine } from './progress.ts';
import { type Cell, formatTable } from './table.ts';

/** What is compared when nobody names a policy. */
const usualPolicies = ['timer:4', 'band:1', 'cap:1/4', 'endcap'];

const policies: Flag<readonly PolicySpec[]> = {
  placeholder: 'POLICY',
  about: 'timer:N, band:PERCENT, cap:PERCENT/N or endcap; may be given several times',
  absent: [],
  many: true,
  read: given => {
    const spec = parsePolicy(given);
    return spec
      ? { ok: true, value: [spec] }
      : { ok: false, problem: `must be timer:4, band:1, cap:1/4 or endcap, or like them, not "${given}"` };
  },
};

const rates = defineCommand({
  verb: 'rates',
  summary: 'How far prices in bitcoin would be off, and how often refreshed',
  about: `Lets labels live through months of a market in seconds, by the very rules that the agent goes by, and measures
    how far off their figures are in every open moment. The market is a seeded random walk, or rates that were recorded.

    timer:4 refreshes four times a day. band:1 refreshes whenever the rate has left a band of 1 %. cap:1/4 does the same,
    but no more than four times a day. endcap is the agent as it is delivered: band, guard, tokens, jitter, the way to the
    label, and figures that are taken down.

    A random walk knows no crash and no gap of an exchange; --jumps adds some. What it says of a real market is only as
    good as the readings in --csv.`,
  args: {},
  flags: {
    policy: policies,
    sigma: decimal('SHARE', { min: 0, max: 20, absent: 0.5 }, 'Volatility of a year (0.5 is 50 %)'),
    days: whole('N', { min: 1, max: 20_000, absent: 500 }, 'Days of twelve open hours (500)'),
    labels: whole('N', { min: 1, max: 1_000, absent: 20 }, 'Labels, each with its own part of the band (20)'),
    seed: whole('N', { min: 0, max: 4_294_967_295, absent: 1 }, 'The same number gives the same market (1)'),
    jumps: on('Twelve jumps a year of some 5 % each'),
    csv: text('FILE', 'Rates that were recorded, as CSV of time,rate, instead of a random walk'),
    open: text('HOURS', 'When the shop is open in recorded rates, such as 08:00-20:00 (that)'),
    timezone: text('ZONE', 'Where that is (Europe/Berlin)'),
    plot: text('FILE', 'Draws the last policy to a file that ends in .svg or .png'),
    json: on('Print a document'),
  },
  examples: [
    ['endcap simulate rates', 'four policies side by side'],
    ['endcap simulate rates --policy band:1 --policy timer:4 --days 5000 --json', 'for a check by a script'],
    ['endcap simulate rates --policy endcap --days 3 --plot band.svg', 'three days to look at'],
  ],
  async run(context, { flags }) {
    const format = flags.plot === null ? null : /\.(svg|png)$/.exec(flags.plot)?.[1];
    if (format === undefined) return wrongUsage('--plot must end in .svg or .png.');
    const { seeded, walk } = await import('../simulation/path.ts');
    let path: RatePath;
    if (flags.csv === null) {
      const jumps = flags.jumps ? { perYear: 12, sigma: 0.05 } : null;
      path = walk({ days: flags.days, tickMs: 60_000, sigma: flags.sigma, jumps, random: seeded(flags.seed) });
    } else {
      const read = await readRecorded(flags.csv, flags.open ?? '08:00-20:00', flags.timezone ?? 'Europe/Berlin');
      if (!read.ok) return read.failure;
      path = read.value;
    }
    const wanted = flags.policy.length > 0 ? flags.policy : usualPolicies.flatMap(name => parsePolicy(name) ?? []);
    const results = await compare(path, wanted, flags.labels, context);
    const source =
      flags.csv ?? `σ ${flags.sigma * 100} % a year${flags.jumps ? ' with jumps' : ''}, seed ${flags.seed}`;
    if (flags.plot !== null) {
      const failed = await draw(path, wanted.at(-1)!, source, flags.plot, format === 'png');
      if (failed) return failed;
    }
    const { terminal } = context;
    terminal.out(
      flags.json
        ? `${JSON.stringify({ schemaVersion: 1, policies: results })}\n`
        : formatResults(results, path, source, context),
    );
    return null;
  },
});

export const simulate: Noun = {
  noun: 'simulate',
  summary: 'What the rules would have done, without a shop',
  commands: [rates],
};

/** The agent's defaults: from the schema of the configuration, so that they cannot differ. */
async function production(): Promise<Production> {
  const { bitcoinSchema } = await import('../config/bitcoin.ts');
  const { usualRules } = await import('../shelf/refresh-policy.ts');
  const config = bitcoinSchema.parse({});
  return { rules: usualRules(config), latencyMs: 60_000, holdShare: config.rate.holdBps / 10_000 };
}

async function compare(
  path: RatePath,
  specs: readonly PolicySpec[],
  labels: number,
  { terminal }: Context,
): Promise<Simulated[]> {
  const { simulate: run } = await import('../simulation/simulate.ts');
  const { policyName } = await import('../simulation/policy.ts');
  const { jitterOf } = await import('../shelf/jitter.ts');
  const progress = createProgressLine(terminal);
  const agent = await production();
  const jitters = Array.from({ length: labels }, (_, index) => jitterOf(`label ${index}`));
  const results = specs.map(spec => {
    const show = (share: number) => progress.show(`${policyName(spec)} ${Math.round(share * 100)} %`);
    show(0);
    // Without a part of their own all labels do the same.
    return run(path, spec, agent, spec.kind === 'endcap' ? jitters : [1], show);
  });
  progress.end(null);
  return results;
}

async function readRecorded(file: string, hours: string, timezone: string): Promise<Answer<RatePath>> {
  const match = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/.exec(hours);
  const minute = (at: number) => Number(match?.[at]) * 60 + Number(match?.[at + 1]);
  if (!match || minute(3) <= minute(1)) return { ok: false, failure: wrongUsage('--open must look like 08:00-20:00.') };
  let clock: Intl.DateTimeFormat;
  try {
    clock = new Intl.DateTimeFormat('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: timezone,
    });
  } catch {
    return { ok: false, failure: wrongUsage('--timezone must be an IANA time zone such as Europe/Berlin.') };
  }
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, failure: failure(exits.failed, 'cli.cannot-read', message, 'Check its name and its rights.') };
  }
  const { readRateCsv } = await import('./rate-csv.ts');
  const ticks = await readRateCsv(content, file);
  if (!ticks.ok) return ticks;
  const { recorded } = await import('../simulation/path.ts');
  const minuteOfDay = (atMs: number) => {
    const [hour = 0, past = 0] = clock.format(atMs).split(':').map(Number);
    return hour * 60 + past;
  };
  const path = recorded(ticks.value, minuteOfDay, { open: minute(1), close: minute(3) });
  if (path.rateLog.length > 1) return { ok: true, value: path };
  return { ok: false, failure: wrongUsage(`${file} has no readings while the shop is open (${hours} ${timezone}).`) };
}

async function draw(
  path: RatePath,
  spec: PolicySpec,
  source: string,
  file: string,
  asPng: boolean,
): Promise<Failure | null> {
  const { trace } = await import('../simulation/simulate.ts');
  const { plot } = await import('../simulation/plot.ts');
  const svg = plot(path, trace(path, spec, await production(), 1), `Rate and figure: ${source}`);
  try {
    writeFileSync(file, asPng ? await toPng(svg) : svg);
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return failure(
      exits.failed,
      'cli.cannot-write',
      message,
      'Check the path, the permissions and the space on the disk.',
    );
  }
}

/** In the typeface that the labels have, whatever the machine has. */
async function toPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const { createRequire } = await import('node:module');
  const fonts = createRequire(import.meta.url);
  const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map(name =>
    fonts.resolve(`dejavu-fonts-ttf/ttf/${name}`),
  );
  const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' };
  return new Resvg(svg, { font }).render().asPng();
}

function formatResults(results: readonly Simulated[], path: RatePath, source: string, { terminal }: Context): string {
  const { colours, width } = terminal;
  const percent = (value: number, digits = 2) => `${value.toFixed(digits)} %`;
  const rows = results.map((one): Cell[] => [
    one.policy,
    one.refreshesPerDay.toFixed(2),
    percent(one.rmsPercent),
    percent(one.p99Percent),
    percent(one.maxPercent),
    one.overPromiseShare > 0.001
      ? { text: percent(one.overPromiseShare * 100), paint: colours.yellow }
      : percent(one.overPromiseShare * 100),
    percent(one.withoutShare * 100),
    one.tokensLeast === null ? '' : one.tokensLeast.toFixed(1),
  ]);
  const right = 'right' as const;
  const columns = ['REFRESHES/DAY', 'RMS', 'P99', 'MOST', 'OVER 2 %', 'WITHOUT', 'TOKENS'];
  const head = [{ title: 'POLICY' }, ...columns.map(title => ({ title, align: right }))];
  return `${path.days} days, ${source}\n\n${formatTable(head, rows, width, colours.dim)}`;
}
