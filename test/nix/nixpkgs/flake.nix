# As much of nixpkgs as flake.nix and package.nix ask for, saying what it was given.
{
  outputs =
    { self }:
    let
      lib = {
        genAttrs = names: make: builtins.listToAttrs (map (name: { inherit name; value = make name; }) names);
        fix = function: let x = function x; in x;
        last = list: builtins.elemAt list (builtins.length list - 1);
        splitString = separator: text: builtins.filter builtins.isString (builtins.split separator text);
        fileset = {
          unions = paths: assert builtins.all builtins.pathExists paths; paths;
          toSource = { root, fileset }: root;
        };
        fakeHash = "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        fetchers.proxyImpureEnvVars = [ "https_proxy" ];
        getExe = package: "${package}/bin/${package.meta.mainProgram}";
        importJSON = file: builtins.fromJSON (builtins.readFile file);
        licenses.mit = "mit";
        platforms.unix = [ ];
      };
      systems = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ];
    in
    {
      inherit lib;
      legacyPackages = lib.genAttrs systems (
        system:
        let
          named = name: derivation { inherit name system; builder = "/bin/sh"; };
        in
        rec {
          inherit lib;
          stdenv.hostPlatform = { inherit system; };
          nodejs = named "nodejs";
          git = named "git";
          tmux = named "tmux";
          nixfmt = named "nixfmt";
          installShellFiles = named "installShellFiles";
          cacert = named "cacert";
          curl = named "curl";
          runCommand = name: arguments: script: named name // { inherit script; arguments = arguments; };
          testers.testVersion = { package }: named "${package.pname}-version";
          fetchFromGitHub = arguments: named "source" // { inherit (arguments) tag; };
          mkShell = arguments: named "shell" // { inherit (arguments) packages; };
          buildNpmPackage = function: lib.fix (finalPackage:
            let arguments = function { inherit finalPackage; inherit (arguments) version src; };
            in named "${arguments.pname}-${arguments.version}" // arguments.passthru // {
              inherit (arguments) pname version src npmDeps meta nativeBuildInputs postBuild postInstall passthru;
            });
          importNpmLock = { __functor = _: arguments: arguments; npmConfigHook = "hook"; };
          callPackage = file: _: import file {
            inherit lib buildNpmPackage cacert curl importNpmLock installShellFiles nodejs runCommand testers;
          };
        }
      );
    };
}
