import { beforeAll, describe, expect, it } from 'vitest';
import { desk } from '../desk.ts';
import { projects, startPattern } from '../projects.ts';
import { editorsProblem, parsesAsNix } from '../root.ts';
import { clients, runEmacs, type Report } from './emacs.ts';

const cases = clients.flatMap((client) =>
  projects.map((project) => ({ name: client.client, tool: project.tool, client, project })),
);

describe.skipIf(editorsProblem() !== null).each(cases)(
  'Emacs with $name on a project of $tool',
  ({ client, project }) => {
    const { action, example, manifest, lock } = project;
    let report: Report;
    beforeAll(() => {
      const here = desk(example);
      report = runEmacs(here, client, {
        manifest,
        diagnostics: project.problems.length,
        hover: startPattern(project.dependency),
        lock,
        locked: startPattern(project.locked),
        at: startPattern(action.at),
        title: action.title,
        file: action.file,
      });
      here.clear();
    });

    it('shows each diagnostic on the thing to change', () => {
      const expected = project.problems.map(({ text }) => text);
      expect(report.diagnostics.map(({ text }) => text).toSorted()).toEqual(expected.toSorted());
    });

    it('shows the hover, in the lock too', () => {
      for (const word of project.hover) expect(report.hover).toContain(word);
      for (const word of project.lockHover) expect(report.lockHover).toContain(word);
    });

    it('writes what is missing into an unsaved buffer of another file', () => {
      expect(report.actions).toContain(action.title);
      expect(report.nix).toContain(action.writes);
      expect(parsesAsNix(report.nix ?? '')).toBe(true);
      expect(report.nixModified).toBe(true);
    });
  },
);
