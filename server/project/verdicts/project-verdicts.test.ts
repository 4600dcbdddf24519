import { describe, expect, it } from 'vitest';
import { lockText, projectOf, providerMark, uv2nixOf } from '../../../test/support/project.ts';
import type { ProjectTexts } from '../../../test/support/project.ts';
import { findings } from '../../rules/run.ts';
import type { Verdict } from '../model.ts';
import { projectVerdicts } from './project-verdicts.ts';
import { isMissing } from './status.ts';
import { requestFor } from '../overrides/request.ts';
import { overrideRequest } from '../../../test/nix/edits.ts';
import { standaloneRequests } from '../overrides/standalone.ts';

const POETRY = `[tool.poetry]
name = "app"
version = "1.0"
[tool.poetry.dependencies]
python = "^3.11"
`;

const HOST = '[external]\nhost-requires = ["dep:generic/libpq"]\n';

function application(args = ''): string {
  return `{ pkgs }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; ${args} }`;
}

function inModule(body: string): readonly string[] {
  const nix = `{ config, dream2nix, ... }: { imports = [ dream2nix.modules.dream2nix.pip ]; ${body} }`;
  return judged(own(HOST, { nix }));
}

function own(external: string, more: Partial<ProjectTexts> = {}): readonly Verdict[] {
  return projectVerdicts(
    projectOf({ manifest: POETRY + external, lock: lockText([]), nix: application(), ...more }),
  );
}

/** `attr list provider`, and `!` where it warns. */
function judged(verdicts: readonly Verdict[]): readonly string[] {
  return verdicts.flatMap(({ needs }) =>
    needs.map((need) => {
      const { kind, ...rest } = need.fact.need;
      return 'as' in rest ? `${rest.attr} ${rest.as} ${providerMark(need)}` : kind;
    }),
  );
}

function judgedOn(marker: string): readonly string[] {
  return judged(own(`[external]\nhost-requires = ["dep:generic/zlib; ${marker}"]\n`));
}

/** A lock of uv with the project itself in it. */
function uvLock(source: string): string {
  return `version = 1\nrequires-python = ">=3.11"\n[[package]]\nname = "app"\nversion = "1.0"\nsource = { ${source} = "." }\n`;
}

describe('what the project itself needs', () => {
  it('is what [external] says', () => {
    const text = `[external]
build-requires = ["dep:virtual/compiler/c", "dep:generic/cmake"]
host-requires = ["dep:generic/zlib"]
dependencies = ["dep:generic/git"]
[external.optional-host-requires]
color = ["dep:generic/lcms2"]
[external.dependency-groups]
dev = ["dep:generic/libxml2"]
`;
    expect(judged(own(text))).toEqual([
      'cmake nativeBuildInputs nobody!',
      'zlib buildInputs nobody!',
      'git propagatedBuildInputs nobody!',
      'lcms2 buildInputs nobody',
      'libxml2 propagatedBuildInputs nobody',
    ]);
  });

  it('is nothing where nothing is said, and of a name that nothing is known of', () => {
    expect(own('')).toEqual([]);
    expect(own('[external]\ndependencies = ["dep:generic/never-heard-of"]\n')).toEqual([]);
  });

  it('is provided by the module of dream2nix that builds the project', () => {
    expect(
      inModule(
        'mkDerivation = { src = ./.; buildInputs = [ config.deps.libpq ]; nativeBuildInputs = [ config.deps.libpq.pg_config ]; };',
      ),
    ).toEqual(['libpq buildInputs project-nix', 'libpq.pg_config nativeBuildInputs project-nix']);
    expect(inModule('mkDerivation.src = ./.;')).toEqual([
      'libpq buildInputs nobody!',
      'libpq.pg_config nativeBuildInputs nobody!',
    ]);
    // A package of the index, or an environment alone: the project may be built elsewhere.
    expect(inModule('').join(' ')).not.toContain('!');
    expect(inModule('mkDerivation = { src = ./.; buildInputs = l; };').join(' ')).not.toContain(
      '!',
    );
  });

  it('is provided by the arguments of the call', () => {
    const nix = application('buildInputs = [ pkgs.libpq ];');
    expect(judged(own(HOST, { nix }))).toEqual([
      'libpq buildInputs project-nix',
      'libpq.pg_config nativeBuildInputs project-nix',
    ]);
  });

  it.each([
    ['an argument that is not read', application('buildInputs = f 1;')],
    [
      'an override of the application',
      `{ pkgs }: (${application().slice(10)}).overrideAttrs (o: { })`,
    ],
    ['patches', application('postPatch = "x";')],
  ])('is not known to be missing behind %s', (_name, nix) => {
    expect(judged(own(HOST, { nix }))).toEqual([
      'libpq buildInputs unknown',
      'libpq.pg_config nativeBuildInputs unknown',
    ]);
  });

  it('is not built by a call that builds the dependencies alone', () => {
    const nix = '{ pkgs }: pkgs.poetry2nix.mkPoetryEnv { projectDir = ./.; }';
    const [verdict] = own(HOST, { nix });
    expect(verdict?.built.state).toBe('no');
    expect(verdict?.needs.some(isMissing)).toBe(false);
  });

  it('counts on the systems of its marker', () => {
    expect(judgedOn("sys_platform == 'linux'")).toEqual(['zlib buildInputs nobody!']);
    expect(judgedOn("sys_platform == 'win32'")).toEqual([]);
    expect(judgedOn("python_version < '3.12'")).toEqual(['zlib buildInputs nobody']);
  });

  it('is not certain of a manifest with errors', () => {
    expect(judged(own(`${HOST}broken = `))).toEqual([
      'libpq buildInputs nobody',
      'libpq.pg_config nativeBuildInputs nobody',
    ]);
  });

  it('is a package of the overlays with uv2nix, unless uv does not build it', () => {
    const nix = `{ pkgs, uv2nix, base }:
let workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
in base.overrideScope (pkgs.lib.composeManyExtensions [
  (workspace.mkPyprojectOverlay { sourcePreference = "wheel"; })
  (final: prev: { })
])`;
    const manifest = `[project]\nname = "app"\nversion = "1.0"\n${HOST}dependencies = ["dep:generic/git"]\n`;
    const of = (source: string): readonly Verdict[] =>
      projectVerdicts(projectOf({ manifest, nix, lock: uvLock(source), lockName: 'uv.lock' }));
    expect(judged(of('editable'))).toEqual([
      'libpq buildInputs nobody!',
      'libpq.pg_config nativeBuildInputs nobody!',
      'git propagatedBuildInputs nobody',
    ]);
    expect(judged(of('virtual')).some((each) => each.endsWith('!'))).toBe(false);
    const builtAt = (date: string | null): string | undefined => {
      const lock = uvLock('virtual');
      const pins = date === null ? new Map<string, string>() : uv2nixOf(date);
      const [verdict] = projectVerdicts(
        projectOf({ manifest, nix, lock, lockName: 'uv.lock', pins }),
      );
      return verdict?.built.state;
    };
    expect(builtAt('2026-06-30T05:27:22Z')).toBe('no');
    expect(builtAt('2026-06-30T05:27:21Z')).toBe('yes');
    expect(builtAt(null)).toBe('unknown');
    const named = nix.replace(
      '{ })',
      '{ ${(pkgs.lib.importTOML ./pyproject.toml).project.name} = make final; })',
    );
    const lock = uvLock('editable');
    const unknown = projectVerdicts(projectOf({ manifest, nix: named, lock, lockName: 'uv.lock' }));
    expect(judged(unknown).some((each) => each.endsWith('!'))).toBe(false);
    const [verdict] = of('editable');
    expect(verdict === undefined ? null : requestFor(verdict, 'uv2nix')).toEqual(
      overrideRequest({
        target: 'uv2nix',
        package: 'app',
        ofProject: true,
        buildInputs: ['libpq'],
        nativeBuildInputs: ['libpq.pg_config'],
      }),
    );
  });

  it('is asked for with every other target', () => {
    const project = projectOf({ manifest: POETRY + HOST, lock: lockText([]), nix: null });
    expect(judged(projectVerdicts(project))).toEqual([
      'libpq buildInputs unknown',
      'libpq.pg_config nativeBuildInputs unknown',
    ]);
    const libpq = { kind: 'input', list: 'buildInputs', attr: 'libpq' };
    for (const target of ['poetry2nix', 'mkshell', 'nixpkgs', 'dream2nix'] as const)
      expect(standaloneRequests(project, target)).toMatchObject([
        {
          target,
          subject: target === 'mkshell' ? { kind: 'shell' } : { kind: 'project', name: 'app' },
          needs: expect.arrayContaining([libpq]),
        },
      ]);
  });

  it('brings what it runs into a shell', () => {
    const manifest = `${POETRY}[external]\ndependencies = ["dep:generic/git"]\n`;
    const project = projectOf({ manifest, lock: lockText([]), nix: null });
    expect(standaloneRequests(project, 'mkshell')).toEqual([
      overrideRequest({ target: 'mkshell', nativeBuildInputs: ['git'] }),
    ]);
    expect(standaloneRequests(project, 'nixpkgs')).toEqual([
      overrideRequest({
        target: 'nixpkgs',
        package: 'app',
        ofProject: true,
        propagatedBuildInputs: ['git'],
      }),
    ]);
  });

  it('is told at the identifier, once', () => {
    const manifest = POETRY + HOST;
    const found = findings(projectOf({ manifest, lock: lockText([]), nix: application() })).filter(
      ({ code }) => code === 'missing-native-input',
    );
    expect(
      found.map(({ span, message }) => [manifest.slice(span.start, span.end), message]),
    ).toEqual([
      [
        'dep:generic/libpq',
        'libpq and libpq.pg_config are missing: app itself is built by poetry2nix, and default.nix does not name them. (Known from this project.)',
      ],
    ]);
  });
});
