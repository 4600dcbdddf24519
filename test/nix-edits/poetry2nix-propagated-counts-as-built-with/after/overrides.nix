{ pkgs }:
final: prev: {
  foo = prev.foo.overridePythonAttrs (old: {
    propagatedBuildInputs = (old.propagatedBuildInputs or [ ]) ++ [ pkgs.zlib ];
  });
  bar = prev.bar.overridePythonAttrs (old: {
    nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ pkgs.zlib ];
    buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
  });
}
