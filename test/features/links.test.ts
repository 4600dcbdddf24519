import { describe, expect, it } from 'vitest';
import { documentLinks } from '../../server/features/links.ts';
import { Session } from '../../server/session/session.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { fixtureFiles, MANIFEST, NIX } from '../support/fixture-project.ts';

/** `text → address` of every link of a file that holds `text`. */
function links(file: string, text: string): readonly string[] {
  const fileSystem = fixtureFiles('healthy');
  fileSystem.write(file, text);
  const snapshot = new Session(fileSystem, fixtureKnowledge).snapshot(file);
  return (snapshot === null ? [] : documentLinks(snapshot)).map(
    ({ span, to }) =>
      `${text.slice(span.start, span.end)} → ${'url' in to ? to.url : `file ${to.file}`}`,
  );
}

describe('links of a manifest', () => {
  it('lead to PyPI, and from no name that there can be none of', () => {
    expect(links(MANIFEST, '[project]\nname = "a"\ndependencies = ["Foo.Bar>=1", "é"]\n')).toEqual([
      'Foo.Bar → https://pypi.org/project/foo-bar/',
    ]);
  });

  it('lead to where the project and its dependencies live', () => {
    const text = [
      '[tool.poetry]',
      'homepage = "https://a.example/"',
      'repository = "git@a.example:x"',
      '[tool.poetry.urls]',
      'Chat = "https://a.example/chat"',
      '[tool.poetry.dependencies]',
      'x = { git = "https://b.example/x.git" }',
      'y = { path = "../y" }',
      'z = { url = "https:\\u002F/b.example/z.whl" }',
      '[project.urls]',
      'Source = "http://a.example/source"',
    ].join('\n');
    expect(links(MANIFEST, text)).toEqual([
      'http://a.example/source → http://a.example/source',
      'https://a.example/chat → https://a.example/chat',
      'https://a.example/ → https://a.example/',
      'https://b.example/x.git → https://b.example/x.git',
    ]);
  });
});

describe('links of a Nix file', () => {
  it('lead to the attributes of nixpkgs that overrides name', () => {
    const text = `{ pkgs }:
let cups = pkgs.elsewhere; in
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.overrides.withDefaults (final: prev: {
    pictures = prev.pictures.overridePythonAttrs (old: {
      buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.libjpeg final.pkgs.xorg.libxcb final.setuptools ];
      # pkgs.comment
      note = "pkgs.string";
    });
  });
}
`;
    const search = 'https://search.nixos.org/packages?channel=unstable';
    expect(links(NIX, text)).toEqual([
      'pictures → https://pypi.org/project/pictures/',
      `pkgs.libjpeg → ${search}&show=libjpeg&query=libjpeg`,
      `final.pkgs.xorg.libxcb → ${search}&show=xorg.libxcb&query=xorg.libxcb`,
    ]);
  });
});
