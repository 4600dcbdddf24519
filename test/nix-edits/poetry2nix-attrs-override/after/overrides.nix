{ pkgs }:
final: prev: {
  foo = prev.foo.overrideAttrs (attrs: {
    patches = [ ];
    nativeBuildInputs = (attrs.nativeBuildInputs or [ ]) ++ [ final.setuptools ];
    buildInputs = (attrs.buildInputs or [ ]) ++ [ pkgs.zlib ];
  });
  bar = (prev.bar.override { preferWheel = false; }).overridePythonAttrs (attrs: {
    doCheck = false;
    buildInputs = (attrs.buildInputs or [ ]) ++ [ final.setuptools ];
  });
}
