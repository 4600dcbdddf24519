const results = process.env['PNLS_TEST_RESULTS'];

/** What a run prints, and where `.ci/run` wants the numbers. */
export const reporters: (string | [string, { outputFile: string }])[] =
  results === undefined ? ['default'] : ['default', ['json', { outputFile: results }]];
