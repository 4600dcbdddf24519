# What the outputs of a flake come to that builds a project with uv2nix or pyproject.nix: its inputs are found by their
# addresses among the fetched sources, and stand-ins take the places of nixpkgs and flake-utils.
{
  sources,
  # The file.
  flake,
  # The minor version of nixpkgs' `python3`.
  minor ? 13,
  # Kinds of outputs: `packages`, `devShells`.
  kinds ? [
    "packages"
    "devShells"
    "apps"
    "checks"
  ],
}:
let
  system = "x86_64-linux";
  lib = import ./lib.nix { inherit sources; };
  pkgs = import ./nixpkgs.stand-in.nix { inherit sources minor; } { };
  pyproject-nix =
    let
      real = import (sources + "/pyproject.nix") { inherit lib; };
    in
    real
    // {
      build = real.build // {
        # An application names its environment in a script alone.
        util = lib.mirrorFunctionArgs real.build.util (
          args:
          let
            util = real.build.util args;
          in
          util // { mkApplication = given: util.mkApplication given // { inherit (given) venv; }; }
        );
      };
    };
  uv2nix = import (sources + "/uv2nix") { inherit lib pyproject-nix; };
  build-systems = import (sources + "/build-system-pkgs") { inherit lib pyproject-nix uv2nix; };
  nixpkgs = {
    legacyPackages.${system} = pkgs;
    lib = pkgs.lib // {
      inherit (lib) licenses;
    };
    # What `import nixpkgs` reads.
    outPath = toString ./nixpkgs;
  };
  perSystem = f: lib.foldl' lib.recursiveUpdate { } [ (lib.mapAttrs (_name: value: { ${system} = value; }) (f system)) ];
  flake-utils.lib = {
    eachDefaultSystem = perSystem;
    eachSystem = _systems: perSystem;
    eachDefaultSystemMap = f: { ${system} = f system; };
    defaultSystems = [ system ];
    allSystems = [ system ];
    mkApp =
      {
        drv,
        exePath ? "/bin/${drv.pname or drv.name}",
        ...
      }:
      {
        type = "app";
        program = "${drv}${exePath}";
      };
    system = lib.genAttrs [ system ] lib.id;
    flattenTree = lib.id;
  };
  # What a flake may still take from it is its program.
  poetry2nix.packages.${system}.poetry = pkgs.poetry;
  byAddress = {
    "poetry2nix" = poetry2nix;
    "nixpkgs" = nixpkgs;
    "flake-utils" = flake-utils;
    "pyproject.nix" = pyproject-nix;
    "uv2nix" = uv2nix;
    "build-system-pkgs" = build-systems // {
      overlays = build-systems;
    };
  };
  source = import flake;
  # `github:numtide/flake-utils/main` is `flake-utils`.
  repositoryOf =
    url: builtins.elemAt (lib.splitString "/" (lib.head (lib.splitString "?" url)) ++ [ "" ]) 1;
  inputs = lib.mapAttrs (
    name: input: byAddress.${repositoryOf (input.url or name)} or { }
  ) (source.inputs or { nixpkgs = { }; });
  outputs = source.outputs (inputs // { nixpkgs = inputs.nixpkgs or nixpkgs; } // { inherit self; });
  self = outputs // {
    outPath = toString (dirOf flake);
    inherit inputs;
    rev = "0000000000000000000000000000000000000000";
    shortRev = "0000000";
    lastModifiedDate = "20260101000000";
  };
  builtPackages = import ./built-packages.nix { inherit lib; };
  described = value: {
    drvPath = value.drvPath or value.program or null;
    built = builtPackages value;
    # Of nixpkgs' builder; uv2nix has a set there.
    depends = lib.optionals (lib.isList (value.dependencies or null)) (
      map (input: input.pname or input.name) value.dependencies
    );
  };
in
{
  inherit outputs;
  names = lib.concatMap (
    kind: map (name: [ kind name ]) (lib.attrNames ((outputs.${kind} or { }).${system} or { }))
  ) kinds;
  described = lib.genAttrs kinds (
    kind: lib.mapAttrs (_name: described) ((outputs.${kind} or { }).${system} or { })
  );
}
