{ pkgs, lib }:
let
  inherit (pkgs) poetry2nix;
in
poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = poetry2nix.defaultPoetryOverrides.extend (
    builtins.foldl' lib.composeExtensions (_: _: { }) [
      (final: prev: {
        qux = prev.qux.overridePythonAttrs { doCheck = false; };
        foo = prev.foo.overridePythonAttrs (old: {
          buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
        });
      })
    ]
  );
}
