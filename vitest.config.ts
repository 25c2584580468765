import { defineConfig } from 'vitest/config';

/** Rooms whose tests leave nothing behind: they share what they import, which takes longer than most of them. */
const tidy = [
  'agent',
  'alarms',
  'beacons',
  'checkout',
  'cli',
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
  'signage',
  'simulation',
  'store',
  'zones',
].map(room => `test/${room}/**/*.test.ts`);

/** A browser draws with all the cores that there are. */
const drawing = ['test/browser/**/*.test.ts', 'test/e2e/screens.test.ts', 'test/e2e/screens-pairing.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What is waited for may take its time on a busy machine.
    expect: { poll: { timeout: 10_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'house',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', ...tidy, ...drawing],
          // Most of them wait for the clocks and radios of emulated shops: two cores have room for a third.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: drawing,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          // Without a graphics card, and beside another one, it takes its time.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: { name: 'rooms', include: tidy, isolate: false, maxWorkers: 2, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
