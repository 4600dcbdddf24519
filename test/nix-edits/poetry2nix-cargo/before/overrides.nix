{ pkgs, lib }:
final: prev: {
  bar = prev.bar.overridePythonAttrs (old: {
    buildInputs = old.buildInputs or [ ] ++ [ final.setuptools ];
  });
}
