import { type Check, fail, ok, type Patient } from '../check.ts';

const notOwner = 0o077;
const ownerAll = 0o700;

/** May the agent use its directory, and may nobody else read its secrets? */
export const permissions: Check = {
  name: 'permissions',
  after: [],
  run(patient) {
    const { config, uid } = patient;
    const directory = patient.rights(config.data);
    if (directory) {
      if (!directory.directory) return fail(`${config.data} is not a directory`, 'Move it away, or set data.');
      if ((directory.mode & ownerAll) !== ownerAll || (uid !== 0 && directory.uid !== uid)) {
        return fail(
          `${config.data} has mode ${octal(directory.mode)} and belongs to user ${directory.uid}`,
          `Let the agent's user own it: chown and chmod 700 ${config.data}.`,
        );
      }
      if (directory.mode & notOwner) {
        return fail(
          `${config.data} has mode ${octal(directory.mode)}: others may enter it`,
          `Close it: chmod 700 ${config.data}.`,
        );
      }
    }
    const open = secretFiles(config).flatMap(path => {
      const rights = patient.rights(path);
      return rights && (rights.mode & notOwner) !== 0 ? [`${path} (mode ${octal(rights.mode)})`] : [];
    });
    if (open.length > 0) {
      return fail(
        `others may read ${open.join(', ')}`,
        `Close them: chmod 600 ${open.map(each => each.split(' ')[0]).join(' ')}.`,
      );
    }
    return ok(
      directory
        ? `${config.data} is closed to others, and so are the keys`
        : `${config.data} is made at the first start`,
    );
  },
};

/** Private keys and label keys; certificates may be read by everybody. */
function secretFiles(config: Patient['config']): string[] {
  return [config.mesh.key, config.console.tls?.key, config.labels.keyFile].filter(path => path !== undefined);
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(3, '0');
}
