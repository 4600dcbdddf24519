pkgs: final: prev: {
  bar = prev.bar.overridePythonAttrs (old: {
    nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ pkgs.cmake ];
  });
  foo = prev.foo.overridePythonAttrs (old: {
    nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ pkgs.cmake pkgs.pkg-config ];
  });
}
