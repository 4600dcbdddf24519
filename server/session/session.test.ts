import { describe, expect, it } from 'vitest';
import { fixtureKnowledge } from '../../test/support/fixture-knowledge.ts';
import {
  fixtureFiles,
  fixtureText,
  LOCK,
  MANIFEST,
  NIX,
} from '../../test/support/fixture-project.ts';
import { MemoryFileSystem } from '../../test/support/memory-file-system.ts';
import { Session } from './session.ts';

function codes(session: Session, file: string): readonly string[] {
  return session.snapshot(file)?.findings.map(({ code }) => code) ?? [];
}

describe('Session', () => {
  it('reads each file once, whatever is asked and however often', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    const session = new Session(fileSystem, fixtureKnowledge);
    session.snapshot(MANIFEST);
    const { reads } = fileSystem;
    session.snapshot(MANIFEST);
    session.snapshot(LOCK);
    session.snapshot(NIX);
    session.change(MANIFEST, 2, []);
    expect(fileSystem.reads).toBe(reads);
  });

  it('keeps lock and Nix reading through edits of the manifest', () => {
    const session = new Session(fixtureFiles('missing-native-input'), fixtureKnowledge);
    session.open(MANIFEST, 1, fixtureText('missing-native-input', 'pyproject.toml'));
    const before = session.project(MANIFEST).project;
    const end = fixtureText('missing-native-input', 'pyproject.toml').length;
    session.change(MANIFEST, 2, [{ locate: () => ({ start: end, end }), newText: '\n' }]);
    const after = session.project(MANIFEST).project;
    expect(after).not.toBe(before);
    expect(after?.lock).toBe(before?.lock);
    expect(after?.input.nixFiles).toBe(before?.input.nixFiles);
  });

  it('reads nothing again when a file is opened as it is on the disk', () => {
    const session = new Session(fixtureFiles('missing-native-input'), fixtureKnowledge);
    session.open(MANIFEST, 1, fixtureText('missing-native-input', 'pyproject.toml'));
    const before = session.project(MANIFEST).project;
    session.open(LOCK, 1, fixtureText('missing-native-input', 'poetry.lock'));
    const after = session.project(MANIFEST).project;
    expect(after?.lock).toBe(before?.lock);
  });

  it('keeps what is known of packages when a lock is written anew', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    const session = new Session(fileSystem, fixtureKnowledge);
    const before = session.project(MANIFEST).project;
    const text = fixtureText('missing-native-input', 'poetry.lock');
    fileSystem.write(LOCK, `# written anew\n${text}`);
    session.recheck();
    const after = session.project(MANIFEST).project;
    expect(after?.lock).not.toBe(before?.lock);
    const identities = [before, after].map((project) =>
      project?.lock?.packages.map(({ identity }) => identity),
    );
    expect(identities[0]?.[0]).toBeDefined();
    for (const [index, identity] of (identities[1] ?? []).entries())
      expect(identity).toBe(identities[0]?.[index]);
  });

  it('misses a declared readme until it is there', () => {
    const fileSystem = new MemoryFileSystem({
      [MANIFEST]: '[project]\nname = "a"\nversion = "1"\nreadme = "docs/README.md"\n',
    });
    const session = new Session(fileSystem, fixtureKnowledge);
    const missing = (): boolean => codes(session, MANIFEST).includes('missing-readme');
    expect(missing()).toBe(true);
    fileSystem.write('/p/docs/README.md', 'It is.');
    session.recheck();
    expect(missing()).toBe(false);
    fileSystem.write('/p/docs/other.md', '');
    fileSystem.remove('/p/docs/README.md');
    fileSystem.remove('/p/docs/other.md');
    session.recheck();
    expect(missing()).toBe(true);
  });

  it('judges a uv.lock by the uv.toml beside it, as soon as one is there', () => {
    const files = {
      '/p/pyproject.toml':
        '[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.9"\n[tool.uv]\nresolution = "lowest"\n',
      '/p/uv.lock':
        'version = 1\nrevision = 3\nrequires-python = ">=3.9"\n[[package]]\nname = "app"\nversion = "1"\nsource = { virtual = "." }\n',
    };
    const fileSystem = new MemoryFileSystem(files);
    const session = new Session(fileSystem, fixtureKnowledge);
    const isStale = (): boolean => {
      session.recheck();
      return codes(session, '/p/pyproject.toml').includes('lock-stale');
    };
    expect(isStale()).toBe(true);
    fileSystem.write('/p/uv.toml', 'offline = true\n');
    expect(isStale()).toBe(false);
    fileSystem.write('/p/uv.toml', 'resolution = "lowest-direct"\n');
    expect(isStale()).toBe(true);
    fileSystem.write('/p/uv.toml', 'resolution = "lowest-direct\n');
    expect(isStale()).toBe(false);
    fileSystem.remove('/p/uv.toml');
    expect(isStale()).toBe(true);
  });

  it('leaves out a uv.lock below a uv workspace, which uv does not read', () => {
    const files = {
      '/w/.git/HEAD': '',
      '/w/app/pyproject.toml':
        '[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.9"\ndependencies = ["foo"]\n',
      '/w/app/uv.lock': 'version = 1\nrevision = 3\nrequires-python = ">=3.9"\n',
    };
    const notInLock = (root: string): boolean => {
      const fileSystem = new MemoryFileSystem({ ...files, '/w/pyproject.toml': root });
      const session = new Session(fileSystem, fixtureKnowledge);
      return codes(session, '/w/app/pyproject.toml').includes('not-in-lock');
    };
    expect(notInLock('[tool.uv.workspace]\nmembers = ["app"]\n')).toBe(false);
    expect(notInLock('[tool.uv]\n')).toBe(true);
  });

  it('lets go of a Nix file when the manifest above it no longer declares a project', () => {
    const session = new Session(fixtureFiles('missing-native-input'), fixtureKnowledge);
    session.open(MANIFEST, 1, '[tool.poetry]\n');
    expect(session.manifestsOfFile(NIX)).toEqual([MANIFEST]);
    session.change(MANIFEST, 2, [{ locate: null, newText: '[tool.black]\n' }]);
    expect(session.manifestsOfFile(NIX)).toEqual([]);
    session.change(MANIFEST, 3, [{ locate: null, newText: '[tool.poetry]\n' }]);
    expect(session.manifestsOfFile(NIX)).toEqual([MANIFEST]);
  });

  it('lets go of a Nix file that is no longer imported', () => {
    const fileSystem = new MemoryFileSystem({
      '/w/.git/HEAD': '',
      '/w/app/pyproject.toml': '[tool.poetry]\n',
      '/w/app/default.nix': 'import ../nix/x.nix\n',
      '/w/nix/x.nix': '{ }\n',
    });
    const session = new Session(fileSystem, fixtureKnowledge);
    session.open('/w/app/default.nix', 1, 'import ../nix/x.nix\n');
    session.snapshot('/w/app/default.nix');
    expect(session.manifestsOfFile('/w/nix/x.nix')).toEqual(['/w/app/pyproject.toml']);
    session.change('/w/app/default.nix', 2, [{ locate: null, newText: '{ }\n' }]);
    expect(session.manifestsOfFile('/w/nix/x.nix')).toEqual([]);
  });

  it('takes an open document for what is on disk, and the disk when it closes', () => {
    const session = new Session(fixtureFiles('missing-native-input'), fixtureKnowledge);
    session.open(NIX, 1, fixtureText('provided-by-the-project', 'default.nix'));
    expect(codes(session, MANIFEST)).toEqual([]);
    session.close(NIX);
    expect(codes(session, MANIFEST)).toEqual(['missing-native-input']);
  });

  it('knows a Nix file that is open and was never saved', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.remove(NIX);
    const session = new Session(fileSystem, fixtureKnowledge);
    expect(codes(session, MANIFEST)).toEqual([]);
    session.open(NIX, 1, fixtureText('missing-native-input', 'default.nix'));
    expect(codes(session, MANIFEST)).toEqual(['missing-native-input']);
  });

  it('loads what the Nix files import, and what those import', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    const overlay =
      '(final: prev: { printing = prev.printing.overridePythonAttrs (old: { buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.cups ]; }); })';
    fileSystem.write(
      NIX,
      '{ pkgs ? import <nixpkgs> { } }:\npkgs.poetry2nix.mkPoetryApplication {\n  projectDir = ./.;\n  overrides = pkgs.poetry2nix.overrides.withDefaults (import ./nix/a.nix { inherit pkgs; });\n}\n',
    );
    fileSystem.write('/p/nix/a.nix', '{ pkgs }: import ./b.nix { inherit pkgs; }\n');
    fileSystem.write('/p/nix/b.nix', `{ pkgs }: ${overlay}\n`);
    const session = new Session(fileSystem, fixtureKnowledge);
    expect(codes(session, MANIFEST)).toEqual([]);
    expect(session.snapshot('/p/nix/b.nix')?.role).toBe('nix');
    fileSystem.write('/p/nix/b.nix', '{ pkgs }: final: prev: { }\n');
    expect(session.recheck()).toBe(true);
    expect(codes(session, MANIFEST)).toEqual(['missing-native-input']);
  });

  it('finds the project of a Nix file that stands above it', () => {
    const call = '{ pkgs }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./backend; }\n';
    const fileSystem = new MemoryFileSystem({
      '/r/.git/HEAD': '',
      '/r/default.nix': call,
      '/r/backend/pyproject.toml': fixtureText('missing-native-input', 'pyproject.toml'),
      '/r/backend/poetry.lock': fixtureText('missing-native-input', 'poetry.lock'),
    });
    const session = new Session(fileSystem, fixtureKnowledge);
    expect(session.snapshot('/r/default.nix')?.projects.map(({ root }) => root)).toEqual([
      '/r/backend',
    ]);
    expect(codes(session, '/r/backend/pyproject.toml')).toEqual(['missing-native-input']);
  });

  it('looks no further up than the checkout', () => {
    const call = '{ pkgs }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./r; }\n';
    const fileSystem = new MemoryFileSystem({
      '/default.nix': call,
      '/r/.git/HEAD': '',
      '/r/pyproject.toml': fixtureText('missing-native-input', 'pyproject.toml'),
      '/r/poetry.lock': fixtureText('missing-native-input', 'poetry.lock'),
    });
    const session = new Session(fileSystem, fixtureKnowledge);
    expect(session.project('/r/pyproject.toml').project?.uses).toEqual([]);
  });

  it('has nothing for what belongs to no project', () => {
    const session = new Session(
      new MemoryFileSystem({
        '/p/pyproject.toml': '[tool.black]\n',
        '/p/default.nix': '{ }',
        '/p/a.toml': '',
      }),
      fixtureKnowledge,
    );
    for (const file of ['/p/pyproject.toml', '/p/default.nix', '/p/a.toml', '/p/none.nix'])
      expect(session.snapshot(file), file).toBeNull();
  });

  it('judges a script without a lock where it is asked for alone', () => {
    const script = '# /// script\n# dependencies = ["lamp<<1"]\n# ///\n';
    const files = { '/p/lamp.py': script, '/p/plain.py': 'import lamp\n' };
    const session = new Session(new MemoryFileSystem(files), fixtureKnowledge);
    expect(session.manifestsIn('/p')).toEqual([]);
    expect(session.projectsOf('/p/plain.py')).toEqual([]);
    expect(session.projectsOf('/p/lamp.py').flatMap((each) => each.findings())).toMatchObject([
      { code: 'invalid-constraint', file: '/p/lamp.py' },
    ]);
    expect(session.snapshot('/p/plain.py')).toBeNull();
  });

  it('lets go of what is closed', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    const session = new Session(fileSystem, fixtureKnowledge);
    session.open(MANIFEST, 1, fixtureText('missing-native-input', 'pyproject.toml'));
    session.snapshot(MANIFEST);
    session.close(MANIFEST);
    session.forgetClosed();
    const { reads } = fileSystem;
    session.snapshot(MANIFEST);
    expect(fileSystem.reads).toBeGreaterThan(reads);
  });

  it('finds the manifests of a workspace, and again what open documents make of them', () => {
    const text = '[project]\nname = "x"\n';
    const files = ['/w/a/pyproject.toml', '/w/b/pyproject.toml', '/elsewhere/pyproject.toml'];
    const fileSystem = new MemoryFileSystem(Object.fromEntries(files.map((file) => [file, text])));
    const session = new Session(fileSystem, fixtureKnowledge);
    session.setFolders(['/w']);
    const scan = (): readonly string[] => [...session.scan()].filter((each) => each !== null);
    session.open('/elsewhere/pyproject.toml', 1, text);
    session.open('/w/b/pyproject.toml', 1, '[tool.black]\n');
    const found = scan();
    expect(found).toEqual(['/elsewhere/pyproject.toml', '/w/a/pyproject.toml']);
    session.close('/elsewhere/pyproject.toml');
    session.open('/w/a/pyproject.toml', 1, '');
    session.change('/w/b/pyproject.toml', 2, [{ locate: null, newText: text }]);
    session.open('/w/c/pyproject.toml', 1, text);
    const again = session.scannedAgain(found);
    expect([...again].toSorted()).toEqual(['/w/b/pyproject.toml', '/w/c/pyproject.toml']);
    expect(scan().toSorted()).toEqual([...again].toSorted());
  });
});
