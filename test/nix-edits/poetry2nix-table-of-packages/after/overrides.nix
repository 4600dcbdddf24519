{ pkgs }:
final: prev:
pkgs.lib.mapAttrs (name: tools: prev.${name}.overridePythonAttrs (old: {
  nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ tools;
})) {
  bar = [ final.setuptools final.hatchling ];
  baz = with final; [ flit-core ];
  foo = [ final.setuptools final.wheel ];
}
// {
  qux = prev.qux.overridePythonAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
  });
}
