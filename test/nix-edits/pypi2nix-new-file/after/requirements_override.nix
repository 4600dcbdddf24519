{ pkgs, python }:

self: super: {
  psycopg2 = python.overrideDerivation super.psycopg2 (old: {
    nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ pkgs.libpq.pg_config ];
    buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.libpq ];
  });
}
