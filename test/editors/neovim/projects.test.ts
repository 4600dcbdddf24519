import { describe, expect, it } from 'vitest';
import { projects, startPattern } from '../projects.ts';
import { editorsProblem, parsesAsNix } from '../root.ts';
import { session } from './neovim.ts';

const OURS = 'pyproject_nix_ls';
const ERRORS: ReadonlySet<string> = new Set(['lock-unsatisfied', 'conflicting-requirements']);

/** What Neovim shows beside that, by the example: where the definition leads, and the hint on a line. */
const MORE = {
  'imgapp-uv': {
    servers: [OURS, 'taplo'],
    typed: '"psycop',
    fileType: 'toml',
    definition: 'uv.lock: name = "pillow"',
    hint: ['    "pillow>=7.1.2",', '7.2.0'],
  },
  'imgapp-pdm': {
    servers: [OURS, 'taplo'],
    typed: '"psycop',
    fileType: 'toml',
    definition: 'pdm.lock: name = "pillow"',
    hint: ['    "pillow>=7.1.2",', '7.2.0'],
  },
  'imgapp-pipenv': {
    servers: [OURS, 'taplo'],
    typed: 'psycop',
    fileType: 'json',
    definition: 'Pipfile.lock:         "pillow": {',
    hint: ['pillow = "~=7.1"', '7.2.0'],
  },
  'imgapp-pip': {
    servers: [OURS],
    typed: 'psycop',
    above: '^-c',
    fileType: 'requirements',
    definition: null,
    // The version stands there already.
    hint: ['pycups==2.0.4 \\', 'lacks cups'],
  },
  'imgapp-pylock': {
    servers: [OURS, 'taplo'],
    typed: '"psycop',
    fileType: 'toml',
    definition: 'pylock.toml: name = "pillow"',
    hint: ['    "pillow>=7.1.2",', '7.2.0'],
  },
} as const;

describe.skipIf(editorsProblem() !== null).each(projects)(
  'Neovim with the configuration of editors/neovim on a project of $tool',
  ({ example, manifest, lock, problems, dependency, hover, locked, lockHover, action }) => {
    const more = MORE[example];
    const left = problems.filter(({ code }) => code !== 'missing-native-input');
    const seen = session(example, {
      manifest,
      lock,
      servers: more.servers.length,
      diagnostics: problems.length,
      hover: startPattern(dependency),
      typed: more.typed,
      ...('above' in more ? { above: more.above } : {}),
      lockHover: startPattern(locked),
      action: {
        at: startPattern(action.at),
        title: action.title,
        file: action.file,
        left: left.length,
      },
    });

    it('attaches at the project, to the lock too', () => {
      expect(seen.report.attached).toEqual(more.servers);
      expect(seen.report.root).toBe(seen.desk.project);
      expect(seen.report.lockFileType).toBe(more.fileType);
      expect(seen.report.lockAttached).toContain(OURS);
    });

    it('shows each diagnostic on the thing to change', () => {
      const shown = seen.report.diagnostics.map(
        ({ code, severity, text }) => `${severity} ${code}: ${text}`,
      );
      const expected = problems.map(
        ({ code, text }) => `${ERRORS.has(code) ? 'ERROR' : 'WARN'} ${code}: ${text}`,
      );
      expect(shown.toSorted()).toEqual(expected.toSorted());
    });

    it('says in the hover of the manifest and of the lock what is needed', () => {
      for (const word of hover) expect(seen.report.hover).toContain(word);
      for (const word of lockHover) expect(seen.report.lockHover).toContain(word);
    });

    it('goes to the lock, shows what it has, and completes names', () => {
      if (more.definition !== null) expect(seen.report.definition).toBe(more.definition);
      expect(seen.report.hints[more.hint[0]]).toContain(more.hint[1]);
      expect(seen.report.completion).toContain('psycopg2');
      expect(seen.report.unchanged).toBe(true);
    });

    it('writes what a package needs into the buffer of another file, and offers nothing twice', () => {
      expect(seen.report.actions?.join('\n')).toContain(action.title);
      expect(seen.report.nix).toContain(action.writes);
      expect(parsesAsNix(seen.report.nix ?? '')).toBe(true);
      expect(seen.report.diagnosticsAfter?.map(({ code }) => code).toSorted()).toEqual(
        left.map(({ code }) => code).toSorted(),
      );
      expect(seen.report.actionsAfter?.join('\n')).not.toContain(action.title);
      expect(seen.desk.onDisk(action.file).trimEnd()).toBe(seen.report.nix?.trimEnd());
    });

    it('stops when it is asked to', () => {
      expect(seen.report.stopped).toBe(true);
    });
  },
);
