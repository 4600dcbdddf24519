# What poetry2nix's defaults add to the packages of one project: the names of the inputs with the
# defaults, less those without. Native packages are stubs of their own name.
{
  # poetry2nix's checkout
  poetry2nix,
  # a corepkgs checkout, which stands for nixpkgs
  corepkgs,
  # the lib folder of nixpkgs
  nixpkgsLib,
  # the project's folder
  project,
  # the attributes that the overrides select from a package set: each is a stub
  words,
  # the Python packages that the overrides take as build systems: those that the set lacks are stubs
  buildSystems,
  # the packages to look at
  names,
}:
let
  lib = (import nixpkgsLib).extend (
    _: prev: { licenses = lib.filterAttrs (_: builtins.isAttrs) prev.licenses; }
  );

  stub = pkgs: name: pkgs.runCommand name { pname = name; version = "0"; } "mkdir $out" // {
    dev = stub pkgs name;
    out = stub pkgs name;
    lib = stub pkgs name;
    pg_config = stub pkgs "pg_config";
    override = _: stub pkgs name;
    overrideAttrs = _: stub pkgs name;
    overridePythonAttrs = _: stub pkgs name;
    patches = [ ];
    nativeBuildInputs = [ ];
    buildInputs = [ ];
    __functor = _: _: stub pkgs name;
    mpi = stub pkgs "mpi";
    mpiSupport = false;
  };

  plain = (import corepkgs { system = "x86_64-linux"; }).python3;
  inherit (plain) pythonAttr;

  base = import corepkgs {
    system = "x86_64-linux";
    config = {
      allowAliases = true;
      allowUnfree = true;
      allowBroken = true;
    };
    overlays = [
      (final: _: {
        fetchPypiLegacy = args: final.fetchurl { name = args.file; url = "${args.url or "pypi"}/${args.file}"; hash = args.hash; };
        yj = stub final "yj";
        nix-gitignore.gitignoreFilterPure = filter: _: _: filter;
        pythonManylinuxPackages = lib.genAttrs [ "manylinux1" "manylinux2010" "manylinux2014" ] (name: [ (stub final name) ]);
        libxcrypt-legacy = stub final "libxcrypt-legacy";
      })
      (final: prev: {
        ${pythonAttr} = prev.${pythonAttr}.override {
          self = final.${pythonAttr};
          packageOverrides =
            _: python: lib.genAttrs (builtins.filter (name: !(python ? ${name})) buildSystems) (stub final);
        };
      })
    ];
  };

  stubbed = lib.genAttrs words (stub base);
  groups = [ "xorg" "qt5" "qt6" "gst_all_1" "cudaPackages" "llvmPackages" ];

  # The stubs lie over the set and not in its fixed point: Python and its packages are the real ones.
  pkgs =
    base
    // stubbed
    // lib.genAttrs groups (_: stubbed)
    // {
      darwin.apple_sdk.frameworks = stubbed;
      buildPackages = base.buildPackages // stubbed;
      rustPlatform = stubbed // {
        cargoSetupHook = stub base "cargoSetupHook";
        maturinBuildHook = stub base "maturinBuildHook";
        fetchCargoTarball = _: stub base "cargo-deps";
        importCargoLock = _: stub base "cargo-deps";
      };
    };

  world = import poetry2nix { inherit pkgs lib; };
  packagesWith = overrides: (world.mkPoetryPackages { projectDir = project; inherit overrides; }).python.pkgs;
  without = packagesWith [ ];
  withDefaults = packagesWith world.defaultPoetryOverrides;

  lists = [ "buildInputs" "nativeBuildInputs" "propagatedBuildInputs" ];
  nameOf = input: if input == null then "null" else input.pname or input.name or "?";
  inputsOf = package: lib.genAttrs lists (list: map nameOf (lib.flatten (package.${list} or [ ])));

  try =
    value:
    let
      tried = builtins.tryEval (builtins.deepSeq value value);
    in
    if tried.success then tried.value else { failed = true; };

  look =
    name:
    let
      bare = without.${name} or null;
      full = withDefaults.${name} or null;
      before = inputsOf bare;
      after = inputsOf full;
    in
    if bare == null || full == null then
      { absent = true; }
    else
      {
        inherit (full) version;
        wheel = full.src.isWheel or false;
        added = lib.genAttrs lists (list: lib.subtractLists before.${list} after.${list});
      };
in
{
  # Build systems that the package set lacks: null, unless the lock has them, and then nothing is added.
  nulls = builtins.filter (name: !(plain.pkgs ? ${name})) buildSystems;
  packages = lib.genAttrs names (name: try (look name));
  python = pkgs.python3.version;
}
