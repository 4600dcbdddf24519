import type { UserConfig } from 'vite';
import { defineConfig } from 'vitest/config';
import { reporters } from './vitest.reporters.ts';

const config: UserConfig = defineConfig({
  test: {
    include: ['{server,overrides-db,editors,test,scripts}/**/*.test.ts'],
    exclude: ['test/editors/**'],
    reporters,
    testTimeout: 60_000,
  },
});

export default config;
