import { execFileSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projects, startPattern } from '../projects.ts';
import { editorsProblem, inRoot, parsesAsNix } from '../root.ts';
import { Helix, helixDesk, marked } from './helix.ts';

describe.skipIf(editorsProblem() !== null).each(projects)(
  'Helix with editors/helix/languages.toml on a project of $tool',
  (project) => {
    let helix: Helix;

    beforeAll(async () => {
      helix = await Helix.open(project.example, project.manifest);
    });
    afterAll(() => helix.close());

    it('shows each diagnostic beside its line', async () => {
      for (const { line } of project.problems) {
        const pattern = startPattern(line);
        await helix.goTo(pattern);
        await helix.screen.waitFor(`a mark at ${line}`, (now) => marked(pattern).test(now));
      }
      const dependency = startPattern(project.dependency);
      await helix.goTo(dependency);
      expect(helix.screen.text()).not.toMatch(marked(dependency));
    });

    it('shows the hover', async () => {
      const [first = '', ...rest] = project.hover;
      await helix.goTo(startPattern(project.dependency));
      const text = await helix.hover(`pillow ${first}`);
      for (const word of rest) expect(text).toContain(word);
    });

    it('shows the hover in the lock', async () => {
      await helix.openFile(project.lock);
      await helix.goTo(startPattern(project.locked));
      const text = await helix.hover('Facts from');
      for (const word of project.lockHover) expect(text).toContain(word);
      await helix.openFile(project.manifest);
    });

    it('writes what is missing into another file', async () => {
      const { at, title, file, writes } = project.action;
      await helix.goTo(startPattern(at));
      await helix.takeFirstAction(title);
      await helix.saveAndQuit();
      const nix = helix.desk.onDisk(file);
      expect(nix).toContain(writes);
      expect(parsesAsNix(nix)).toBe(true);
    });
  },
);

describe.skipIf(editorsProblem() !== null)('Helix with editors/helix/README.md', () => {
  it.each(['pipfile', 'pipfile-lock'])('has the colours of the language %s', (language) => {
    const here = helixDesk('imgapp-pipenv');
    const [program, args] = inRoot(here.environment, ['hx', '--health', language]);
    // Debian's Helix has no grammars, so that its screen shows no colours.
    const health = stripVTControlCharacters(execFileSync(program, args, { encoding: 'utf8' }));
    here.clear();
    expect(health).toContain('Highlight queries: ✓');
  });
});
