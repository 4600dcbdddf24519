import { describe, expect, it } from 'vitest';
import {
  fact,
  factsOf,
  lockText,
  manifestText,
  poetry2nixOf,
  projectOf,
  providerMark,
} from '../../../test/support/project.ts';
import type { ProjectTexts } from '../../../test/support/project.ts';
import type { Fact, Provision } from '../../../overrides-db/model.ts';
import { parseRuns } from '../../../overrides-db/poetry2nix-line.ts';
import type { Verdict } from '../model.ts';

const LIBFOO = { kind: 'native-input', attr: 'libfoo', as: 'buildInputs' } as const;
const SETUPTOOLS = { kind: 'build-system', attr: 'setuptools' } as const;
const CARGO = { kind: 'cargo-hash' } as const;
const TWO_SOURCES = ['uv2nix_hammer_overrides', 'debian'] as const;
const NO_DEFAULTS = { provides: [], replaces: [] };

const texts = {
  manifest: manifestText(['foo = "^1"']),
  lock: lockText([{ name: 'foo' }]),
  facts: [factsOf('foo', [fact(LIBFOO, TWO_SOURCES)])],
} satisfies ProjectTexts;

function onlyVerdict(more: Partial<ProjectTexts> = {}): Verdict {
  const verdict = projectOf({ ...texts, ...more }).verdicts()[0];
  if (verdict === undefined) throw new Error('no verdict');
  return verdict;
}

/** `provider`, and `!` where it warns. */
function judged(verdict: Verdict): readonly string[] {
  return verdict.needs.map(providerMark);
}

/** `name state` of every locked package. */
function built(more: Partial<ProjectTexts>): readonly string[] {
  const verdicts = projectOf({ ...texts, ...more }).verdicts();
  return verdicts.map(({ package: { name }, built: { state } }) => `${name} ${state}`);
}

/** What stands of a need that poetry2nix's defaults provide in these revisions, where one of that second is pinned. */
function judgedAt(during: NonNullable<Provision['during']>, seconds: number): unknown {
  const defaults = { provides: [{ need: LIBFOO, when: {}, during }], replaces: [] };
  const facts = [factsOf('foo', [fact(LIBFOO, TWO_SOURCES)], defaults)];
  return judged(onlyVerdict({ facts, pins: poetry2nixOf(seconds) }));
}

describe('a need of a package that is built from its sdist', () => {
  it('warns where nobody provides it and two sources say so', () => {
    expect(judged(onlyVerdict())).toEqual(['nobody!']);
  });

  it.each([
    ['an optional need', [fact(LIBFOO, TWO_SOURCES, { required: false })]],
    ['a need that one source states', [fact(LIBFOO, ['uv2nix_hammer_overrides'])]],
    ['a need that only distributions state', [fact(LIBFOO, ['debian', 'nixpkgs', 'spack'])]],
    [
      'a need of another system',
      [fact(LIBFOO, TWO_SOURCES, { when: { systems: ['x86_64-darwin'] } })],
    ],
    ['a need of wheels', [fact(LIBFOO, TWO_SOURCES, { when: { distribution: 'wheel' } })]],
    [
      'a need of other versions',
      [fact(LIBFOO, TWO_SOURCES, { when: { versions: [{ from: '2' }] } })],
    ],
    [
      'a need of some of the interpreters',
      [fact(LIBFOO, TWO_SOURCES, { when: { python: '<3.9' } })],
    ],
  ])('does not warn of %s', (_, facts) => {
    const verdict = onlyVerdict({ facts: [factsOf('foo', facts)] });
    expect(judged(verdict)).not.toContain('nobody!');
  });

  it('holds for a system that the user has set', () => {
    const facts = [
      factsOf('foo', [fact(LIBFOO, TWO_SOURCES, { when: { systems: ['x86_64-darwin'] } })]),
    ];
    const verdict = onlyVerdict({ facts, settings: { systems: ['x86_64-darwin'] } });
    expect(judged(verdict)).toEqual(['nobody!']);
  });

  it('is provided by what the defaults do', () => {
    const defaults = { provides: [{ need: LIBFOO, when: {} }], replaces: [] };
    const verdict = onlyVerdict({ facts: [factsOf('foo', [fact(LIBFOO, TWO_SOURCES)], defaults)] });
    expect(judged(verdict)).toEqual(['target-defaults']);
  });

  it('is provided by a path in an environment variable of the defaults', () => {
    const need = { kind: 'environment', name: 'FOO_DIR', value: '${pkgs.libfoo}' } as const;
    const defaults = { provides: [{ need, when: {} }], replaces: [] };
    const verdict = onlyVerdict({ facts: [factsOf('foo', [fact(LIBFOO, TWO_SOURCES)], defaults)] });
    expect(judged(verdict)).toEqual(['target-defaults']);
  });

  it('is not warned of where the defaults have a recipe that builds without it', () => {
    const other = { kind: 'native-input', attr: 'libbar', as: 'buildInputs' } as const;
    const defaults = { provides: [{ need: other, when: {} }], replaces: [] };
    const verdict = onlyVerdict({ facts: [factsOf('foo', [fact(LIBFOO, TWO_SOURCES)], defaults)] });
    expect(judged(verdict)).toEqual(['nobody']);
  });

  it('is provided by defaults as they were at the pinned revision', () => {
    const during = parseRuns(['8f1b726844..']);
    const ended = parseRuns(['8f1b726844..ce2369db77']);
    expect(judgedAt(during, 1_640_000_000)).toEqual(['nobody!']);
    expect(judgedAt(during, 1_720_000_000)).toEqual(['target-defaults']);
    expect(judgedAt(ended, 1_720_000_000)).toEqual(['target-defaults']);
    // A revision of no known line, by its date: it may be older than that, and behind.
    expect(judgedAt(during, 1_670_000_000)).toEqual(['unknown']);
  });

  it.each([
    [1_782_000_000, 'xorg.libX11'],
    [1_800_500_000, 'libx11'],
  ])('has the name that the pinned nixpkgs of second %i has for it', (lastModified, attr) => {
    const libX11 = { kind: 'native-input', attr: 'xorg.libX11', as: 'buildInputs' } as const;
    const facts = [factsOf('foo', [fact(libX11, TWO_SOURCES)])];
    const locked = { type: 'github', owner: 'NixOS', repo: 'nixpkgs', rev: 'a', lastModified };
    const nodes = { root: { inputs: { nixpkgs: 'nixpkgs' } }, nixpkgs: { locked } };
    const lock = JSON.stringify({ version: 7, root: 'root', nodes });
    const { needs } = onlyVerdict({ facts, pins: new Map([['/p/flake.lock', lock]]) });
    expect(needs.map(({ fact: { need } }) => need)).toEqual([{ ...libX11, attr }]);
  });

  it('is not called missing where the defaults name it, under conditions that are not known', () => {
    const defaults = {
      provides: [{ need: LIBFOO, when: {}, named: true } as const],
      replaces: [],
    };
    const facts = [factsOf('foo', [fact(LIBFOO, TWO_SOURCES)], defaults)];
    expect(judged(onlyVerdict({ facts, pins: poetry2nixOf(1_720_000_000) }))).toEqual(['unknown']);
  });

  it('is provided by an override of the project', () => {
    const nix = `{ pkgs }: pkgs.poetry2nix.mkPoetryApplication {
      projectDir = ./.;
      overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
        foo = prev.foo.overridePythonAttrs (old: { buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.libfoo ]; });
      });
    }`;
    expect(judged(onlyVerdict({ nix }))).toEqual(['project-nix']);
  });

  it.each([
    ['overrides that are not read', 'overrides = builtins.getEnv "X";'],
    [
      'an override with a patch',
      'overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: { foo = prev.foo.overridePythonAttrs (old: { postPatch = ""; }); });',
    ],
    [
      'a package that is replaced',
      'overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: { foo = pkgs.python3.pkgs.foo; });',
    ],
  ])('is not known with %s', (_, overrides) => {
    const nix = `{ pkgs }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; ${overrides} }`;
    expect(judged(onlyVerdict({ nix }))).toEqual(['unknown']);
  });

  it('is provided by a shell that holds it', () => {
    const nix = `{ pkgs }: pkgs.mkShell { packages = [ pkgs.python3 pkgs.poetry pkgs.libfoo ]; }`;
    const verdict = onlyVerdict({ nix });
    expect(verdict.target).toBe('mkshell');
    expect(judged(verdict)).toEqual(['project-nix']);
    expect(judged(onlyVerdict({ nix: nix.replace('pkgs.libfoo', '') }))).toEqual(['nobody']);
  });

  it('is not warned of in a package that the user ignores', () => {
    expect(judged(onlyVerdict({ settings: { ignoredPackages: ['foo'] } }))).toEqual(['nobody']);
  });

  it('is not known without a Nix file', () => {
    const verdict = onlyVerdict({ nix: null });
    expect(verdict.target).toBeNull();
    expect(judged(verdict)).toEqual(['unknown']);
  });

  it('is warned of while another dependency is half typed', () => {
    const manifest = manifestText(['foo = "^1"', 'bar = ']);
    expect(judged(onlyVerdict({ manifest }))).toEqual(['nobody!']);
    const lock = lockText([{ name: 'foo' }, { name: 'lonely' }]);
    expect(built({ manifest, lock })).toEqual(['foo yes', 'lonely unknown']);
  });

  it.each([
    ['its own declaration is half typed', ['foo = "^'], ''],
    ['a header is half typed', ['foo = "^1"'], '[tool.poetry.group'],
    [
      'declarations are in a merge conflict',
      ['<<<<<<< a', 'foo = "^1"', '=======', '>>>>>>> b'],
      '',
    ],
    ['a string of several lines is not closed', ['foo = "^1"', 'bar = """'], ''],
    ['a setting is half typed', ['foo = "^1"'], '[tool.uv]\nno-binary-package = ['],
  ])('is not warned of where %s', (_what, dependencies, rest) => {
    const manifest = manifestText(dependencies, rest);
    expect(judged(onlyVerdict({ manifest }))).toEqual(['nobody']);
  });
});

describe('a build system', () => {
  it('is missing on the word of one source where nothing provides any', () => {
    const facts = [
      factsOf('foo', [fact(SETUPTOOLS, ['uv2nix_hammer_overrides'], { required: false })]),
    ];
    const verdict = onlyVerdict({ facts });
    expect(judged(verdict)).toEqual(['nobody!']);
    expect(verdict.needs[0]?.fact.required).toBe(true);
  });

  it('is not missing beside another that is, where the package can do without it', () => {
    const runner = { kind: 'build-system', attr: 'pytest-runner' } as const;
    const facts = [
      fact(SETUPTOOLS, ['uv2nix_hammer_overrides']),
      fact(runner, ['uv2nix_hammer_overrides'], { required: false }),
    ];
    expect(judged(onlyVerdict({ facts: [factsOf('foo', facts)] }))).toEqual(['nobody!', 'nobody']);
  });

  it('is not missing where the defaults provide another', () => {
    const hatchling = { kind: 'build-system', attr: 'hatchling' } as const;
    const defaults = { provides: [{ need: hatchling, when: {} }], replaces: [] };
    const facts = [
      fact(SETUPTOOLS, ['uv2nix_hammer_overrides'], { required: false }),
      fact(hatchling, ['poetry2nix']),
    ];
    const verdict = onlyVerdict({ facts: [factsOf('foo', facts, defaults)] });
    expect(judged(verdict)).toEqual(['nobody', 'target-defaults']);
  });

  it('is not missing beside one that older defaults provide, unless it is known to begin with a release', () => {
    const setuptoolsAlone = { provides: [{ need: SETUPTOOLS, when: {} }], replaces: [] };
    const flit = { kind: 'build-system', attr: 'flit-core' } as const;
    const verdictWhere = (when: Fact['when']): readonly string[] => {
      const facts = [fact(SETUPTOOLS, ['poetry2nix']), fact(flit, ['poetry2nix'], { when })];
      return judged(onlyVerdict({ facts: [factsOf('foo', facts, setuptoolsAlone)] }));
    };
    expect(verdictWhere({})).toEqual(['target-defaults', 'nobody']);
    expect(verdictWhere({ versions: [{ until: '9' }] })).toEqual(['target-defaults', 'nobody']);
    expect(verdictWhere({ versions: [{ from: '1' }] })).toEqual(['target-defaults', 'nobody!']);
  });

  it('is provided by a dependency of the package', () => {
    const facts = [factsOf('foo', [fact(SETUPTOOLS, TWO_SOURCES)])];
    const lock = lockText([{ name: 'foo', needs: ['setuptools = "*"'] }, { name: 'setuptools' }]);
    expect(judged(onlyVerdict({ facts, lock }))).toEqual(['target-defaults']);
  });

  it('is none of a wheel', () => {
    const facts = [
      factsOf('foo', [fact(SETUPTOOLS, TWO_SOURCES, { when: { distribution: 'sdist' } })]),
    ];
    const lock = lockText([{ name: 'foo', files: ['foo-1.0-py3-none-any.whl'] }]);
    expect(onlyVerdict({ facts, lock }).needs).toEqual([]);
  });
});

describe('a cargo hash', () => {
  const table = { ...NO_DEFAULTS, cargoVersions: ['1.0'], cargoUnknown: 'throws' as const };
  const facts = [factsOf('foo', [fact(CARGO, ['poetry2nix'])], table)];

  it('is provided for the versions of the table alone', () => {
    expect(judged(onlyVerdict({ facts }))).toEqual(['target-defaults']);
    const lock = lockText([{ name: 'foo', version: '1.1' }]);
    expect(judged(onlyVerdict({ facts, lock }))).toEqual(['nobody!']);
  });
});

describe('a dependency that is not locked yet', () => {
  it('has the needs of the versions that it allows', () => {
    const facts = [
      factsOf('new', [
        fact(LIBFOO, TWO_SOURCES, { when: { versions: [{ from: '2' }] } }),
        fact(SETUPTOOLS, TWO_SOURCES, { when: { versions: [{ until: '1' }] } }),
      ]),
    ];
    const project = projectOf({ ...texts, manifest: manifestText(['new = "^2.1"']), facts });
    const [dependency] = project.manifest.dependencies;
    const verdicts = dependency === undefined ? [] : project.verdictForUnlocked(dependency);
    expect(verdicts.map(({ needs }) => needs.map(({ fact: { need } }) => need))).toEqual([
      [LIBFOO],
    ]);
    expect(verdicts[0]?.package).toEqual({ name: 'new', version: null });
  });
});

describe('whether a package is built', () => {
  it('follows dependencies from the groups that are taken', () => {
    const manifest = manifestText(
      ['foo = "^1"'],
      '[tool.poetry.group.dev.dependencies]\nbar = "*"\n[tool.poetry.group.docs.dependencies]\nbaz = "*"\n',
    );
    const lock = lockText([
      { name: 'foo', needs: ['qux = "*"'] },
      { name: 'bar' },
      { name: 'baz' },
      { name: 'qux' },
    ]);
    expect(built({ manifest, lock })).toEqual(['foo yes', 'bar yes', 'baz no', 'qux yes']);
  });

  it('is no for a platform that is not built for, and open for an interpreter that may be', () => {
    const manifest = manifestText([
      'foo = { version = "*", markers = "sys_platform == \'win32\'" }',
      'bar = { version = "*", python = "<3.10" }',
    ]);
    const lock = lockText([{ name: 'foo' }, { name: 'bar' }]);
    expect(built({ manifest, lock })).toEqual(['foo no', 'bar unknown']);
  });

  it('reads markers on the package itself', () => {
    const lock = lockText([{ name: 'foo', lines: ['marker = "sys_platform == \'win32\'"'] }]);
    expect(built({ lock })).toEqual(['foo no']);
  });

  it('takes an optional dependency with the extra that asks for it', () => {
    const lock = lockText([
      {
        name: 'foo',
        lines: ['', '[package.extras]', 'more = ["bar"]'],
        needs: ['bar = { version = "*", optional = true }'],
      },
      { name: 'bar' },
    ]);
    expect(built({ lock })).toEqual(['foo yes', 'bar no']);
    const manifest = manifestText(['foo = { version = "*", extras = ["more"] }']);
    expect(built({ manifest, lock })).toEqual(['foo yes', 'bar yes']);
  });

  it('is open below a name that is locked at several versions', () => {
    const lock = lockText([
      { name: 'foo', needs: ['bar = "*"'] },
      { name: 'bar', version: '1.0', needs: ['baz = "*"'] },
      { name: 'bar', version: '2.0' },
      { name: 'baz' },
    ]);
    expect(built({ lock })).toEqual(['foo yes', 'bar unknown', 'bar unknown', 'baz unknown']);
  });

  it('follows a circle once', () => {
    const lock = lockText([
      { name: 'foo', needs: ['bar = "*"'] },
      { name: 'bar', needs: ['foo = "*"'] },
    ]);
    expect(built({ lock })).toEqual(['foo yes', 'bar yes']);
  });
});
