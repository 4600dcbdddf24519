import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { LOCK_FORMATS } from '../server/locks/formats.ts';
import { roleOf } from '../server/session/file-roles.ts';

const root = join(import.meta.dirname, '..');
const main = join(root, 'dist/main.js');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const SERVED = [
  'pyproject.toml',
  'a/b/pyproject.toml',
  ...Object.values(LOCK_FORMATS).flatMap(({ name }) => name ?? []),
  'pylock.dev.toml',
  'Pipfile',
  'requirements.txt',
  'dev-requirements.in',
  'requirements/dev.txt',
  'constraints.txt',
  'default.nix',
  'nix/overrides.nix',
  'tools/report.py.lock',
];
/** What pins the inputs of Nix files: what a project is judged by changes with it. */
const PINS = ['flake.lock', 'nix/sources.json', 'npins/sources.json'];
const OTHERS = [
  'README.md',
  'Cargo.toml',
  'Cargo.lock',
  'notes.txt',
  'my-poetry.lock',
  'a/sources.json',
];

/** A file of Python is one of the server's where it holds the metadata of a script, which its name does not tell: most do not. */
const SCRIPT = 'tools/report.py';

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly language: string;
  readonly args: readonly string[];
  readonly files: string;
  readonly pass_filenames: boolean;
}

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

describe('.pre-commit-hooks.yaml', () => {
  const [hook, ...more] = parse(read('.pre-commit-hooks.yaml')) as readonly Hook[];
  if (hook === undefined) throw new Error('there is no hook');

  it('runs the program of the package on the whole repository', () => {
    expect(more).toEqual([]);
    expect(hook).toMatchObject({ language: 'node', pass_filenames: false });
    const { bin } = JSON.parse(read('package.json')) as { bin: Record<string, string> };
    const [program = '', ...args] = hook.entry.split(' ');
    expect(Object.keys(bin)).toContain(program);
    expect([...args, ...hook.args]).toEqual(['check', '--recursive']);
  });

  it('runs for the files that the server knows, and for no other', () => {
    const pattern = new RegExp(hook.files);
    expect([...SERVED, ...PINS].filter((file) => !pattern.test(file))).toEqual([]);
    expect(SERVED.filter((file) => roleOf(`/${file}`) === null)).toEqual([]);
    expect(OTHERS.filter((file) => pattern.test(file))).toEqual([]);
    expect(OTHERS.filter((file) => roleOf(`/${file}`) !== null)).toEqual([]);
    expect([pattern.test(SCRIPT), roleOf(`/${SCRIPT}`)]).toEqual([false, 'manifest']);
  });

  it('can be packed: what `npm pack` prints is the name of the package alone', () => {
    // pre-commit installs what it printed, and npm prints the banner of every script that it runs.
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(Object.keys(scripts)).not.toContain('prepack');
    expect(Object.keys(scripts)).not.toContain('prepare');
    expect(scripts['prepublish']).toContain('--if-changed');
  });
});

describe('actions that are used', () => {
  const workflows = ['ci', 'fuzz', 'release']
    .map((name) => parse(read(`.github/workflows/${name}.yml`)) as Workflow)
    .flatMap(({ jobs }) => Object.values(jobs).flatMap(({ steps }) => steps));
  const { steps } = (parse(read('action.yml')) as Action).runs;

  it('are pinned to a commit', () => {
    const used = [...steps, ...workflows].flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    expect(used.length).toBeGreaterThan(1);
    for (const uses of used) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  });
});

describe('the release', () => {
  const { jobs } = parse(read('.github/workflows/release.yml')) as Workflow;
  const runs = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run }) => run ?? ''));

  it('publishes what was tested, packed and named before, and nothing else', () => {
    const [publish, ...others] = runs.flatMap((run, at) =>
      run === 'npm publish --provenance' ? [at] : [],
    );
    expect(others).toEqual([]);
    const before = runs.slice(0, publish);
    for (const step of [
      'npm ci --ignore-scripts',
      'npm test',
      'npm run check:pack',
      'npm run package:vscode',
    ])
      expect(before).toContain(step);
    expect(before.some((run) => run.includes('scripts/release-notes.ts'))).toBe(true);
  });

  it('reads no name of a tag as shell', () => {
    expect(runs.filter((run) => run.includes('${{'))).toEqual([]);
  });

  it.each(['v0.0.0', 'main', '', '$(touch one)'])('is none of the tag %j', (tag) => {
    const script = join(root, 'scripts/release-notes.ts');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', script, tag],
      { cwd: root, encoding: 'utf8' },
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(`the tag is ${JSON.stringify(tag)}`);
  });
});

// `npm test` builds first; a bare `vitest` in a checkout that was never built has nothing to run.
describe.skipIf(!existsSync(main))('action.yml', () => {
  const { inputs, outputs, runs } = parse(read('action.yml')) as Action;
  let folder: string;
  let workspace: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pyproject-nix-ls-action-'));
    workspace = join(folder, 'work space');
    for (const name of ['imgapp', 'imgapp-broken', 'science'])
      cpSync(join(root, 'examples', name), join(workspace, 'examples', name), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('reads no input as shell', () => {
    expect(runs.using).toBe('composite');
    for (const { run = '' } of runs.steps) expect(run).not.toContain('${{');
    const given = Object.values(stepOf('check').env ?? {});
    expect(given).toEqual(Object.keys(inputs).map((name) => `\${{ inputs.${name} }}`));
    expect(Object.keys(outputs)).toEqual(['sarif-file']);
  });

  it('says that this Node.js will do', () => {
    expect(runStep('node', {})).toMatchObject({ status: 0, outputs: 'fits=true\n' });
  });

  it('annotates what it finds, and fails', () => {
    const { status, stdout, outputs: said } = runStep('check', {});
    expect(status).toBe(1);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(
      /^::warning file=examples\/imgapp-broken\/pyproject\.toml,line=8,.*title=lock-stale::/,
    );
    expect(said).toBe('');
  });

  it('passes what is asked for on', () => {
    const status = (given: Readonly<Record<string, string>>): number | null =>
      runStep('check', given).status;
    expect(status({ 'fail-on': 'never' })).toBe(0);
    expect(status({ paths: 'examples/imgapp\nexamples/science' })).toBe(0);
    expect(status({ paths: 'examples', recursive: 'false' })).toBe(2);
    expect(status({ select: 'not-in-lock' })).toBe(0);
    expect(status({ ignore: 'lock-stale,lock-unsatisfied' })).toBe(1);
    expect(status({ target: 'nonsense' })).toBe(2);
    expect(runStep('check', { select: 'lock-stale' }).stdout.match(/^::/gm)).toHaveLength(1);
  });

  it('writes a log in SARIF too, also where it fails', () => {
    const { status, outputs: said } = runStep('check', { 'sarif-file': 'out/a log.sarif' });
    expect(status).toBe(1);
    expect(said).toBe('sarif-file=out/a log.sarif\n');
    const log = JSON.parse(readFileSync(join(workspace, 'out/a log.sarif'), 'utf8')) as {
      runs: { results: unknown[] }[];
    };
    expect(log.runs[0]?.results).toHaveLength(4);
  });

  it('says that SARIF was not written, names none then, and fails', () => {
    const outside = join(folder, 'outside');
    mkdirSync(outside, { recursive: true });
    writeFileSync(join(outside, 'private'), 'private');
    mkdirSync(join(workspace, 'out'), { recursive: true });
    symlinkSync(outside, join(workspace, 'out/elsewhere'));
    for (const file of [
      'no/such/folder/log.sarif',
      'out',
      'out/elsewhere/log.sarif',
      'a\nother=1',
      'a\r::error::x',
      '/dev/full/log',
    ]) {
      const { status, stderr, outputs: said } = runStep('check', { 'sarif-file': file });
      expect([status, said], file).toEqual([2, '']);
      expect(stderr, file).toMatch(/^pyproject-nix-ls action: sarif-file /m);
      expect(stderr, file).not.toMatch(/^\s*(?:::|##)/m);
    }
    expect(readdirSync(outside)).toEqual(['private']);
  });

  it('replaces a link that waits under the name of the log', () => {
    const waiting = join(folder, 'waiting');
    writeFileSync(waiting, 'private');
    mkdirSync(join(workspace, 'out'), { recursive: true });
    symlinkSync(waiting, join(workspace, 'out/linked.sarif'));
    const { outputs: said } = runStep('check', { 'sarif-file': 'out/linked.sarif' });
    expect(said).toBe('sarif-file=out/linked.sarif\n');
    expect(readFileSync(waiting, 'utf8')).toBe('private');
    expect(lstatSync(join(workspace, 'out/linked.sarif')).isSymbolicLink()).toBe(false);
    expect(readdirSync(join(workspace, 'out')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('takes hostile inputs for what they are: text', () => {
    const { status } = runStep('check', {
      paths: '$(touch one); touch two\n--write',
      select: '`touch three`',
    });
    expect(status).toBe(2);
    for (const name of ['one', 'two', 'three'])
      expect(existsSync(join(workspace, name))).toBe(false);
  });

  function stepOf(id: string): Step {
    const found = runs.steps.find((step) => step.id === id);
    if (found === undefined) throw new Error(`there is no step ${id}`);
    return found;
  }

  /** Runs a step as a runner would, with the inputs' defaults. */
  function runStep(id: string, given: Readonly<Record<string, string>>) {
    const { run = '', env = {} } = stepOf(id);
    const output = join(folder, 'output');
    writeFileSync(output, '');
    mkdirSync(join(workspace, 'out'), { recursive: true });
    const environment = Object.entries(env).map(([name, expression]) => {
      const input = /inputs\.([\w-]+)/.exec(expression)?.[1] ?? '';
      return [name, given[input] ?? inputs[input]?.default ?? ''];
    });
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-e', '-c', run],
      {
        cwd: workspace,
        encoding: 'utf8',
        env: {
          ...process.env,
          ...(Object.fromEntries(environment) as Record<string, string>),
          GITHUB_ACTION_PATH: root,
          GITHUB_OUTPUT: output,
        },
      },
    );
    return { status, stdout, stderr, outputs: readFileSync(output, 'utf8') };
  }
});
