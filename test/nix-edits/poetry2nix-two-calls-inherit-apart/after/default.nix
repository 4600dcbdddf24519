{ pkgs, poetry2nix }:
let
  each = pkgs.lib.genAttrs [ "x86_64-linux" ];
in
{
  packages = each (
    system:
    let
      inherit (poetry2nix) mkPoetryApplication defaultPoetryOverrides;
    in
    mkPoetryApplication {
      projectDir = ./.;
      overrides = defaultPoetryOverrides.extend (final: prev: {
        foo = prev.foo.overridePythonAttrs (old: {
          buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
        });
      });
    }
  );
  devShells = each (
    system:
    let
      inherit (poetry2nix) mkPoetryEnv defaultPoetryOverrides;
    in
    mkPoetryEnv {
      projectDir = ./.;
      overrides = defaultPoetryOverrides.extend (final: prev: {
        foo = prev.foo.overridePythonAttrs (old: {
          buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
        });
      });
    }
  );
}
