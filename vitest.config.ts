import type { UserConfig } from 'vite';
import { configDefaults, defineConfig } from 'vitest/config';
import { reporters } from './vitest.reporters.ts';

/** Suites that take minutes, or want a process of their own: growth, memory, regular expressions, replay. */
const HOSTILE = ['test/hostile/**/*.test.ts', 'server/**/hostile.test.ts'];

/**
 * Tests of what a POSIX system does: links, FIFOs, modes, signals, and programs run in a shell. On Windows the
 * rest runs: whatever is pure, and the logic of paths, which `native-paths.test.ts` has for both systems.
 */
const POSIX = [
  'server/session/{node-file-system,nix-files-loader,nix-texts}.test.ts',
  'server/session/writing/**',
  'server/protocol/workspace-edits.test.ts',
  'server/cli/unified-diff.test.ts',
  'overrides-db/builder/tracer.test.ts',
  'test/process/**',
  'test/protocol/one-file.test.ts',
  'test/cli/{exit-status,hostile-output,completions}.test.ts',
  'test/{distribution,documentation,evaluated-overrides,flake,hostile-files,lint-layers,outside,security,supply-chain}.test.ts',
];
const ELSEWHERE = process.platform === 'win32' ? POSIX : [];

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
          exclude: [...configDefaults.exclude, ...HOSTILE, 'test/editors/**', ...ELSEWHERE],
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
