import type { UserConfig } from 'vite';
import { configDefaults, defineConfig } from 'vitest/config';
import { reporters } from './vitest.reporters.ts';

/** Suites that take minutes, or want a process of their own: growth, memory, regular expressions, replay. */
const HOSTILE = ['test/hostile/**/*.test.ts', 'server/**/hostile.test.ts'];

/**
 * Two projects: `npm test` runs `tests`, `npm run test:hostile` runs `hostile`, and a bare
 * `npx vitest run FILE` finds FILE in either. The tests in real editors have a file of their own.
 */
const config: UserConfig = defineConfig({
  test: {
    reporters,
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['{server,overrides-db,editors,test,scripts}/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...HOSTILE, 'test/editors/**'],
          // A worker keeps the modules that it has loaded: loading them anew for each file takes longer
          // than the tests. No test may change what another one sees.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'hostile',
          include: HOSTILE,
          // What is measured here has the machine for itself.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    // By itself vitest leaves one processor idle, which is half of a small machine.
    maxWorkers: '100%',
    testTimeout: 60_000,
  },
});

export default config;
