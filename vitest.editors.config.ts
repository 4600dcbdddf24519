import type { UserConfig } from 'vite';
import { defineConfig } from 'vitest/config';
import { reporters } from './vitest.reporters.ts';

/** Real editors, one at a time: each test starts one and looks at what its user sees. */
const config: UserConfig = defineConfig({
  test: {
    include: ['test/editors/**/*.test.ts'],
    globalSetup: ['test/editors/setup.ts'],
    fileParallelism: false,
    reporters,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});

export default config;
