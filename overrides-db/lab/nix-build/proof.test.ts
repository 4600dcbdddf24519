import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { laboratoryFolder, laboratoryOf, TRIXIE } from '../laboratory.ts';
import { provenCase } from './proof.ts';

/*
 * A real build. PNLS_NIX_SOURCES is that of test/evaluated-overrides.test.ts, PNLS_NIX_FILES a folder with the sdist of
 * stringcase 1.2.0, which asks for setuptools and nothing else. Needs root rights, and a laboratory that was run before.
 */
const lab = laboratoryOf(laboratoryFolder(process.env, homedir()), TRIXIE);
const sources = process.env['PNLS_NIX_SOURCES'];
const files = process.env['PNLS_NIX_FILES'];
const canRun =
  process.getuid?.() === 0 &&
  existsSync(join(lab.folder, 'trixie/etc/pyproject-nix-ls.packages')) &&
  sources !== undefined &&
  files !== undefined;

if (!canRun)
  console.log(
    'SKIPPED: real builds need root rights, the laboratory, PNLS_NIX_SOURCES and PNLS_NIX_FILES (proof.test.ts says what they are)',
  );

describe.skipIf(!canRun)('a real build', { timeout: 600_000 }, () => {
  it('fails before, and succeeds with what is written', async () => {
    const row = await provenCase(
      lab,
      { sources: sources ?? '', files: [files ?? ''] },
      {
        target: 'uv2nix',
        name: 'stringcase',
        version: '1.2.0',
        distribution: 'sdist',
        modules: ['stringcase'],
      },
    );
    expect(row).toMatchObject({
      before: { outcome: 'failed', line: "ModuleNotFoundError: No module named 'setuptools'" },
      after: { outcome: 'built' },
      imports: { outcome: 'built' },
    });
  });
});
