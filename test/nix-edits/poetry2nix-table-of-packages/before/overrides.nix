{ pkgs }:
final: prev:
pkgs.lib.mapAttrs (name: tools: prev.${name}.overridePythonAttrs (old: {
  nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ tools;
})) {
  bar = [ final.setuptools ];
  baz = with final; [ flit-core ];
}
