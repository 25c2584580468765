import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';

const answerLimitMs = 2_000;

/** A clock farther from the mesh's than this is wrong: heads come within seconds of their issue. */
export const mostSkewMs = 30_000;

/** Whether the machine's clock is synchronised, as systemd knows it; null: nobody here knows. Answers within two seconds. */
export async function clockSynchronised(): Promise<boolean | null> {
  try {
    await access('/run/systemd/timesync/synchronized');
    return true;
  } catch {
    return askTimedatectl(); // systemd-timesyncd has reached no server, or another service keeps the time
  }
}

function askTimedatectl(): Promise<boolean | null> {
  const question = ['show', '-p', 'NTPSynchronized', '--value'];
  return new Promise(resolve => {
    execFile('timedatectl', question, { timeout: answerLimitMs }, (error, said) => {
      const answer = error ? '' : said.trim();
      resolve(answer === 'yes' ? true : answer === 'no' ? false : null);
    });
  });
}
