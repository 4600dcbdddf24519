import { describe, expect, it } from 'vitest';
import { withoutEnvelope } from './envelopes.ts';

const LINE = 'foo> zlib.h: No such file';

describe('what a CI system puts before a line', () => {
  it.each([
    ['GitHub', `2024-05-01T12:34:56.1234567Z ${LINE}`],
    ['GitHub, the first line', `\uFEFF2024-05-01T12:34:56.1234567Z ${LINE}`],
    ['gh run view --log', `build\tRun nix build\t2024-05-01T12:34:56.1234567Z ${LINE}`],
    ['gh, the first line', `build\tRun nix build\t\uFEFF2024-05-01T12:34:56.1234567Z ${LINE}`],
    ['GitLab', `2024-05-01T12:34:56.123456Z 01O ${LINE}`],
    ['GitLab, standard error', `2024-05-01T12:34:56.123456Z 01E ${LINE}`],
    ['Jenkins', `[2024-05-01T12:34:56.123Z] ${LINE}`],
    ['BuildKit', `#12 34.567 ${LINE}`],
    ['nom', `┃ ${LINE}`],
    ['nothing', LINE],
  ])('%s', (_name, whole) => {
    expect(withoutEnvelope(whole)).toBe(LINE);
  });

  it.each(['       > an excerpt', '2024 is a year', '# a comment', 'a\tb\tc', '10:3: error', ''])(
    'is not %j',
    (line) => {
      expect(withoutEnvelope(line)).toBe(line);
    },
  );
});
