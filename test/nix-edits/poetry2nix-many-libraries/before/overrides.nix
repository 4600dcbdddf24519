{ pkgs }:
self: super: {
  bar = super.bar.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [
      pkgs.zlib
    ];
  });
}
