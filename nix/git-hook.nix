# A hook of github:cachix/git-hooks.nix that checks the projects of a repository before a commit.
{ self }:
pkgs:
let
  package = self.packages.${pkgs.stdenv.hostPlatform.system}.default;
in
{
  enable = true;
  name = "pyproject-nix-ls check";
  description = "What Nix lacks to build the Python projects of a repository, and locks that no longer fit";
  inherit package;
  entry = "${package}/bin/pyproject-nix-ls check --recursive";
  # A finding in one file may be caused by another: the projects are checked, not the files.
  pass_filenames = false;
  files = "(^|/)((pyproject|pylock(\\.[^./]+)?)\\.toml|(poetry|uv|pdm)\\.lock|[^/]+\\.py\\.lock|Pipfile(\\.lock)?|[^/]*(requirements|constraints)[^/]*\\.(txt|in)|requirements/[^/]+\\.(txt|in)|[^/]+\\.nix|flake\\.lock|(nix|npins)/sources\\.json)$";
}
