{ pkgs, python }:

self: super: {

  "bar" = python.overrideDerivation super."bar" (old: {
    buildInputs = old.buildInputs ++ [ pkgs.zlib pkgs.openssl ];
  });
  "psycopg2" = python.overrideDerivation super."psycopg2" (old: {
    nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ pkgs.libpq.pg_config ];
    buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.libpq ];
  });

}
