import * as frames from './frames.ts';
import { type ConfigurationLink, readIfThere, writeIfAllowed } from './link.ts';
import { keyBytes, unlockToken } from './lock-code.ts';

/** How a beacon is locked. */
export type Lock = 'locked' | 'unlocked' | 'unlocked-no-relock';

const byState: Readonly<Record<number, Lock>> = {
  [frames.locked]: 'locked',
  [frames.unlocked]: 'unlocked',
  [frames.noRelock]: 'unlocked-no-relock',
};

/** Null when the beacon says something that is no state. Rejects as the link does. */
export async function readLock(link: ConfigurationLink): Promise<Lock | null> {
  const said = frames.lockState.decode(await link.read('lockState'));
  return said === null ? null : (byState[said.state] ?? null);
}

/** Answers a fresh challenge. False: the beacon does not accept the code. Rejects when the connection is lost. */
export async function unlock(link: ConfigurationLink, lockCode: Uint8Array): Promise<boolean> {
  const challenge = await readIfThere(link, 'unlock');
  if (challenge?.length !== keyBytes) return false;
  if (!(await writeIfAllowed(link, 'unlock', unlockToken(lockCode, challenge)))) return false;
  return (await readLock(link)) !== 'locked';
}

/** Locks, the code unchanged. False: it does not hold. Rejects when the connection is lost. */
export async function lockAgain(link: ConfigurationLink): Promise<boolean> {
  return (
    (await writeIfAllowed(link, 'lockState', frames.lockState.encode({ state: frames.locked }))) &&
    (await readLock(link)) === 'locked'
  );
}

/** Brings the lock back to how it was found, as far as that can be done. False: it is not so. */
export async function restoreLock(link: ConfigurationLink, found: Lock): Promise<boolean> {
  const now = await readLock(link);
  if (now === found) return true;
  if (found === 'locked') return lockAgain(link);
  if (found !== 'unlocked-no-relock' || now !== 'unlocked') return false;
  return (
    (await writeIfAllowed(link, 'lockState', frames.lockState.encode({ state: frames.noRelock }))) &&
    (await readLock(link)) === found
  );
}
