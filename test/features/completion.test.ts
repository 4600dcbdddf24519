import { describe, expect, it } from 'vitest';
import { complete } from '../../server/features/completion/complete.ts';
import type { CompletionItem } from '../../server/features/completion/model.ts';
import { Session } from '../../server/session/session.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { fixtureFiles, MANIFEST, NIX } from '../support/fixture-project.ts';

/** What is offered where `|` stands in the file, the rest being the fixture's. */
function offered(fixture: string, file: string, marked: string): readonly CompletionItem[] {
  const offset = marked.indexOf('|');
  const fileSystem = fixtureFiles(fixture);
  fileSystem.write(file, marked.slice(0, offset) + marked.slice(offset + 1));
  const snapshot = new Session(fileSystem, fixtureKnowledge).snapshot(file);
  if (snapshot === null) throw new Error('no project');
  return complete(snapshot, offset)?.items ?? [];
}

function labels(fixture: string, marked: string): readonly string[] {
  return offered(fixture, MANIFEST, marked).map(({ label }) => label);
}

const TRANSITIVE = 'missing-for-a-transitive-package';
const POETRY = '[tool.poetry]\nname = "a"\n';

/** A manifest with one requirement. */
function requirements(inside: string): string {
  return `[project]\nname = "a"\ndependencies = [\n  "${inside}"\n]\n`;
}

function external(inside: string): readonly string[] {
  return labels('healthy', `${POETRY}[external]\ndependencies = ["${inside}"]`);
}

describe('completion in [external]', () => {
  it('offers identifiers that a nixpkgs attribute is known for', () => {
    const found = offered('healthy', MANIFEST, `${POETRY}[external]\nhost-requires = ["dep:gen|"]`);
    const libpq = found.find(({ label }) => label === 'dep:generic/libpq');
    expect(libpq).toMatchObject({ detail: 'libpq libpq.pg_config', newText: 'dep:generic/libpq' });
    const compiler = found.find(({ label }) => label === 'dep:virtual/compiler/c');
    expect(compiler?.detail).toBe('in every build');
    expect(compiler?.documentation()).toBe('stdenv brings it.');
    for (const place of [
      '[external.dependency-groups]\ndev',
      '[external.optional-dependencies]\nx',
    ])
      expect(labels('healthy', `${POETRY}${place} = ["|"]`)).toContain('dep:generic/zlib');
  });

  it('offers the keys of the table', () => {
    expect(labels('healthy', `${POETRY}[external]\nho|`)).toContain('host-requires');
  });

  it('offers the variables of a marker, and nothing for a version or in other lists', () => {
    expect(external('dep:generic/git; sys|')).toContain('sys_platform');
    expect(external('dep:generic/git@|')).toEqual([]);
    expect(labels('healthy', `${POETRY}[external]\nother = ["|"]`)).toEqual([]);
  });
});

describe('completion in a manifest', () => {
  it('offers packages that begin with what is typed, the locked ones first', () => {
    const found = offered(TRANSITIVE, MANIFEST, `${POETRY}[tool.poetry.dependencies]\npri|`);
    expect(found).toMatchObject([
      { label: 'printing', detail: '2.0.1 · native: cups', newText: 'printing = "^2.0.1"' },
    ]);
    expect(found[0]?.documentation()).toContain('Native libraries: cups.');
  });

  it('offers what is locked and not declared before anything is typed', () => {
    expect(labels(TRANSITIVE, `${POETRY}[tool.poetry.dependencies]\nbooklet = "*"\n|`)).toEqual([
      'printing',
    ]);
  });

  it('leaves a constraint that is there alone', () => {
    const [first] = offered(
      TRANSITIVE,
      MANIFEST,
      `${POETRY}[tool.poetry.dependencies]\npri| = "*"`,
    );
    expect(first?.newText).toBe('printing');
  });

  it('offers packages that are not locked, by what is known of them', () => {
    expect(offered('healthy', MANIFEST, `${POETRY}[tool.poetry.dependencies]\ntre|`)).toMatchObject(
      [{ label: 'tree-of-bk', newText: 'tree-of-bk = "*"' }],
    );
  });

  it('offers constraints of the locked version', () => {
    const constraints = ['^7.2.0', '~7.2.0', '>=7.2.0', '7.2.0', '*'];
    const table = `${POETRY}[tool.poetry.dependencies]\n`;
    expect(labels('healthy', `${table}pictures = "|"`)).toEqual(constraints);
    expect(labels('healthy', `${table}pictures = { version = "^|" }`)).toEqual(constraints);
    expect(
      labels('healthy', `${table}[tool.poetry.group.dev.dependencies]\nPictures = "|"`),
    ).toEqual(constraints);
  });

  it('offers the parts of a requirement', () => {
    expect(labels('healthy', requirements('pic|'))).toEqual(['pictures']);
    expect(labels('healthy', requirements('pictures|'))).toEqual(['pictures']);
    expect(labels('healthy', requirements('pictures>=|'))).toEqual([
      '>=7.2.0',
      '~=7.2.0',
      '==7.2.0',
    ]);
    expect(labels('healthy', requirements('pictures>=1; python|'))).toContain('python_version');
    expect(labels('healthy', requirements('pictures @ |'))).toEqual([]);
  });

  it('replaces the operator that is typed', () => {
    const fileSystem = fixtureFiles('healthy');
    const text = '[project]\nname = "a"\ndependencies = ["pictures>=1,<"]\n';
    fileSystem.write(MANIFEST, text);
    const snapshot = new Session(fileSystem, fixtureKnowledge).snapshot(MANIFEST);
    const offset = text.indexOf('<') + 1;
    expect(snapshot === null ? null : complete(snapshot, offset)?.span).toEqual({
      start: offset - 1,
      end: offset,
    });
  });

  it('offers keys of tables that it knows', () => {
    expect(labels('healthy', `${POETRY}|`)).toContain('readme');
    // A TOML server has the keys of [project] and [build-system] in itself.
    expect(labels('healthy', '[project]\n|')).not.toContain('requires-python');
    expect(labels('healthy', `${POETRY}[tool.poetry.dependencies]\na = { |`)).toContain('markers');
    expect(labels('healthy', `${POETRY}[tool.pyproject-nix-ls]\n|`)).toContain('target');
    expect(labels('healthy', `${POETRY}[tool.pyproject-nix-ls.severity]\n|`)).toContain(
      'lock-stale',
    );
    expect(labels('healthy', `${POETRY}[tool.black]\n|`)).toEqual([]);
  });

  it('offers groups, extras of packages, names for extras, and back ends', () => {
    const groups = '[dependency-groups]\ntest = ["a"]\nall = [{ include-group = "|" }]\n';
    expect(labels('healthy', groups)).toEqual(['test', 'all']);
    const extras = `${POETRY}[tool.poetry.dependencies]\na = "*"\n[tool.poetry.extras]\nx = ["|"]\n`;
    expect(labels('healthy', extras)).toEqual(['a']);
    expect(labels('healthy', `${POETRY}[build-system]\nbuild-backend = "|"`)).toContain(
      'hatchling.build',
    );
  });

  it('offers nothing in comments, in other strings, and in the lock', () => {
    expect(labels('healthy', `${POETRY}# |`)).toEqual([]);
    expect(labels('healthy', `${POETRY}description = "|"`)).toEqual([]);
  });
});

/** A Nix file with one override, whose list of inputs holds `body`. */
function overlay(body: string): string {
  return `{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.overrides.withDefaults (final: prev: {
    pictures = prev.pictures.overridePythonAttrs (old: {
      buildInputs = (old.buildInputs or [ ]) ++ [ ${body} ];
    });
  });
}
`;
}

describe('completion in an overlay', () => {
  it('offers attributes behind pkgs, by how many packages need them', () => {
    expect(offered('several-missing', NIX, overlay('pkgs.c|')).map(({ label }) => label)).toEqual([
      'cups',
    ]);
  });

  it('offers locked packages behind prev', () => {
    expect(offered('several-missing', NIX, overlay('prev.|')).map(({ label }) => label)).toEqual([
      'printing',
      'tree-of-bk',
    ]);
  });

  it('offers nothing in a file without an overlay', () => {
    expect(offered('several-missing', NIX, '{ pkgs }: pkgs.|')).toEqual([]);
  });
});
