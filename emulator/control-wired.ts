import { z } from 'zod';
import { idSchema } from '../src/mesh/contract/ids.ts';
import { type Answer, refused } from './control-answers.ts';
import type { Shop } from './shop.ts';

const usualTicketMs = 3_600_000;
const maxGrams = 100_000;

export const pressOrder = z.strictObject({
  button: idSchema,
  press: z.enum(['single', 'double', 'long']).default('single'),
});
export const crossOrder = z.strictObject({
  line: idSchema,
  crossing: z.enum(['in', 'out', 'turn-back', 'turn-back-out']).default('in'),
  times: z.int().min(1).max(1_000).default(1),
});
export const weighOrder = z.strictObject({ scale: idSchema, grams: z.number().min(-maxGrams).max(maxGrams) });
export const scanOrder = z.strictObject({ scanner: idSchema, text: z.string().min(1).max(500) });
export const pickOrder = z.strictObject({ shelf: idSchema, pieces: z.int().min(-1_000).max(1_000) });
export const ticketOrder = z.strictObject({
  forMs: z
    .int()
    .positive()
    .max(31 * 86_400_000)
    .default(usualTicketMs),
});

/** Orders to the people who use what hangs on wires, and the truth about it. */
export function createWiredControl(shop: Shop) {
  const { wired } = shop;
  const none = refused(409, 'no-wired', 'Nothing hangs on wires in this shop.', 'Start it without --wired no.');
  const stage = wired?.aisle.stage;
  const unknown = (kind: string, name: string): Answer =>
    refused(422, 'part-unknown', `There is no ${kind} ${name}.`, 'See endcap emulate wired.');
  const done = (body: Readonly<Record<string, unknown>>): Answer => ({ status: 200, body });

  return {
    press({ button, press }: z.output<typeof pressOrder>): Answer {
      if (!stage) return none;
      return stage.press(button, press) === null ? unknown('button', button) : done({ button, press });
    },
    /** Answers at once; one walker follows the other. */
    cross({ line, crossing, times }: z.output<typeof crossOrder>): Answer {
      if (!stage) return none;
      if (!stage.has('line', line)) return unknown('line', line);
      for (let time = 0; time < times; time++) void stage.cross(line, crossing);
      return done({ line, crossing, times });
    },
    weigh({ scale, grams }: z.output<typeof weighOrder>): Answer {
      if (!stage) return none;
      return stage.weigh(scale, grams) === null ? unknown('scale', scale) : done({ scale, grams });
    },
    scan({ scanner, text }: z.output<typeof scanOrder>): Answer {
      if (!stage) return none;
      const heard = stage.scan(scanner, text);
      return heard === null ? unknown('scanner', scanner) : done({ scanner, heard });
    },
    pick({ shelf, pieces }: z.output<typeof pickOrder>): Answer {
      if (!stage) return none;
      const taken = stage.pick(shelf, pieces);
      return taken === null ? unknown('shelf', shelf) : done({ shelf, pieces: taken });
    },
    ticket: ({ forMs }: z.output<typeof ticketOrder>): Answer =>
      wired ? done({ ...wired.aisle.tickets.issue(forMs) }) : none,
    wired: (): Answer => (wired ? done(truthOf(wired)) : none),
  };
}

/** What is really so, past the agent. */
function truthOf({ aisle, oepl, queues }: NonNullable<Shop['wired']>) {
  const nodes = aisle.nodes.map(({ node, cable }) => ({ node, connected: cable.connected(), url: cable.url }));
  return {
    nodes: nodes.map(({ node, connected, url }) => ({ node: node.id, url, connected })),
    queues: queues().map(queue => ({
      queue: queue.name,
      people: queue.people().map(({ name, sinceMs, served }) => ({
        name,
        since: new Date(sinceMs).toISOString(),
        served,
      })),
      ...queue.counts(),
    })),
    lines: nodes.flatMap(({ node }) => [...node.lines].map(([line, beams]) => ({ line, ...beams.counts() }))),
    buttons: nodes.flatMap(({ node }) => [...node.buttons.keys()].map(button => ({ button }))),
    outputs: nodes.flatMap(({ node }) =>
      [...node.outputs].map(([output, { level, rises }]) => ({ output, on: level() > 0, rises: rises() })),
    ),
    shelves: nodes.flatMap(({ node }) => [...node.cells].map(([shelf, cell]) => ({ shelf, pieces: cell.pieces() }))),
    motions: nodes.flatMap(({ node }) =>
      [...node.motions].map(([sensor, motion]) => ({ sensor, seen: motion.seen() })),
    ),
    displays: nodes.flatMap(({ node }) =>
      node.displays.map(one => ({
        label: one.label,
        node: node.id,
        on: one.display.isOn(),
        lines: one.kind === 'text' ? one.display.lines() : null,
        lit: one.kind === 'text' ? null : one.display.pixels().reduce((sum, pixel) => sum + pixel, 0),
        writes: one.display.writes(),
      })),
    ),
    scales: [...aisle.scales].map(([id, { scale, cable }]) => ({
      scale: id,
      connected: cable.connected(),
      load: scale.load(),
      stable: scale.reading().stable,
    })),
    scanners: [...aisle.scanners].map(([id, { scanner, cable }]) => ({
      scanner: id,
      connected: cable.connected(),
      scans: scanner.scans(),
    })),
    radioLabels: oepl.labels.map(label => {
      const { crc, refreshes, drawnAtMs } = label.screen();
      const drawnAt = drawnAtMs === null ? null : new Date(drawnAtMs).toISOString();
      return { id: label.id, model: label.model.id, crc, refreshes, drawnAt, checkIns: label.checkIns() };
    }),
  };
}
