# Build systems of nixpkgs' Python set, out of their wheels: { NAME = WHEEL BELOW /files; … }.
wheels: final: prev:
let
  inherit (prev) python;
  needs = {
    build = [ "packaging" "pyproject-hooks" ];
    cffi = [ "pycparser" ];
    hatch-vcs = [ "hatchling" "setuptools-scm" ];
    hatchling = [ "packaging" "pathspec" "pluggy" "trove-classifiers" ];
    meson-python = [ "meson" "packaging" "pyproject-metadata" ];
    pyproject-metadata = [ "packaging" ];
    scikit-build-core = [ "packaging" "pathspec" ];
    setuptools-rust = [ "semantic-version" "setuptools" ];
    setuptools-scm = [ "packaging" "setuptools" "vcs-versioning" ];
    vcs-versioning = [ "packaging" ];
  };
  # What nixpkgs' packages of these do to a build.
  hooks = {
    cython = /sources/corepkgs/python/pkgs/cython/setup-hook.sh;
    pdm-backend = /sources/corepkgs/python/pkgs/pdm-backend/setup-hook.sh;
    setuptools-scm = /sources/corepkgs/python/pkgs/setuptools-scm/setup-hook.sh;
  };
  # poetry2nix gives some of them its own set, and overrides others.
  packageOf =
    name: wheel:
    let
      package = unpacked name wheel;
      overridable =
        drv:
        drv
        // {
          override = _: overridable drv;
          overridePythonAttrs = change: overridable (drv.overrideAttrs change);
        };
    in
    overridable package;
  unpacked =
    name: wheel:
    final.toPythonModule (
      final.stdenv.mkDerivation (
        {
          pname = name;
          version = builtins.elemAt (final.lib.splitString "-" wheel) 1;
          dontUnpack = true;
          installPhase = ''
            mkdir -p $out/${python.sitePackages} $out/bin
            /usr/bin/unzip -q /files/${wheel} -d $out/${python.sitePackages}
            cd $out/${python.sitePackages}
            for scripts in *.data/scripts/*; do [ ! -e "$scripts" ] || install -m 755 "$scripts" $out/bin/; done
            /usr/bin/python3 ${./entry-points.py} $out ${python.interpreter}
          '';
          propagatedBuildInputs = map (need: final.${need}) (needs.${name} or [ ]);
        }
        // (if hooks ? ${name} then { setupHook = hooks.${name}; } else { })
      )
    );
  packages = builtins.mapAttrs packageOf wheels // {
    meson-python = (packageOf "meson-python" wheels.meson-python).overrideAttrs {
      setupHooks = [ /sources/corepkgs/python/pkgs/meson-python/add-build-flags.sh ];
    };
    # In nixpkgs a stub that runs its own ninja.
    ninja = final.toPythonModule (
      final.stdenv.mkDerivation {
        pname = "ninja";
        version = "1.12.1";
        src = ./ninja-stub;
        postUnpack = "";
        preBuild = "";
        setupHook = /sources/corepkgs/pkgs-many/ninja/setup-hook.sh;
        meta = { };
        installPhase = "cp -r . $out";
        propagatedBuildInputs = [ final.pkgs.ninja ];
      }
    );
  };
in
packages
// {
  bootstrap = prev.bootstrap // {
    inherit (packages)
      build
      flit-core
      installer
      packaging
      ;
  };
}
