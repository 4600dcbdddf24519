/** A line is named by its start, without its indentation. */
export interface ExampleProject {
  readonly tool: string;
  readonly example: 'imgapp-uv' | 'imgapp-pdm' | 'imgapp-pipenv' | 'imgapp-pip' | 'imgapp-pylock';
  readonly manifest: string;
  readonly lock: string;
  readonly problems: readonly Problem[];
  /** A line of the manifest, and words of the hover on it. */
  readonly dependency: string;
  readonly hover: readonly string[];
  /** The same in the lock. */
  readonly locked: string;
  readonly lockHover: readonly string[];
  /** An action that writes another file than the one that it is offered in. */
  readonly action: {
    readonly at: string;
    readonly title: string;
    readonly file: string;
    readonly writes: string;
  };
}

interface Problem {
  readonly code: string;
  readonly line: string;
  /** What is underlined. */
  readonly text: string;
}

const OUTDATED: Problem = {
  code: 'lock-unsatisfied',
  line: '"requests>=2.25"',
  text: '>=2.25',
};

const IN_SHELL = {
  title: 'Provide what pycups needs in shell.nix',
  file: 'shell.nix',
  writes: 'pkgs.cups',
};

const NEEDS: readonly string[] = ['7.2.0', 'libjpeg', 'setuptools'];

/** The examples that are not of Poetry, and what their user sees in every editor. */
export const projects: readonly ExampleProject[] = [
  {
    tool: 'uv',
    example: 'imgapp-uv',
    manifest: 'pyproject.toml',
    lock: 'uv.lock',
    problems: [
      { code: 'lock-stale', line: '[project]', text: '[project]' },
      { code: 'missing-build-system', line: '"pybktree>=1.1"', text: 'pybktree' },
      { code: 'missing-native-input', line: '"pycups>=2.0.1"', text: 'pycups' },
      OUTDATED,
    ],
    dependency: '"pillow',
    hover: [...NEEDS, '>=7.1.2', 'sdist', 'flake.nix'],
    locked: 'name = "pycups"',
    lockHover: ['2.0.4', 'cups'],
    action: {
      at: '"pycups',
      title: 'Provide cups to pycups in flake.nix',
      file: 'flake.nix',
      writes: 'pycups = prev.pycups.overrideAttrs',
    },
  },
  {
    tool: 'PDM',
    example: 'imgapp-pdm',
    manifest: 'pyproject.toml',
    lock: 'pdm.lock',
    problems: [
      { code: 'lock-stale', line: '[project]', text: '[project]' },
      { code: 'missing-native-input', line: '"pycups>=2.0.1"', text: 'pycups' },
      OUTDATED,
    ],
    dependency: '"pillow',
    hover: [...NEEDS, '>=7.1.2', 'shell.nix'],
    locked: 'name = "pillow"',
    lockHover: NEEDS,
    action: { at: '"pycups', ...IN_SHELL },
  },
  {
    tool: 'Pipenv',
    example: 'imgapp-pipenv',
    manifest: 'Pipfile',
    lock: 'Pipfile.lock',
    problems: [
      { code: 'lock-stale', line: '[packages]', text: '[packages]' },
      { code: 'lock-unsatisfied', line: 'requests =', text: '>=2.25' },
    ],
    dependency: 'pillow',
    hover: [...NEEDS, 'shell.nix'],
    locked: '"pillow":',
    lockHover: NEEDS,
    action: { at: 'pycups', ...IN_SHELL },
  },
  {
    tool: 'pip',
    example: 'imgapp-pip',
    manifest: 'requirements.txt',
    lock: 'constraints.txt',
    problems: [{ code: 'conflicting-requirements', line: 'requests==2.24.0', text: '==2.24.0' }],
    dependency: 'pillow==7.2.0',
    hover: [...NEEDS, 'shell.nix'],
    locked: 'requests',
    lockHover: ['requests', 'setuptools'],
    action: { at: 'pycups==2.0.4', ...IN_SHELL },
  },
  {
    tool: 'PEP 751',
    example: 'imgapp-pylock',
    manifest: 'pyproject.toml',
    lock: 'pylock.toml',
    problems: [{ code: 'missing-native-input', line: '"pycups>=2.0.1"', text: 'pycups' }, OUTDATED],
    dependency: '"pillow',
    hover: [...NEEDS, 'shell.nix'],
    locked: 'name = "pillow"',
    lockHover: NEEDS,
    action: { at: '"pycups', ...IN_SHELL },
  },
];

/** A line's start as the text of a regular expression that JavaScript, Vim, Emacs and Helix read alike. */
export function startPattern(start: string): string {
  return `^ *${start.replace(/[.*[\]]/g, String.raw`\$&`)}`;
}

/** Where the first line with a start is in a text, and the last character of that start: both from 1. */
export function placeOf(text: string, start: string): { line: number; column: number } {
  const lines = text.split('\n');
  const index = lines.findIndex((each) => each.trimStart().startsWith(start));
  const line = lines[index];
  if (line === undefined) throw new Error(`no line starts with ${start}`);
  return { line: index + 1, column: line.length - line.trimStart().length + start.length };
}
