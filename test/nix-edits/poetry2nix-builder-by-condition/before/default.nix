{ pkgs, dev ? false }:
(if dev then pkgs.poetry2nix.mkPoetryEnv else pkgs.poetry2nix.mkPoetryApplication) {
  projectDir = ./.;
}
