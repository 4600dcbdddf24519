{ pkgs, poetry2nix }:
let
  each = pkgs.lib.genAttrs [ "x86_64-linux" ];
in
{
  packages = each (
    system:
    let
      inherit (poetry2nix) mkPoetryApplication;
    in
    mkPoetryApplication { projectDir = ./.; }
  );
  devShells = each (
    system:
    let
      inherit (poetry2nix) mkPoetryEnv;
    in
    mkPoetryEnv { projectDir = ./.; }
  );
}
