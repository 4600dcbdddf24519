import { defineConfig } from 'vitest/config';
import type { UserConfig } from 'vite';

const config: UserConfig = defineConfig({
  test: {
    include: ['{server,overrides-db,test,scripts}/**/*.test.ts'],
    exclude: ['test/editors/**'],
    testTimeout: 60_000,
  },
});

export default config;
