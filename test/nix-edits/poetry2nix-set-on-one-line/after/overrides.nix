{ pkgs }:
final: prev: {
  bar = (prev.bar.override { preferWheel = true; }).overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
  });
  /* later */ baz = null;
  foo = prev.foo.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools ];
  });
}
