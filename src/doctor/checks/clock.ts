import { type Check, fail, notMeasured, ok } from '../check.ts';
import { mostSkewMs } from '../time-service.ts';

const fix = 'Let the machine keep time: timedatectl set-ntp true, and let it reach a time server.';

/** Does the machine know the time? Scheduled prices take effect by it. */
export const clock: Check = {
  name: 'clock',
  after: [],
  async run(patient) {
    const skewMs = patient.agent?.status.mesh.clockSkewMs ?? null;
    const synchronised = await patient.clockSynchronised();
    if (skewMs !== null && Math.abs(skewMs) > mostSkewMs) {
      const seconds = Math.round(Math.abs(skewMs) / 1000);
      return fail(`the clock is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} the mesh`, fix);
    }
    if (synchronised === false) return fail('the clock is not synchronised with a time server', fix);
    if (skewMs !== null) return ok(`within ${Math.ceil(Math.abs(skewMs) / 1000)} s of the mesh`);
    return synchronised
      ? ok('synchronised with a time server')
      : notMeasured('neither a time service nor the mesh tells the time here', fix);
  },
};
