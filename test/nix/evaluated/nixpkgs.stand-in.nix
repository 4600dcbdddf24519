# What stands for nixpkgs where a flake imports it: the small one of packages.nix, with overlays, and Pythons of several
# versions that differ from the one there in what they say of themselves.
{
  sources,
  # The minor version of `python3`.
  minor ? 13,
}:
{
  overlays ? [ ],
  ...
}:
let
  lib = import ./lib.nix { inherit sources; };
  small = import ./packages.nix { inherit sources; };
  # Python packages from which pyproject.nix and build-system-pkgs take sources.
  packages = lib.genAttrs [ "libcst" "ninja" "cmake" "maturin" "poetry" ] (
    name:
    small.runCommand name { } "mkdir $out"
    // {
      pname = name;
      version = "1";
      src = null;
      cargoDeps = null;
      cargoRoot = null;
      postUnpack = "";
      preBuild = "";
      setupHook = null;
      setupHooks = [ ];
      meta = { };
    }
  );
  versioned =
    minor:
    let
      version = "3.${toString minor}.9";
      said = {
        pythonVersion = "3.${toString minor}";
        inherit version;
        sourceVersion = {
          major = "3";
          minor = toString minor;
          patch = "9";
          suffix = "";
        };
        pythonABITags = [
          "none"
          "any"
          "abi3"
          "cp3${toString minor}"
        ];
        pkgs = small.python3.pkgs // packages;
        pythonOnBuildForHost = self;
      };
      self = small.python3 // said // { passthru = small.python3.passthru // said; };
    in
    self;
  more = _final: prev: {
    poetry = prev.bash;
    uv = prev.bash;
    mkShellNoCC = prev.mkShell;
    python3Packages = prev.python3Packages // packages;
  };
  pythons = builtins.listToAttrs (
    map (minor: {
      name = "python3${toString minor}";
      value = versioned minor;
    }) [ 8 9 10 11 12 13 ]
  );
  pkgs = small.appendOverlays ([ more (_final: _prev: pythons) ] ++ overlays);
in
pkgs // { inherit lib; python3 = versioned minor; }
