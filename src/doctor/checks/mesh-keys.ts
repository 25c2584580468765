import { type Check, fail, notMeasured, ok, warn } from '../check.ts';

/** Do the pinned keys fit what the mesh signs with? */
export const meshKeys: Check = {
  name: 'mesh-keys',
  after: ['broker'],
  async run(patient) {
    const { mesh } = patient.config;
    const fix =
      'Compare mesh.keys with the public keys of whoever publishes the prices; ask them whether keys were changed.';
    if (!mesh.requireSignatures)
      return warn(
        'signatures are not required: whoever reaches the broker can change prices',
        'Set mesh.requireSignatures outside of a lab.',
      );
    const found = await patient.broker();
    const heads = found.outcome === 'in' ? found.heads : [];
    const wrong = heads.find(head => head.verdict !== 'signed');
    if (wrong) {
      const why =
        wrong.verdict === 'key-unknown'
          ? `no key ${wrong.kid} is pinned`
          : wrong.verdict === 'unsigned'
            ? 'it is not signed'
            : `the pinned key ${wrong.kid} did not make its signature`;
      return fail(`the head of ${wrong.stream} is not believed: ${why}`, fix);
    }
    if (heads.length > 0) return ok(`${heads.length} heads carry a valid signature`);
    const refused = Object.entries(patient.agent?.quarantine.counts ?? {}).filter(
      ([reason, count]) =>
        count > 0 && ['mesh.signature-invalid', 'mesh.key-unknown', 'mesh.key-not-allowed'].includes(reason),
    );
    if (refused.length > 0)
      return warn(`in quarantine: ${refused.map(([reason, count]) => `${count} ${reason}`).join(', ')}`, fix);
    return notMeasured(
      'the mesh has published no head',
      'Ask whoever runs the mesh whether it publishes to this store.',
    );
  },
};
