{ pkgs, python }:

self: super: {
  "old-env" = python.overrideDerivation super."old-env" (old: {
    doCheck = false;
    BERKELEYDB_DIR = "/opt/db";
  });
  "bsddb3" = python.overrideDerivation super."bsddb3" (old: {
    buildInputs = (old.buildInputs or [ ]) ++ [ self."setuptools-scm" ];
    BERKELEYDB_DIR = "/opt/db";
  });
}
