import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileSystem } from '../server/session/file-system.ts';
import { nodeFileSystem } from '../server/session/node-file-system.ts';
import { runCli, type CliResult } from './support/cli.ts';
import { TestClient } from './support/client.ts';
import { fixtureKnowledge } from './support/fixture-knowledge.ts';
import { fixtureText } from './support/fixture-project.ts';

/** What stands in every file outside. */
const SECRET = 'canary-in-the-mine';

const OVERLAY = `final: prev: {
  ${SECRET} = prev.${SECRET};
  printing = prev.printing.overridePythonAttrs (old: { });
}
`;

let top = '';
let checkout = '';
let outside = '';
/** Files that were opened and folders that were listed, without links on the way. */
let seen: string[] = [];

/** The disk, with a note of all that is opened. */
const watched: FileSystem = {
  ...nodeFileSystem,
  read(file) {
    seen.push(realOf(file));
    return nodeFileSystem.read(file);
  },
};

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function put(file: string, text: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'outside-')));
  checkout = join(top, 'checkout');
  outside = join(top, 'outside');
  mkdirSync(join(checkout, '.git'), { recursive: true });
  mkdirSync(outside);
  seen = [];
});

afterEach(() => {
  rmSync(top, { recursive: true, force: true });
});

function run(args: readonly string[], allowRoots: readonly string[] = []): CliResult {
  return runCli(watched, args, { cwd: checkout, allowRoots });
}

const opened = (): readonly string[] => seen.filter((path) => path.startsWith(`${outside}/`));

/** A Poetry project whose Nix file has its overrides in the file that `overlay` says. */
function poetryProject(overlay: string): void {
  for (const name of ['pyproject.toml', 'poetry.lock'])
    put(join(checkout, name), fixtureText('missing-native-input', name));
  put(
    join(checkout, 'default.nix'),
    `{ pkgs }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (import ${overlay}); }\n`,
  );
}

const BARE = '[project]\nname = "app"\nversion = "1"\n';

/** Ways in which a repository may name what is outside of it; each lays it out. */
const WAYS: Readonly<Record<string, () => void>> = {
  'an absolute import': () => poetryProject(put(join(outside, 'ov.nix'), OVERLAY)),
  'an import that goes up': () => {
    put(join(outside, 'ov.nix'), OVERLAY);
    poetryProject('../outside/ov.nix');
  },
  'an import of a link': () => {
    symlinkSync(put(join(outside, 'ov.nix'), OVERLAY), join(checkout, 'ov.nix'));
    poetryProject('./ov.nix');
  },
  'an import through a linked folder': () => {
    put(join(outside, 'ov.nix'), OVERLAY);
    symlinkSync(outside, join(checkout, 'nix'));
    poetryProject('./nix/ov.nix');
  },
  'a Nix file that is a link': () => {
    poetryProject('./ov.nix');
    symlinkSync(put(join(outside, 'shell.nix'), OVERLAY), join(checkout, 'shell.nix'));
  },
  'an include that goes up': () => {
    put(join(outside, 'notes.txt'), `${SECRET}==1\n`);
    put(join(checkout, 'requirements.txt'), '-r ../outside/notes.txt\n');
  },
  'an include of a link': () => {
    symlinkSync(put(join(outside, 'notes'), `${SECRET}==1\n`), join(checkout, 'notes.txt'));
    put(join(checkout, 'requirements.txt'), '-r notes.txt\n-c notes.txt\n');
  },
  'a requirements file that is a link': () => {
    const file = put(join(outside, 'notes'), `${SECRET}==1\n`);
    symlinkSync(file, join(checkout, 'requirements.txt'));
    put(join(checkout, 'pyproject.toml'), BARE);
  },
  'a manifest that is a link': () => {
    const file = put(join(outside, 'notes'), `[project]\nname = "${SECRET}"\n`);
    symlinkSync(file, join(checkout, 'pyproject.toml'));
  },
  'a lock that is a link': () => {
    put(join(checkout, 'pyproject.toml'), fixtureText('missing-native-input', 'pyproject.toml'));
    const lock = `[[package]]\nname = "${SECRET}"\nversion = "1"\n`;
    symlinkSync(put(join(outside, 'lock'), lock), join(checkout, 'poetry.lock'));
  },
  'pins that are a link': () => {
    poetryProject('./ov.nix');
    const pins = `{"nodes":{"root":{"inputs":{"poetry2nix":"p"}},"p":{"locked":{"rev":"${SECRET}"}}}}`;
    symlinkSync(put(join(outside, 'pins'), pins), join(checkout, 'flake.lock'));
  },
  'members of a workspace': () => {
    put(join(outside, 'a/pyproject.toml'), `[project]\nname = "${SECRET}"\n`);
    symlinkSync(join(outside, 'a'), join(checkout, 'a'));
    put(
      join(checkout, 'pyproject.toml'),
      `${BARE}[tool.uv.workspace]\nmembers = ["a", "../outside/*"]\n`,
    );
    put(
      join(checkout, 'uv.lock'),
      [
        'version = 1\nrequires-python = ">=3.11"',
        '[manifest]\nmembers = ["app", "x", "y"]',
        '[[package]]\nname = "app"\nversion = "1"\nsource = { virtual = "." }',
        '[[package]]\nname = "x"\nversion = "1"\nsource = { editable = "a" }',
        '[[package]]\nname = "y"\nversion = "1"\nsource = { editable = "../outside/a" }\n',
      ].join('\n'),
    );
    put(
      join(checkout, 'default.nix'),
      '{ uv2nix, base }: let workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; }; in base.overrideScope (workspace.mkPyprojectOverlay { sourcePreference = "wheel"; })\n',
    );
  },
  'a setting': () => {
    const file = put(join(outside, 'versions.json'), `{"${SECRET}": "1"}`);
    put(
      join(checkout, 'pyproject.toml'),
      `${BARE}[tool.pyproject-nix-ls]\nnixpkgs-versions = ${JSON.stringify(file)}\n`,
    );
  },
  'a setting that names a file of another project': () => {
    put(join(outside, 'pyproject.toml'), `[project]\nname = "${SECRET}"\n`);
    const file = put(join(outside, 'versions.nix'), `{ ${SECRET} = "1"; }`);
    put(
      join(checkout, 'pyproject.toml'),
      `${BARE}[tool.pyproject-nix-ls]\nnixpkgs-versions = ${JSON.stringify(file)}\n`,
    );
  },
  'a readme': () => {
    put(join(outside, 'README.md'), SECRET);
    put(
      join(checkout, 'pyproject.toml'),
      `${BARE}readme = ${JSON.stringify(join(outside, 'README.md'))}\n`,
    );
  },
};

const COMMANDS: readonly (readonly string[])[] = [
  ['check', '--format', 'json'],
  ['check', '--recursive'],
  ['doctor'],
  ['explain', 'printing'],
  ['overrides'],
  ['overrides', '--write'],
  [
    'edit',
    'default.nix',
    '--target=poetry2nix',
    '--package=printing',
    '--build-input=cups',
    '--write',
  ],
];

describe('nothing outside of the checkout is opened or told', () => {
  it.each(Object.keys(WAYS))('by %s', async (way) => {
    WAYS[way]?.();
    const before = textsOutside();
    for (const args of COMMANDS) {
      const { out, err } = run(args);
      expect(out + err, args.join(' ')).not.toContain(SECRET);
    }
    expect(opened()).toEqual([]);
    expect(await hoverAnywhere()).not.toContain(SECRET);
    expect(opened()).toEqual([]);
    expect(textsOutside()).toEqual(before);
    // The same is opened where it is allowed, so that it is not for another reason that it was not.
    run(['check'], [outside]);
    expect(opened().length > 0).toBe(way !== 'a readme');
  });

  it('is said once of each file, and read where the user allows it', () => {
    const overlay = put(join(outside, 'ov.nix'), OVERLAY);
    poetryProject('../outside/ov.nix');
    const { err } = run(['check']);
    expect(said(err)).toEqual([
      `pyproject-nix-ls: ${overlay} is outside of ${checkout}, and is not read. --allow-root allows it.`,
    ]);
    for (const allowed of [
      run(['check', '--allow-root', '../outside']),
      run(['check'], [outside]),
      run(['check'], [overlay]),
    ])
      expect(said(allowed.err)).toEqual([]);
    expect(opened()).toContain(overlay);
  });

  it('writes there only where the user allows it', () => {
    const overlay = put(join(outside, 'ov.nix'), OVERLAY);
    poetryProject('../outside/ov.nix');
    const edit = ['edit', 'default.nix', '--target=poetry2nix', '--package=printing'];
    const args = [...edit, '--build-input=cups', '--write'];
    expect(run(args).code).toBe(1);
    expect(readFileSync(overlay, 'utf8')).toBe(OVERLAY);
    expect(run([...args, '--allow-root', outside]).code).toBe(0);
    expect(readFileSync(overlay, 'utf8')).toContain('pkgs.cups');
  });

  it('is read where a command names it', () => {
    put(join(outside, 'pyproject.toml'), `[project]\nname = "${SECRET}"\n`);
    symlinkSync(outside, join(checkout, 'elsewhere'));
    expect(run(['check', 'elsewhere', '--format', 'json']).code).toBe(0);
    expect(opened()).toContain(join(outside, 'pyproject.toml'));
  });

  it('is read above an unpacked archive, for what uv looks for there alone', () => {
    rmSync(join(checkout, '.git'), { recursive: true });
    const lock = put(join(top, 'uv.lock'), 'version = 1\n');
    put(join(top, 'pyproject.toml'), '[tool.uv.workspace]\nmembers = ["checkout"]\n');
    put(join(top, 'private.txt'), `${SECRET}==1\n`);
    put(join(checkout, 'pyproject.toml'), BARE);
    put(join(checkout, 'requirements.txt'), '-r ../private.txt\n');
    run(['check']);
    expect(seen).toContain(lock);
    expect(seen).not.toContain(join(top, 'private.txt'));
  });
});

function said(err: string): readonly string[] {
  return err.split('\n').filter((line) => line.includes('and is not read'));
}

function textsOutside(): readonly string[] {
  const files = ['ov.nix', 'shell.nix', 'notes', 'notes.txt', 'lock', 'pins', 'README.md'];
  return files.map((name) => {
    try {
      return readFileSync(join(outside, name), 'utf8');
    } catch {
      return '';
    }
  });
}

/** What an editor is shown of each file of the checkout that it opens, the client's own setting against it included. */
async function hoverAnywhere(): Promise<string> {
  const client = await TestClient.start({
    fileSystem: watched,
    knowledge: fixtureKnowledge,
    folders: [checkout],
    initializationOptions: { 'nixpkgs-versions': join(outside, 'versions.json') },
  });
  const answers: unknown[] = [];
  for (const name of ['pyproject.toml', 'requirements.txt', 'default.nix']) {
    const file = join(checkout, name);
    // A link to outside is opened by the client itself, who has its text.
    if (realOf(file) !== file || nodeFileSystem.kind(file) === null) continue;
    client.open(file, readFileSync(file, 'utf8'));
    const textDocument = { uri: `file://${file}` };
    for (let line = 0; line < 12; line += 1) {
      const position = { line, character: 9 };
      answers.push(
        await client.connection.sendRequest('textDocument/hover', { textDocument, position }),
      );
    }
    await client.settle();
  }
  const shown = JSON.stringify([answers, [...client.pushed], client.logged, client.messages]);
  await client.stop();
  return shown;
}
