{ pkgs ? import <nixpkgs> { } }:
pkgs.mkShell {
  packages = [
    ((pkgs.python3.override {
      packageOverrides = final: prev: {
        foo = prev.foo.overridePythonAttrs (old: {
          build-system = (old.build-system or [ ]) ++ [ final.setuptools ];
        });
      };
    }).withPackages (ps: with ps; [ foo bar ]))
  ];
}
