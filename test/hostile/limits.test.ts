import { afterEach, describe, expect, it } from 'vitest';
import { checkInLittleHeap, sizesAtLimit } from '../support/at-limit.ts';
import { DENSE, projectOf } from '../support/growing-files.ts';
import { checkFolder, folderWith, removeFolder } from '../support/hostile-project.ts';

let folder = '';

afterEach(() => {
  removeFolder(folder);
});

// Times are in docs/limits.md; here counts that a process with 512 MB of heap gets through.
describe.each(DENSE)('a file as full as it can be: $what', (shape) => {
  const { at, above } = sizesAtLimit(shape);

  it('is read at its limit', { timeout: 300_000 }, () => {
    const { status, stdout, stderr } = checkInLittleHeap(shape, at);
    expect([0, 1], stderr).toContain(status);
    expect(stdout).not.toContain('file-too-large');
  });

  it('is told of above it, once', () => {
    folder = folderWith(projectOf(shape, above));
    const { report, code } = checkFolder(folder);
    const told = report.diagnostics.filter((each) => each.code === 'file-too-large');
    expect(told.map(({ file }) => file.split('/').at(-1))).toEqual([shape.file]);
    expect(code).toBe(2);
  });
});
