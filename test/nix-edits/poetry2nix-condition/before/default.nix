{ pkgs, wheels ? true }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides =
    if wheels then
      pkgs.poetry2nix.defaultPoetryOverrides
    else
      pkgs.poetry2nix.overrides.withoutDefaults (final: prev: { });
}
