pkgs: final: prev: {
  bar = prev.bar.overridePythonAttrs (old: {
    nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ pkgs.cmake ];
  });
}
