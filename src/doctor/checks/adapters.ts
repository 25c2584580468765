import { type Check, fail, ok, warn } from '../check.ts';

const fix =
  'Plug it in, look at its cable and power, and check radios in the configuration; dmesg tells what the kernel saw.';

/** Is every adapter there? */
export const adapters: Check = {
  name: 'adapters',
  after: ['adapter-owner'],
  async run(patient) {
    const urls = patient.config.radios.map(radio => radio.url);
    if (urls.length === 0) return warn('no adapter is configured', 'Name one under radios, e.g. hci:0.');
    for (const url of urls) {
      const running = patient.agent?.status.radios.find(radio => radio.url === url);
      const trouble = running
        ? running.state === 'down'
          ? (running.detail ?? 'it is down')
          : null
        : await patient.adapter(url);
      if (trouble !== null) return fail(`${url}: ${trouble}`, fix);
    }
    return ok(`${urls.join(', ')} ${urls.length === 1 ? 'is' : 'are'} there`);
  },
};
