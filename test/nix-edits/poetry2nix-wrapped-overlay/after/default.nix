{ pkgs, lib }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (
    final: prev:
    lib.composeManyExtensions [
      (final: prev: { })
      (final: prev: {
        qux = prev.qux.overridePythonAttrs { doCheck = false; };
        foo = prev.foo.overridePythonAttrs (old: {
          buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
        });
      })
    ] final prev
  );
}
