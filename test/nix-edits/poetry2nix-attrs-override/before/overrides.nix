{ pkgs }:
final: prev: {
  foo = prev.foo.overrideAttrs (attrs: {
    patches = [ ];
  });
  bar = (prev.bar.override { preferWheel = false; }).overridePythonAttrs (attrs: {
    doCheck = false;
  });
}
