{ pkgs }:
final: prev: {
  bar = prev.bar.overrideAttrs (old: {
    dontBuild = true;
    buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
  });
  foo = prev.foo.overrideAttrs (old: {
    nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ final.resolveBuildSystem { setuptools = [ ]; };
  });
}
