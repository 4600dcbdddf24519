with import <nixpkgs> { };
let
  openssl = "taken";
  env = poetry2nix.mkPoetryEnv {
    projectDir = ./.;
    overrides = poetry2nix.defaultPoetryOverrides.extend (self: super: {
      bar = super.bar.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ zlib ];
      });
      foo = super.foo.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ zlib ];
      });
      qux = super.qux.overridePythonAttrs (old: {
        buildInputs = (old.buildInputs or [ ]) ++ [ self.pkgs.openssl ];
      });
    });
  };
in
env.env
