import { defineConfig } from 'vitest/config';

/** Rooms whose tests leave nothing behind: they share what they import, which takes longer than most of them. */
const tidy = [
  'agent',
  'alarms',
  'beacons',
  'checkout',
  'config',
  'console',
  'delivery',
  'devices',
  'emulator',
  'mesh',
  'nodes',
  'radio',
  'render',
  'shelf',
  'sightings',
  'simulation',
  'store',
  'zones',
].map(room => `test/${room}/**/*.test.ts`);

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // What is waited for may take its time on a busy machine.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      { extends: true, test: { name: 'rooms', include: tidy, isolate: false } },
      {
        extends: true,
        test: { name: 'house', include: ['test/**/*.test.ts'], exclude: ['**/node_modules/**', '**/dist/**', ...tidy] },
      },
    ],
  },
});
