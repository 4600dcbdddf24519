import { expect, it } from 'vitest';
import { lockText, projectOf } from '../../test/support/project.ts';
import { findings } from './run.ts';

function isTold(lines: readonly string[]): boolean {
  const manifest =
    '[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.10,<4"\ndependencies = ["foo>=1"]\n';
  const lock = lockText([{ name: 'foo', lines }]).replace(
    /python-versions = "[^"]*"/,
    'python-versions = "<3.16,>=3.8"',
  );
  return findings(projectOf({ manifest, lock })).some(({ code }) => code === 'python-incompatible');
}

it('says nothing of a package that the lock installs on some Pythons alone', () => {
  expect(isTold([])).toBe(true);
  expect(isTold(['markers = "extra == \'dev\'"'])).toBe(true);
  expect(isTold(['markers = "python_version < \'3.14\'"'])).toBe(false);
});
