import type { TargetId } from '../../../server/nix/model.ts';

/** A project as somebody may have it, before an override is written into it. */
export interface Setting {
  readonly target: TargetId;
  readonly name: string;
  /** The folder beside this file with its manifest and lock; null without one. */
  readonly project: 'poetry' | 'uv' | 'dream2nix' | null;
  readonly files: Readonly<Record<string, string>>;
  /** The file that is asked to take the override; `default.nix` is what is evaluated. */
  readonly entry: string;
  /** A package that must stay as it is. */
  readonly bystander: string;
  /** What stands in for a package where the project's are nixpkgs' own. */
  readonly rename?: (name: string) => string;
  /** Whether what is there runs before the defaults of poetry2nix. */
  readonly beforeDefaults?: boolean;
}

const poetry = {
  target: 'poetry2nix',
  project: 'poetry',
  entry: 'default.nix',
  bystander: 'bystander',
} as const;
const uv = {
  target: 'uv2nix',
  project: 'uv',
  entry: 'default.nix',
  bystander: 'bystander',
} as const;
const module = {
  target: 'dream2nix',
  project: 'dream2nix',
  entry: 'default.nix',
  bystander: 'bystander',
} as const;
const shell = { target: 'mkshell', project: null, entry: 'default.nix', bystander: '' } as const;

const pypi2nix = {
  target: 'pypi2nix',
  project: null,
  entry: 'requirements_override.nix',
  bystander: 'bystander',
} as const;

/** What pypi2nix 2 writes does the same: sets that are built and overridden by way of `drvAttrs`. */
const REQUIREMENTS = `{ pkgs }:
let
  pythonPackages = pkgs.python37.pkgs;
  commonBuildInputs = [ pkgs.bzip2 ];
  build = pythonPackages.buildPythonPackage;
  python = {
    mkDerivation =
      args: build (args // { nativeBuildInputs = (args.nativeBuildInputs or [ ]) ++ args.buildInputs; });
    overrideDerivation =
      drv: change: build (drv.drvAttrs // change drv.drvAttrs // { inherit (drv) meta; });
    packages = generated { };
  };
  sample =
    name:
    python.mkDerivation {
      name = "\${name}-1.0";
      src = builtins.toFile "\${name}.tar.gz" "";
      doCheck = false;
      format = "setuptools";
      buildInputs = commonBuildInputs ++ [ ];
      propagatedBuildInputs = [ ];
      meta.description = name;
    };
  generated = self: {
    "odd-pkg" = sample "odd-pkg";
    "psycopg2" = sample "psycopg2";
    "bystander" = sample "bystander";
    "hatchling" = sample "hatchling";
    "flit-core" = sample "flit-core";
    "cython" = sample "cython";
  };
  overridesFile = ./requirements_override.nix;
  overrides =
    if builtins.pathExists overridesFile then
      [ (import overridesFile { inherit pkgs python; }) ]
    else
      [ ];
in
pkgs.lib.fix (pkgs.lib.fold pkgs.lib.extends generated overrides)
`;

const UV_HEAD = `{ lib, pkgs, pyproject-nix, uv2nix, pyproject-build-systems }:
let
  workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
  overlay = workspace.mkPyprojectOverlay { sourcePreference = "sdist"; };
`;

const UV_SET = `(pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python3; }).overrideScope`;

/** nixpkgs has none of the sample packages: these are in their places. */
const IN_NIXPKGS = new Map([
  ['odd-pkg', 'markupsafe'],
  ['crate-pkg', 'msgpack'],
  ['psycopg2', 'psutil'],
]);
const nixpkgs = {
  target: 'nixpkgs',
  project: null,
  bystander: 'zope-event',
  rename: (name: string): string => IN_NIXPKGS.get(name) ?? name,
} as const;

export const SETTINGS: readonly Setting[] = [
  {
    ...poetry,
    name: 'no overrides yet',
    files: {
      'default.nix': `{ pkgs }:
pkgs.poetry2nix.mkPoetryPackages {
  projectDir = ./.;
}
`,
    },
  },
  {
    ...poetry,
    name: 'withDefaults',
    beforeDefaults: true,
    files: {
      'default.nix': `{ pkgs }:
pkgs.poetry2nix.mkPoetryPackages {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.overrides.withDefaults (self: super: {
    both-pkg = super.both-pkg.overridePythonAttrs (old: {
      doCheck = false;
    });
  });
}
`,
    },
  },
  {
    ...poetry,
    name: 'a raw list, an overlay in its own file',
    files: {
      'default.nix': `{ pkgs }:
pkgs.poetry2nix.mkPoetryPackages {
  projectDir = ./.;
  overrides = [
    pkgs.poetry2nix.defaultPoetryOverrides
    (import ./overrides.nix)
  ];
}
`,
      'overrides.nix': `final: prev: {
  odd-pkg = prev.odd-pkg.overridePythonAttrs (_: { doCheck = false; });
}
`,
    },
  },
  {
    ...uv,
    name: 'no overlay of the user',
    files: {
      'default.nix': `${UV_HEAD}in
${UV_SET} (
  lib.composeManyExtensions [
    pyproject-build-systems.overlays.default
    overlay
  ]
)
`,
    },
  },
  {
    ...uv,
    name: 'pyprojectOverrides',
    files: {
      'default.nix': `${UV_HEAD}  pyprojectOverrides = _final: _prev: {
  };
in
${UV_SET} (
  lib.composeManyExtensions [
    pyproject-build-systems.overlays.default
    overlay
    pyprojectOverrides
  ]
)
`,
    },
  },
  {
    ...uv,
    name: 'a further overlay on pythonPkgsHostHost',
    files: {
      'default.nix': `${UV_HEAD}  pyprojectOverrides = lib.composeExtensions (_: _: { }) (
    _final: _prev: {
      # What is mended here.
    }
  );
  lockedSet = ${UV_SET} (
    lib.composeExtensions pyproject-build-systems.overlays.default overlay
  );
in
lockedSet.pythonPkgsHostHost.overrideScope pyprojectOverrides
`,
    },
  },
  {
    ...nixpkgs,
    name: 'an interpreter',
    entry: 'default.nix',
    files: {
      'default.nix': `{ pkgs }:
let
  python = pkgs.python3;
in
python
`,
    },
  },
  {
    ...nixpkgs,
    name: 'packageOverrides',
    entry: 'default.nix',
    files: {
      'default.nix': `{ pkgs }:
pkgs.python3.override {
  packageOverrides = self: super: {
    markupsafe = super.markupsafe.overridePythonAttrs (old: {
      doCheck = false;
    });
  };
}
`,
    },
  },
  {
    ...nixpkgs,
    name: 'pythonPackagesExtensions in an overlay',
    entry: 'overlay.nix',
    files: {
      // As nixpkgs does with the list; corepkgs does not take it.
      'default.nix': `{ pkgs }:
let
  overlaid = import ./overlay.nix pkgs { pythonPackagesExtensions = [ ]; };
in
pkgs.python3.override {
  packageOverrides = pkgs.lib.composeManyExtensions overlaid.pythonPackagesExtensions;
}
`,
      'overlay.nix': `final: prev: {
  pythonPackagesExtensions = prev.pythonPackagesExtensions ++ [
    (pyfinal: pyprev: {
    })
  ];
}
`,
    },
  },
  {
    ...module,
    name: 'no overrides yet',
    files: {
      'default.nix': `{ config, dream2nix, ... }: {
  imports = [ dream2nix.modules.dream2nix.pip ];
  deps = { nixpkgs, ... }: {
    python = nixpkgs.python3;
  };
  name = "odd-pkg";
  version = "1.0";
  pip.requirementsList = [ "odd-pkg" ];
}
`,
    },
  },
  {
    ...module,
    name: 'overrides there',
    files: {
      'default.nix': `{ config, lib, dream2nix, ... }: {
  imports = [ dream2nix.modules.dream2nix.pip ];
  deps = { nixpkgs, ... }: {
    inherit (nixpkgs) libxml2;
    python = nixpkgs.python3;
  };
  name = "odd-pkg";
  version = "1.0";
  pip = {
    requirementsList = [ "odd-pkg" ];
    overrides = {
      odd-pkg.mkDerivation.buildInputs = [ config.deps.libxml2 ];
    };
  };
}
`,
    },
  },
  { ...pypi2nix, name: 'no overrides yet', files: { 'default.nix': REQUIREMENTS } },
  {
    ...pypi2nix,
    name: 'requirements_override.nix',
    files: {
      'default.nix': REQUIREMENTS,
      'requirements_override.nix': `{ pkgs, python }:

self: super: {

  "odd-pkg" = python.overrideDerivation super."odd-pkg" (old: {
    buildInputs = old.buildInputs ++ [ pkgs.expat ];
  });

}
`,
    },
  },
  {
    ...shell,
    name: 'a shell',
    files: {
      'default.nix': `{ pkgs }:
pkgs.mkShell {
  nativeBuildInputs = [ pkgs.python3 ];
}
`,
    },
  },
  {
    ...shell,
    name: 'a shell with libraries',
    files: {
      'default.nix': `{ pkgs }:
pkgs.mkShell {
  nativeBuildInputs = with pkgs; [
    python3
  ];
  LD_LIBRARY_PATH = pkgs.lib.makeLibraryPath (with pkgs; [ stdenv.cc.cc.lib ]);
}
`,
    },
  },
];
