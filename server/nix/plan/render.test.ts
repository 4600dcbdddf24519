import { describe, expect, it } from 'vitest';
import type { RequestRow } from '../../../test/nix/edits.ts';
import { overrideRequest } from '../../../test/nix/edits.ts';
import type { OverrideRequest, TargetId } from '../model.ts';
import { parseNix } from '../parse.ts';
import { renderOverride, renderStandalone } from './render.ts';

const PSYCOPG: RequestRow = {
  package: 'psycopg2',
  buildSystems: ['setuptools'],
  nativeBuildInputs: ['libpq.pg_config'],
  buildInputs: ['libpq'],
};

const EXPECTED: readonly (readonly [TargetId, string])[] = [
  [
    'poetry2nix',
    `psycopg2 = prev.psycopg2.overridePythonAttrs (old: {
  nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ pkgs.libpq.pg_config ];
  buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools pkgs.libpq ];
});`,
  ],
  [
    'uv2nix',
    `psycopg2 = prev.psycopg2.overrideAttrs (old: {
  nativeBuildInputs =
    (old.nativeBuildInputs or [ ])
    ++ [ pkgs.libpq.pg_config ]
    ++ final.resolveBuildSystem { setuptools = [ ]; };
  buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.libpq ];
});`,
  ],
  [
    'nixpkgs',
    `psycopg2 = prev.psycopg2.overridePythonAttrs (old: {
  nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ pkgs.libpq.pg_config ];
  build-system = (old.build-system or [ ]) ++ [ final.setuptools ];
  buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.libpq ];
});`,
  ],
  [
    'pypi2nix',
    `psycopg2 = python.overrideDerivation super.psycopg2 (old: {
  nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ pkgs.libpq.pg_config ];
  buildInputs = (old.buildInputs or [ ]) ++ [ self.setuptools pkgs.libpq ];
});`,
  ],
  [
    'mkshell',
    `packages = [ pkgs.libpq.pg_config ];
LD_LIBRARY_PATH = pkgs.lib.makeLibraryPath [ pkgs.stdenv.cc.cc.lib pkgs.libpq ];`,
  ],
  [
    'dream2nix',
    `pip.overrides.psycopg2.mkDerivation = {
  nativeBuildInputs = [ config.deps.libpq.pg_config config.deps.python.pkgs.setuptools ];
  buildInputs = [ config.deps.libpq ];
};
deps = { nixpkgs, ... }: {
  inherit (nixpkgs) libpq;
};`,
  ],
];

describe('renderOverride', () => {
  it.each(EXPECTED)('writes what %s takes', (target, text) => {
    const rendered = renderOverride(overrideRequest({ ...PSYCOPG, target }));
    expect(rendered).toBe(text);
    expect(parseNix(`{ ${rendered} }`).errors).toEqual([]);
  });

  it.each(['poetry2nix', 'nixpkgs', 'dream2nix'] as const)(
    'names Cython before 3 for %s as nixpkgs does',
    (target) => {
      const request = overrideRequest({ target, package: 'foo', buildSystems: ['cython-0'] });
      expect(renderOverride(request)).toMatch(/\b(final|pkgs)\.cython_0 /);
    },
  );

  it.each([
    { package: '${x}', buildInputs: ['zlib'] },
    { package: 'foo', buildInputs: ['a b'] },
    { package: 'foo', buildSystems: ['"'] },
    { package: null, buildInputs: ['zlib'] },
    { package: 'foo' },
  ])('writes nothing of %j', (request) => {
    expect(renderOverride(overrideRequest(request))).toBe('');
  });

  it('writes one override for a package that is asked for twice', () => {
    const requests = [{ buildInputs: ['zlib'] }, { buildInputs: ['zlib', 'libffi'] }].map((rest) =>
      overrideRequest({ ...rest, package: 'foo' }),
    );
    expect(renderStandalone(requests)).toBe(
      `overrides = poetry2nix.defaultPoetryOverrides.extend (final: prev: {
  foo = prev.foo.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib pkgs.libffi ];
  });
});
`,
    );
  });
});

function ownAndOther(target: TargetId): OverrideRequest[] {
  return [
    overrideRequest({ target, package: 'app', ofProject: true, buildInputs: ['libpq'] }),
    overrideRequest({ target, package: 'b', buildInputs: ['zlib'] }),
  ];
}

describe('what the project itself needs', () => {
  it('stands among the arguments of the call', () => {
    expect(renderStandalone(ownAndOther('poetry2nix'))).toBe(
      `buildInputs = [ pkgs.libpq ];
overrides = poetry2nix.defaultPoetryOverrides.extend (final: prev: {
  b = prev.b.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
  });
});
`,
    );
    expect(renderStandalone(ownAndOther('poetry2nix').slice(0, 1))).toBe(
      'buildInputs = [ pkgs.libpq ];\n',
    );
    expect(renderStandalone(ownAndOther('nixpkgs'))).toMatch(
      /^buildInputs = \[ pkgs\.libpq \];\npackageOverrides = /,
    );
  });

  it('is an entry of the overlay with uv2nix, and none with pypi2nix', () => {
    expect(renderStandalone(ownAndOther('uv2nix'))).toContain('app = prev.app.overrideAttrs');
    expect(renderStandalone(ownAndOther('pypi2nix'))).not.toContain('app = ');
  });

  it('is a remark with dream2nix', () => {
    expect(renderStandalone(ownAndOther('dream2nix'))).toMatch(
      /^# mkDerivation\.buildInputs of the project itself: libpq\n\{/,
    );
  });
});
