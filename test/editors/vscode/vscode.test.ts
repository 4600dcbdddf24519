import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository } from '../root.ts';
import { packageExtensions, Workbench, workbenchProblem } from './workbench.ts';

const title = 'Provide cups to pycups in default.nix';
const problem = workbenchProblem();

describe.skipIf(problem !== null)('VS Code with the packaged extension', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pyproject-nix-ls-vscode-'));
  const project = join(folder, 'imgapp-broken');
  const onDisk = (file: string): string => readFileSync(join(project, file), 'utf8');
  let packages: readonly string[];
  let workbench: Workbench;

  beforeAll(async () => {
    cpSync(join(repository, 'examples/imgapp-broken'), project, { recursive: true });
    packages = packageExtensions(folder);
    workbench = await Workbench.open(project, join(folder, 'home'), packages);
    await workbench.openFile('pyproject.toml');
  });
  afterAll(async () => {
    await workbench.close();
    rmSync(folder, { recursive: true });
  });

  it('underlines what is wrong and lists it among the problems', async () => {
    await workbench.page.waitForSelector('.squiggly-warning');
    await workbench.command('Problems: Focus on Problems View');
    const rows = '.markers-panel .monaco-list-row';
    const text = await workbench.waitFor('the problems', rows, (now) => now.includes('cups'));
    for (const code of [
      'lock-stale',
      'lock-unsatisfied',
      'missing-build-system',
      'missing-native-input',
    ])
      expect(text).toContain(`pyproject-nix-ls(${code})`);
    expect(text.match(/pyproject-nix-ls\(/g)).toHaveLength(4);
    await workbench.command('View: Close Panel');
  });
});
