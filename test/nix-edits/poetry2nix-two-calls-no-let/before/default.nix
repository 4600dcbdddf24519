{ pkgs }:
{
  app = pkgs.poetry2nix.mkPoetryApplication {
    projectDir = ./.;
  };
  env = pkgs.poetry2nix.mkPoetryEnv {
    projectDir = ./.;
  };
}
