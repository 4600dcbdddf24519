final: prev:
let
  pkgs = final.pkgs;
  inherit (pkgs) lib;
in {
  bar = prev.bar.overridePythonAttrs (old: {
    nativeBuildInputs = with pkgs; old.nativeBuildInputs or [ ] ++ [ cmake ];
  });
}
