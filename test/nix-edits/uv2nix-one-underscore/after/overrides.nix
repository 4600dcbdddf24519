{ pkgs }:
_final: prev: {
  bar = prev.bar.overrideAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
  });
  foo = prev.foo.overrideAttrs (old: {
    nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ _final.resolveBuildSystem { setuptools = [ ]; };
  });
}
