import { type Check, ok, warn } from '../check.ts';

/** Is there an agent at all? */
export const agent: Check = {
  name: 'agent',
  after: [],
  run({ agent: running }) {
    if (!running) {
      return warn(
        'no agent runs with this configuration; only what can be seen from outside is measured',
        'Start it: systemctl start endcap, or endcap run --config FILE.',
      );
    }
    const { gateway } = running.status;
    return ok(`${gateway.id} runs version ${gateway.version} since ${gateway.startedAt}`);
  },
};
