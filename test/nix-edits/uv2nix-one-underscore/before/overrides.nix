{ pkgs }:
_final: prev: {
  bar = prev.bar.overrideAttrs (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];
  });
}
