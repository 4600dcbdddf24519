{
  lib,
  poetry2nix,
  python312,
}:
poetry2nix.mkPoetryApplication {
  projectDir = lib.cleanSource ./.;
  python = python312;
  overrides = poetry2nix.defaultPoetryOverrides.extend (final: prev: {
    foo = prev.foo.overridePythonAttrs (old: {
      nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ final.pkgs.pkg-config ];
      buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools ];
    });
  });

  meta = {
    description = "Sorts socks";
    mainProgram = "socks";
  };
}
