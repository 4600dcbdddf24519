{
  lib,
  poetry2nix,
  python312,
}:
poetry2nix.mkPoetryApplication {
  projectDir = lib.cleanSource ./.;
  python = python312;

  meta = {
    description = "Sorts socks";
    mainProgram = "socks";
  };
}
