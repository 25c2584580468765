import { type Check, fail, notMeasured, ok, warn } from '../check.ts';

/** Alarms of the agent that say that something on a wire is not there, or is not what it should be. */
const missing = new Set(['node.down', 'node.firmware-unfit', 'checkout.scale-silent', 'checkout.scanner-silent']);
/** It is there, and says nothing useful yet. */
const useless = new Set(['sensor.blocked', 'sensor.not-calibrated', 'queue.stuck']);
const named = 5;

/** Are the nodes, scales and scanners there? */
export const nodes: Check = {
  name: 'nodes',
  after: [],
  run({ config, agent }) {
    const counts: [count: number, one: string, many: string][] = [
      [config.nodes.length, 'node', 'nodes'],
      [config.scales.length, 'scale', 'scales'],
      [config.scanners.length, 'scanner', 'scanners'],
    ];
    const there = counts.filter(([count]) => count > 0);
    if (there.length === 0) return ok('the configuration names no nodes, scales or scanners');
    if (!agent) return notMeasured('only a running agent holds their lines', 'Start the agent.');
    const tell = (codes: ReadonlySet<string>): string | null => {
      const found = agent.status.alarms.filter(({ reason }) => codes.has(reason));
      if (found.length === 0) return null;
      const more = found.length > named ? ` and ${found.length - named} more` : '';
      return `${found
        .slice(0, named)
        .map(({ reason, detail }) => (detail === '' ? reason : `${detail} (${reason})`))
        .join('; ')}${more}`;
    };
    const gone = tell(missing);
    if (gone !== null)
      return fail(gone, 'Check cables, power and firmware; endcap node list and endcap sensor list tell more.');
    const dull = tell(useless);
    if (dull !== null) return warn(dull, 'Look at the beams; see endcap sensor calibrate and endcap count zero.');
    return ok(`${there.map(([count, one, many]) => `${count} ${count === 1 ? one : many}`).join(', ')} answer`);
  },
};
