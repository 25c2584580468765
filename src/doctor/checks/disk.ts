import { dirname } from 'node:path';
import { type Check, fail, ok, warn } from '../check.ts';

const megabyte = 1024 * 1024;
const neededBytes = 32 * megabyte;
const comfortableBytes = 256 * megabyte;
const neededInodes = 100;

/** Is there room for what has to be remembered? */
export const disk: Check = {
  name: 'disk',
  after: [],
  run(patient) {
    const { config, agent } = patient;
    const path = patient.rights(config.data) ? config.data : dirname(config.data);
    const fix = `Make room on the file system of ${config.data}; prices are not taken while nothing can be stored.`;
    if (agent?.status.store.state === 'store.disk-full')
      return fail(agent.status.store.detail ?? 'the disk is full', fix);
    const { freeBytes, totalBytes, freeInodes } = patient.space(path);
    const evidence = `${Math.floor(freeBytes / megabyte)} MB of ${Math.floor(totalBytes / megabyte)} MB are free at ${path}`;
    if (freeBytes < neededBytes) return fail(evidence, fix);
    if (freeInodes !== null && freeInodes < neededInodes) return fail(`${freeInodes} inodes are left at ${path}`, fix);
    return freeBytes < comfortableBytes ? warn(evidence, fix) : ok(evidence);
  },
};
