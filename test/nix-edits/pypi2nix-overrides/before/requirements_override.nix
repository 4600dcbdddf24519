{ pkgs, python }:

self: super: {

  "bar" = python.overrideDerivation super."bar" (old: {
    buildInputs = old.buildInputs ++ [ pkgs.zlib ];
  });

}
