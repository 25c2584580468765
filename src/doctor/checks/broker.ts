import { type Check, fail, ok } from '../check.ts';

/** Does the broker let this gateway in? */
export const broker: Check = {
  name: 'broker',
  after: ['certificates'],
  async run(patient) {
    const { url } = patient.config.mesh;
    const found = await patient.broker();
    switch (found.outcome) {
      case 'in':
        return ok(`${shown(url)} let us in within ${found.afterMs} ms`);
      case 'unreachable':
        return fail(
          `${shown(url)} cannot be reached: ${found.detail}`,
          'Check mesh.url, the network, and whether the broker runs.',
        );
      case 'tls':
        return fail(
          `${shown(url)} and this gateway do not trust each other: ${found.detail}`,
          'Check mesh.ca against the certificate of the broker, and mesh.cert against what the broker trusts.',
        );
      case 'refused':
        return fail(
          `${shown(url)} refused us: ${found.detail}`,
          'Check mesh.username, mesh.password or mesh.cert against the access list of the broker.',
        );
    }
  },
};

/** Without a password that somebody wrote into it. */
function shown(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//');
}
