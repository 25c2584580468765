import { createLog } from '../../src/agent/log.ts';
import { loaded, smallest } from '../config/loading.ts';

/** Something that runs as an agent does, and one station of which throws when it is started. */
const { config } = loaded(smallest);
createLog(config);
createLog(config).info({}, 'started');
setInterval(() => {}, 1_000);
void Promise.resolve().then(() => {
  throw new Error('a station that cannot be started');
});
