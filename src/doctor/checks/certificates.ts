import { createPrivateKey, X509Certificate } from 'node:crypto';
import { type Check, type Finding, fail, ok, type Patient, warn } from '../check.ts';

const dayMs = 86_400_000;
const soonMs = 30 * dayMs;

/** Are certificates valid, for long enough, and do they go with their keys? */
export const certificates: Check = {
  name: 'certificates',
  after: ['permissions'],
  run(patient) {
    const { mesh, console: page } = patient.config;
    const looked = [
      { path: mesh.ca, key: undefined, whose: 'authority of the mesh' },
      { path: mesh.cert, key: mesh.key, whose: 'gateway on the mesh' },
      { path: page.tls?.cert, key: page.tls?.key, whose: 'console' },
      { path: page.tls?.clientCa, key: undefined, whose: "authority of the console's clients" },
    ].flatMap(({ path, ...rest }) => (path === undefined ? [] : [look(path, rest.key, rest.whose, patient)]));
    const worst = looked.find(each => each.verdict === 'fail') ?? looked.find(each => each.verdict === 'warn');
    if (worst) return worst;
    return ok(looked.length === 0 ? 'none is configured' : looked.map(each => each.evidence).join('; '));
  },
};

function look(path: string, keyPath: string | undefined, whose: string, patient: Patient): Finding {
  const name = `the certificate of the ${whose}`;
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(patient.readFile(path));
  } catch (error) {
    return fail(`${name} cannot be read: ${(error as Error).message}`, `Put a PEM certificate at ${path}.`);
  }
  const from = Date.parse(certificate.validFrom);
  const until = Date.parse(certificate.validTo);
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const renew = `Have it renewed and put it at ${path}.`;
  if (patient.nowMs > until) return fail(`${name} expired on ${day(until)}`, renew);
  if (patient.nowMs < from) return fail(`${name} is not valid before ${day(from)}`, `${renew} Or is the clock wrong?`);
  if (keyPath !== undefined) {
    try {
      if (!certificate.checkPrivateKey(createPrivateKey(patient.readFile(keyPath)))) {
        return fail(`${name} does not go with its key`, `Put the key that belongs to it at ${keyPath}.`);
      }
    } catch (error) {
      return fail(
        `the key of the ${whose} cannot be read: ${(error as Error).message}`,
        `Put a PEM key at ${keyPath}.`,
      );
    }
  }
  const days = Math.floor((until - patient.nowMs) / dayMs);
  if (until - patient.nowMs < soonMs) return warn(`${name} expires in ${days} days`, renew);
  return ok(`${whose}: valid for ${days} days`);
}
