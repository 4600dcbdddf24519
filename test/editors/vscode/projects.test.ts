import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeOf, projects } from '../projects.ts';
import { editorsProblem, parsesAsNix, repository } from '../root.ts';
import { packageExtensions } from './packages.ts';
import { Workbench, workbenchProblem } from './workbench.ts';

const without = workbenchProblem();

let folder: string;
let packages: readonly string[];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pyproject-nix-ls-vscode-'));
  if (without === null) packages = packageExtensions(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(without !== null).each(projects)(
  'VS Code with the packaged extension on a project of $tool',
  ({ example, manifest, lock, problems, dependency, hover, locked, lockHover, action }) => {
    let project: string;
    const onDisk = (file: string): string => readFileSync(join(project, file), 'utf8');
    let workbench: Workbench;

    beforeAll(async () => {
      project = join(folder, example);
      cpSync(join(repository, 'examples', example), project, { recursive: true });
      workbench = await Workbench.open(project, join(folder, `home-of-${example}`), packages);
      await workbench.openFile(manifest);
    });
    afterAll(() => workbench.close());

    it('lists what is wrong among the problems', async () => {
      const codes = problems.map(({ code }) => code);
      await workbench.command('Problems: Focus on Problems View');
      const text = await workbench.waitFor(
        'the problems',
        '.markers-panel .monaco-list-row',
        (now) => codes.every((code) => now.includes(code)),
      );
      expect(text.match(/^pyproject-nix-ls$/gm)).toHaveLength(codes.length);
      await workbench.press('Control+j');
    });

    it('shows the hover, in the lock too', async () => {
      await workbench.goToPlace(placeOf(onDisk(manifest), dependency));
      const [first = '', ...rest] = hover;
      const text = await workbench.hover(`pillow ${first}`);
      for (const word of rest) expect(text).toContain(word);
      await workbench.openFile(lock);
      await workbench.goToPlace(placeOf(onDisk(lock), locked));
      const lockText = await workbench.hover('Facts from');
      for (const word of lockHover) expect(lockText).toContain(word);
    });

    it('writes what is missing into another file', async () => {
      await workbench.openFile(manifest);
      await workbench.goToPlace(placeOf(onDisk(manifest), action.at));
      await workbench.takeAction(action.title);
      await workbench.waitFor('its file', '.tabs-container .tab', (now) =>
        now.includes(action.file),
      );
      await workbench.saveAll();
      const nix = onDisk(action.file);
      expect(nix).toContain(action.writes);
      if (editorsProblem() === null) expect(parsesAsNix(nix)).toBe(true);
    });
  },
);
